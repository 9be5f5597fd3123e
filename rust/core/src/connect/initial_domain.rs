//! A tenant's initial domain, asked from Microsoft Graph once per process (Microsoft Graph, "organization resource type").

use crate::account::Account;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use crate::graph;
use crate::known::Known;
use crate::report::Report;
use crate::tenant::Tenant;
use crate::turns::Turns;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The most domains that are remembered.
const CAPACITY: usize = 50_000;

/// Initial domains by tenant. A failure is not remembered.
pub struct InitialDomains {
    domains: Known<(String, Uuid), String>,
    turns: Turns<(String, Uuid)>,
}

impl Default for InitialDomains {
    fn default() -> Self {
        Self {
            domains: Known::new(CAPACITY),
            turns: Turns::default(),
        }
    }
}

#[derive(Deserialize)]
struct Organizations {
    value: Vec<Organization>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    #[serde(default)]
    verified_domains: Vec<VerifiedDomain>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VerifiedDomain {
    name: String,
    #[serde(default)]
    is_initial: bool,
}

impl InitialDomains {
    /// The initial domain of a tenant.
    ///
    /// # Errors
    /// Those of a Graph token for that tenant and of Graph itself; `ServiceError` when Graph names none.
    pub async fn resolve(
        &self,
        client: &Arc<PartnerClient>,
        account: &Account,
        tenant: Uuid,
        timeout: Duration,
        report: &Arc<dyn Report>,
    ) -> Result<String, Error> {
        let key = (account.cloud.login().to_owned(), tenant);
        if let Some(known) = self.domains.get(&key) {
            return Ok(known);
        }
        let _turn = self.turns.take(&key).await;
        if let Some(known) = self.domains.get(&key) {
            return Ok(known);
        }
        let path = "/v1.0/organization?$select=id,verifiedDomains";
        let tenant = Tenant::Id(tenant);
        let found: Organizations = graph::get(client, account, &tenant, path, timeout, report)
            .await
            .map_err(|e| {
                e.advise_first("The initial domain is read from Graph (organization); -Organization names it without.")
            })?;
        let domains = found.value.into_iter().flat_map(|o| o.verified_domains);
        let named = domains.filter(|d| d.is_initial).map(|d| Tenant::parse(&d.name)).next();
        let Some(Ok(Tenant::Domain(domain))) = named else {
            return Err(Error::new(
                ErrorKind::ServiceError,
                "Microsoft Graph names no initial domain of this tenant.",
                "Name it with -Organization, for example contoso.onmicrosoft.com.",
            ));
        };
        self.domains.insert(key, domain.clone());
        Ok(domain)
    }
}
