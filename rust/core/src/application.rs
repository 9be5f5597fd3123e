//! The partner's own application as Microsoft Graph knows it ("Get application"): when its secrets and certificates end,
//! and what it is registered for.

use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::graph;
use crate::partner_center::Caller;
use crate::report::Report;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

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

#[derive(Deserialize)]
struct Applications {
    value: Vec<Application>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Application {
    password_credentials: Vec<Entry>,
    key_credentials: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    display_name: Option<String>,
    end_date_time: Option<String>,
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
    let path = format!(
        "/v1.0/applications?$filter=appId eq '{}'&$select=passwordCredentials,keyCredentials",
        account.client_id
    );
    let found: Applications = graph::get(client, account, &account.home, &path, timeout, report).await?;
    let one = found.value.into_iter().next().unwrap_or_default();
    let secrets = one.password_credentials.into_iter().map(|e| (false, e));
    let certificates = one.key_credentials.into_iter().map(|e| (true, e));
    let with_end = |(is_certificate, entry): (bool, Entry)| {
        Some(RegisteredCredential {
            is_certificate,
            name: entry.display_name.map(|n| crate::error::clean(&n)),
            ends_on: entry.end_date_time?,
        })
    };
    Ok(secrets.chain(certificates).filter_map(with_end).collect())
}

/// The permissions that an application is registered for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registered(BTreeSet<(String, String)>);

impl Registered {
    /// True when it names that permission, by its id, of that service.
    #[must_use]
    pub fn has(&self, resource: ClientId, permission: &str) -> bool {
        self.0
            .contains(&(resource.to_string(), permission.to_ascii_lowercase()))
    }
}

#[derive(Deserialize)]
struct Registrations {
    value: Vec<Registration>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    #[serde(default)]
    required_resource_access: Vec<RequiredResource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequiredResource {
    resource_app_id: String,
    #[serde(default)]
    resource_access: Vec<RequiredPermission>,
}

#[derive(Deserialize)]
struct RequiredPermission {
    id: String,
}

/// What the account's application is registered for, read in the home tenant; nothing where it is registered in another
/// tenant. It needs Application.Read.All.
///
/// # Errors
/// Those of a Graph token for the home tenant and of Graph itself.
pub async fn registered(caller: &Caller<'_>) -> Result<Option<Registered>, Error> {
    let Caller { client, account, .. } = *caller;
    let path = format!(
        "/v1.0/applications?$filter=appId eq '{}'&$select=requiredResourceAccess",
        account.client_id
    );
    let found: Registrations = graph::get(client, account, &account.home, &path, caller.timeout, caller.report).await?;
    Ok(found.value.into_iter().next().map(|one| {
        let of = |service: RequiredResource| {
            let resource = service.resource_app_id.to_ascii_lowercase();
            let permissions = service.resource_access.into_iter();
            permissions.map(move |p| (resource.clone(), p.id.to_ascii_lowercase()))
        };
        Registered(one.required_resource_access.into_iter().flat_map(of).collect())
    }))
}
