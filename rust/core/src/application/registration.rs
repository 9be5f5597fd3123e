//! The registration of an application in its home tenant ("Get application", "List applications").

use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::error::{Error, clean};
use crate::graph::{self, Graph};
use crate::manifest::{WantedGrant, WantedPermission};
use crate::partner_center::Caller;
use crate::report::Report;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use url::form_urlencoded;

/// What is read of a registration.
const SELECT: &str = "$select=id,appId,displayName,signInAudience,web,publicClient,spa,requiredResourceAccess,passwordCredentials,keyCredentials";
/// What reading one is called in an error, and what lets read it.
const READING: [&str; 2] = ["Reading an application's registration", "Application.Read.All"];
/// The audiences that take users of other organizations.
const MULTI_TENANT: [&str; 2] = ["AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount"];
/// How a registration names a permission for users.
pub(super) const SCOPE: &str = "Scope";
/// How a registration names a permission of the application alone.
pub(super) const ROLE: &str = "Role";

/// A secret or certificate of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredCredential {
    /// True for a certificate.
    pub is_certificate: bool,
    /// Its name, as its maker wrote it.
    pub name: Option<String>,
    /// Its end, ISO 8601 as the service writes it.
    pub ends_on: String,
}

/// An application as it is registered.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    /// Object id.
    pub id: String,
    /// Application id.
    pub app_id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// Whom it is for.
    pub sign_in_audience: Option<String>,
    /// The permissions that it asks for.
    #[serde(default)]
    pub required_resource_access: Vec<RequiredAccess>,
    #[serde(default)]
    web: Platform,
    #[serde(default)]
    public_client: Platform,
    #[serde(default)]
    spa: Platform,
    #[serde(default)]
    password_credentials: Vec<Entry>,
    #[serde(default)]
    key_credentials: Vec<Entry>,
}

/// The redirect addresses of one kind of application.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Platform {
    redirect_uris: Vec<String>,
}

/// The permissions of one service that an application asks for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequiredAccess {
    /// The service's application id.
    pub resource_app_id: String,
    /// The permissions.
    pub resource_access: Vec<Access>,
}

/// A permission by its id.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Access {
    /// Its id at the service.
    pub id: String,
    /// [`SCOPE`] or [`ROLE`].
    #[serde(rename = "type")]
    pub kind: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    display_name: Option<String>,
    end_date_time: Option<String>,
}

/// What a registration lacks of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unregistered<'a> {
    /// The service.
    pub grant: &'a WantedGrant,
    /// Permissions for users.
    pub scopes: Vec<&'a WantedPermission>,
    /// Permissions of the application alone.
    pub roles: Vec<&'a WantedPermission>,
}

impl Unregistered<'_> {
    /// The names of the permissions.
    pub fn names(&self) -> Vec<String> {
        let all = self.scopes.iter().chain(&self.roles);
        all.map(|p| p.name.clone()).collect()
    }
}

/// The application of that id in the graph's tenant. It needs Application.Read.All.
pub(super) async fn by_app_id(graph: &Graph<'_>, id: ClientId) -> Result<Option<Registration>, Error> {
    let path = format!("/v1.0/applications?$filter=appId eq '{id}'&{SELECT}");
    Ok(graph.list(&path).await?.into_iter().next())
}

/// The applications of that name. It needs Application.Read.All.
pub(super) async fn by_name(graph: &Graph<'_>, name: &str) -> Result<Vec<Registration>, Error> {
    let literal = name.replace('\'', "''");
    let encoded: String = form_urlencoded::byte_serialize(literal.as_bytes()).collect();
    // A plus is a space in forms alone.
    let encoded = encoded.replace('+', "%20");
    let path = format!("/v1.0/applications?$filter=displayName eq '{encoded}'&{SELECT}");
    graph.list(&path).await
}

/// The secrets and certificates of the account's application, read in the home tenant. It needs Application.Read.All.
///
/// # Errors
/// Those of a Graph token for the home tenant and of Graph itself.
pub async fn credentials(
    client: &Arc<PartnerClient>,
    account: &Account,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<Vec<RegisteredCredential>, Error> {
    let caller = Caller::new(client, account, timeout, report);
    let found = at_home(&caller, account.client_id).await?;
    Ok(found.map(|one| one.credentials()).unwrap_or_default())
}

/// Whether the registration of an application in the home tenant asks for a permission of a service for users, by its id;
/// nothing when the home tenant has no such application. It needs Application.Read.All.
///
/// # Errors
/// Those of a Graph token for the home tenant and of Graph itself.
pub(crate) async fn asks_for(
    caller: &Caller<'_>,
    application: ClientId,
    service: ClientId,
    permission: &str,
) -> Result<Option<bool>, Error> {
    let found = at_home(caller, application).await?;
    Ok(found.map(|one| one.asks(service, permission, SCOPE)))
}

/// The application of that id in the home tenant.
async fn at_home(caller: &Caller<'_>, application: ClientId) -> Result<Option<Registration>, Error> {
    let Caller { client, account, .. } = *caller;
    let graph = Graph::new(client, account, &account.home, caller.timeout, caller.report);
    let [reading, permission] = READING;
    let found = by_app_id(&graph, application).await;
    found.map_err(|e| graph::needing(e, reading, permission))
}

impl Registration {
    /// Its secrets, then its certificates.
    pub fn credentials(&self) -> Vec<RegisteredCredential> {
        let secrets = self.password_credentials.iter().map(|e| (false, e));
        let certificates = self.key_credentials.iter().map(|e| (true, e));
        let with_end = |(is_certificate, entry): (bool, &Entry)| {
            Some(RegisteredCredential {
                is_certificate,
                name: entry.display_name.as_deref().map(clean),
                ends_on: entry.end_date_time.clone()?,
            })
        };
        secrets.chain(certificates).filter_map(with_end).collect()
    }

    /// True when other tenants can have it.
    pub fn is_multi_tenant(&self) -> bool {
        let audience = self.sign_in_audience.as_deref().unwrap_or_default();
        MULTI_TENANT.contains(&audience)
    }

    /// Its redirect addresses under Web.
    pub fn web(&self) -> &[String] {
        &self.web.redirect_uris
    }

    /// True when an address is under Web.
    pub fn has_web(&self, address: &str) -> bool {
        self.web().iter().any(|known| is_same(known, address))
    }

    /// True when an address is under Mobile and desktop applications, or Single-page application.
    pub fn has_elsewhere(&self, address: &str) -> bool {
        let all = self.public_client.redirect_uris.iter().chain(&self.spa.redirect_uris);
        all.into_iter().any(|known| is_same(known, address))
    }

    /// What it lacks of these services.
    pub fn lacks<'a>(&self, wanted: &'a [WantedGrant]) -> Vec<Unregistered<'a>> {
        let lacks = wanted.iter().map(|grant| Unregistered {
            scopes: self.unasked(grant.resource, &grant.delegated, SCOPE),
            roles: self.unasked(grant.resource, &grant.application, ROLE),
            grant,
        });
        lacks.filter(|l| !l.scopes.is_empty() || !l.roles.is_empty()).collect()
    }

    /// The permissions of a service that it does not ask for.
    fn unasked<'a>(&self, service: ClientId, all: &'a [WantedPermission], kind: &str) -> Vec<&'a WantedPermission> {
        all.iter().filter(|p| !self.asks(service, &p.id, kind)).collect()
    }

    /// True when it asks for a permission of a service, by its id.
    fn asks(&self, service: ClientId, permission: &str, kind: &str) -> bool {
        let service = service.to_string();
        let all = self.required_resource_access.iter();
        let of = all.filter(|r| r.resource_app_id.eq_ignore_ascii_case(&service));
        of.flat_map(|r| &r.resource_access)
            .any(|a| a.kind == kind && a.id.eq_ignore_ascii_case(permission))
    }
}

/// True for addresses that the sign-in service takes for each other: on localhost it ignores the port ("Redirect URI
/// (reply URL) best practices and limitations"), and a path that is empty is a slash.
fn is_same(known: &str, wanted: &str) -> bool {
    known == wanted || loopback(known).is_some_and(|known| Some(known) == loopback(wanted))
}

/// Host, path and query of an http address on this machine.
fn loopback(address: &str) -> Option<(String, String, Option<String>)> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    let is_here = url.scheme() == "http" && matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    is_here.then(|| (host.to_owned(), url.path().to_owned(), url.query().map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_this_machine_the_port_and_an_empty_path_make_no_difference() {
        for same in ["http://localhost", "http://localhost:8400/", "http://localhost:9/"] {
            assert!(is_same(same, "http://localhost:8400/"), "{same}");
        }
        for other in [
            "http://127.0.0.1:8400/",
            "http://localhost:8400/done",
            "https://localhost:8400/",
            "https://partner.example/",
        ] {
            assert!(!is_same(other, "http://localhost:8400/"), "{other}");
        }
        assert!(!is_same("https://partner.example:1/", "https://partner.example:2/"));
    }
}
