//! Microsoft Graph: how it is called, and its few questions outside a directory: a tenant's SharePoint host, a customer
//! by domain.

mod call;
mod pages;

pub(crate) use call::{next_page, refusal};

use crate::account::Account;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind};
use crate::known::Known;
use crate::report::Report;
use crate::scope::{ScopeSet, Scopes};
use crate::tenant::Tenant;
use crate::turns::Turns;
use reqwest::Url;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use call::{Graph, segment};
pub(crate) use pages::pages_at_home;

/// The most hosts that are remembered.
const CAPACITY: usize = 50_000;

/// SharePoint scopes by tenant, asked once per process.
pub struct SharePointHosts {
    scopes: Known<(String, String), ScopeSet>,
    turns: Turns<(String, String)>,
}

impl Default for SharePointHosts {
    fn default() -> Self {
        Self {
            scopes: Known::new(CAPACITY),
            turns: Turns::default(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Site {
    web_url: String,
}

#[derive(Deserialize)]
struct Contracts {
    value: Vec<Contract>,
}

/// A partner's contract with a customer, as Graph has it ("contract resource type"). Names are those of its creation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// The customer's tenant id.
    pub customer_id: String,
    /// `ResellerPartner`, `SyndicationPartner` or `BreadthPartner`.
    pub contract_type: Option<String>,
    /// The customer's domain at that time.
    pub default_domain_name: Option<String>,
    /// The customer's name at that time.
    pub display_name: Option<String>,
}

impl SharePointHosts {
    /// The scope of a tenant's SharePoint, where nobody needs to be asked.
    #[must_use]
    pub fn known(&self, cloud: &Cloud, tenant: &Tenant) -> Option<ScopeSet> {
        self.scopes.get(&(cloud.login().to_owned(), tenant.to_string()))
    }

    /// The scope of a tenant's SharePoint: its root site's host, which Graph knows.
    ///
    /// # Errors
    /// Those of a Graph token for that tenant and of Graph itself.
    pub async fn resolve(
        &self,
        client: &Arc<PartnerClient>,
        account: &Account,
        tenant: &Tenant,
        timeout: Duration,
        report: &Arc<dyn Report>,
    ) -> Result<ScopeSet, Error> {
        let cloud = &account.cloud;
        if let Some(known) = self.known(cloud, tenant) {
            return Ok(known);
        }
        let key = (cloud.login().to_owned(), tenant.to_string());
        let _turn = self.turns.take(&key).await;
        if let Some(known) = self.scopes.get(&key) {
            return Ok(known);
        }
        let path = "/v1.0/sites/root?$select=webUrl";
        let site: Site = get(client, account, tenant, path, timeout, report)
            .await
            .map_err(|e| e.advise_first("SharePoint's host is read from Graph (sites/root, Sites.Read.All)."))?;
        let scopes = site_scope(cloud, &site.web_url)?;
        // The home tenant of whoever asks is another one for the next who asks.
        if tenant.id().is_some() {
            self.scopes.insert(key, scopes.clone());
        }
        Ok(scopes)
    }
}

/// The partner's contract with the customer of that domain, if there is one.
///
/// # Errors
/// Those of a Graph token for the partner's tenant and of Graph itself.
pub async fn contract_by_domain(
    client: &Arc<PartnerClient>,
    account: &Account,
    domain: &str,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<Option<Contract>, Error> {
    let path = format!("/v1.0/contracts?$filter=defaultDomainName eq '{domain}'");
    let contracts: Contracts = get(client, account, &account.home, &path, timeout, report).await?;
    Ok(contracts.value.into_iter().next())
}

/// Says which permission a call needs that was refused in the partner's own tenant.
pub(crate) fn needing(error: Error, what: &str, permission: &str) -> Error {
    needing_in("the partner's own tenant", error, what, permission)
}

/// Says which permission a call needs that was refused, and where it must be consented.
pub(crate) fn needing_in(place: &str, error: Error, what: &str, permission: &str) -> Error {
    if error.kind() != ErrorKind::NoAccess {
        return error;
    }
    error.advise_first(&format!(
        "{what} needs {permission} of Microsoft Graph, consented in {place}."
    ))
}

/// One read from Graph, with the account's token for that tenant.
///
/// # Errors
/// Those of the token and of Graph itself.
pub(crate) async fn get<T: DeserializeOwned>(
    client: &Arc<PartnerClient>,
    account: &Account,
    tenant: &Tenant,
    path: &str,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<T, Error> {
    Graph::new(client, account, tenant, timeout, report).get(path).await
}

/// The scope for everything consented on a site's host.
fn site_scope(cloud: &Cloud, web_url: &str) -> Result<ScopeSet, Error> {
    let host = Url::parse(web_url)
        .ok()
        .filter(|u| u.scheme() == "https")
        .and_then(|u| u.host_str().map(str::to_owned));
    let host = host.ok_or_else(|| {
        Error::new(
            ErrorKind::ServiceError,
            "Microsoft Graph named no SharePoint host for this tenant.",
            "Give the full scope, for example https://contoso.sharepoint.com/.default.",
        )
    })?;
    match Scopes::all_of(cloud, &format!("https://{host}"))? {
        Scopes::Of(set) => Ok(set),
        Scopes::SharePoint => Err(Error::internal("A host was read as a short name.")),
    }
}
