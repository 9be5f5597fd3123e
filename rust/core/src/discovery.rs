//! A tenant's id by its domain, asked once per process (OpenID Connect Discovery 1.0 section 4).

use crate::attempts::Attempts;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind};
use crate::guidance::TokenKind;
use crate::http::{Answer, BODY_LIMIT};
use crate::known::Known;
use crate::oauth;
use crate::report::Report;
use crate::tenant::Tenant;
use crate::turns::Turns;
use reqwest::{Method, Request, Url};
use serde::Deserialize;
use std::time::Duration;
use uuid::Uuid;

/// The most domains that are remembered.
const CAPACITY: usize = 50_000;

/// Ids of tenants whose domain was asked for. A failure is not remembered.
pub struct Discovery {
    ids: Known<(String, String), Uuid>,
    turns: Turns<(String, String)>,
}

impl Default for Discovery {
    fn default() -> Self {
        Self {
            ids: Known::new(CAPACITY),
            turns: Turns::default(),
        }
    }
}

#[derive(Deserialize)]
struct Configuration {
    issuer: String,
}

impl Discovery {
    /// The tenant with its domain replaced by its id, where nobody needs to be asked.
    #[must_use]
    pub fn known(&self, cloud: &Cloud, tenant: &Tenant) -> Option<Tenant> {
        match tenant {
            Tenant::Domain(domain) => self
                .ids
                .get(&(cloud.login().to_owned(), domain.clone()))
                .map(Tenant::Id),
            other => Some(other.clone()),
        }
    }

    /// The tenants that a domain was found to be of, in whatever cloud.
    #[must_use]
    pub fn ids_of(&self, domain: &str) -> Vec<Uuid> {
        self.ids.of_all(|(_, known)| known == domain)
    }

    /// The tenant with its domain replaced by its id; `deadline` is on the clock that never runs backwards.
    ///
    /// # Errors
    /// `TenantNotFound` for a domain of no tenant, and the network's.
    pub async fn resolve(
        &self,
        client: &PartnerClient,
        cloud: &Cloud,
        tenant: &Tenant,
        deadline: Duration,
        report: &dyn Report,
    ) -> Result<Tenant, Error> {
        if let Some(known) = self.known(cloud, tenant) {
            return Ok(known);
        }
        let domain = tenant.to_string();
        let key = (cloud.login().to_owned(), domain.clone());
        let _turn = self.turns.take(&key).await;
        if let Some(id) = self.ids.get(&key) {
            return Ok(Tenant::Id(id));
        }
        let mut attempts = Attempts::new(client, None, deadline, report);
        let id = loop {
            match ask(client, cloud, &domain, report).await {
                Ok(id) => break id,
                Err(error) => attempts.after(error.tenant(&domain)).await?,
            }
        };
        self.ids.insert(key, id);
        Ok(Tenant::Id(id))
    }
}

async fn ask(client: &PartnerClient, cloud: &Cloud, domain: &str, report: &dyn Report) -> Result<Uuid, Error> {
    let address = format!("{}/{domain}/v2.0/.well-known/openid-configuration", cloud.login());
    let url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    report.verbose(format!("GET {address}"));
    let answer = client
        .http()
        .send(cloud, Request::new(Method::GET, url), BODY_LIMIT)
        .await?;
    if !answer.is_success() {
        return Err(oauth::read_error(
            &answer,
            &host,
            client.clock().unix(),
            Uuid::new_v4().to_string(),
            TokenKind::Unknown,
        ));
    }
    tenant_of(&answer, &host, domain)
}

/// The tenant's id in the document that a domain has.
pub(crate) fn tenant_of(answer: &Answer, host: &str, domain: &str) -> Result<Uuid, Error> {
    let configuration: Configuration = serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(host))?;
    issuer_tenant(&configuration.issuer).ok_or_else(|| {
        Error::new(
            ErrorKind::ServiceError,
            format!("{host} names no tenant for {domain}."),
            "Give the tenant's id instead of its domain.",
        )
    })
}

/// The tenant's id in an issuer such as `https://login.microsoftonline.com/{id}/v2.0`.
fn issuer_tenant(issuer: &str) -> Option<Uuid> {
    Url::parse(issuer)
        .ok()?
        .path_segments()?
        .find_map(|s| Uuid::try_parse(s).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_taken_from_either_form_of_issuer() {
        let id = "11111111-2222-3333-4444-555555555555";
        for issuer in [
            format!("https://login.microsoftonline.com/{id}/v2.0"),
            format!("https://sts.windows.net/{id}/"),
        ] {
            assert_eq!(issuer_tenant(&issuer).unwrap().to_string(), id);
        }
        assert_eq!(issuer_tenant("https://login.microsoftonline.com/{tenantid}/v2.0"), None);
    }
}
