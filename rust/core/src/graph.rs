//! The few questions to Microsoft Graph: a tenant's SharePoint host, and a customer by domain.

use crate::account::Account;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind, Retry};
use crate::guidance::{self, TokenKind};
use crate::http::{Answer, BODY_LIMIT};
use crate::report::Report;
use crate::resource::Resource;
use crate::retry;
use crate::scope::{ScopeSet, Scopes};
use crate::tenant::Tenant;
use crate::token::TokenRequest;
use crate::turns::Turns;
use moka::sync::Cache;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The life a token needs for one call.
const ONE_CALL: Duration = Duration::from_secs(300);
/// The most hosts that are remembered.
const CAPACITY: u64 = 50_000;

/// SharePoint scopes by tenant, asked once per process.
pub struct SharePointHosts {
    scopes: Cache<(String, String), ScopeSet>,
    turns: Turns<(String, String)>,
}

impl Default for SharePointHosts {
    fn default() -> Self {
        Self {
            scopes: Cache::new(CAPACITY),
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

/// A partner's contract with a customer, as Graph has it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contract {
    /// The customer's tenant id.
    pub customer_id: String,
}

#[derive(Deserialize)]
struct Fault {
    error: FaultBody,
}

#[derive(Deserialize)]
struct FaultBody {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
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
    let cloud = &account.cloud;
    let deadline = client.deadline(timeout);
    let base = cloud.graph()?;
    let scopes = Scopes::all_of(cloud, cloud.audience(Resource::Graph).unwrap_or(base))?;
    let token = TokenRequest {
        account: account.clone(),
        tenant: tenant.clone(),
        scopes,
        minimum_lifetime: ONE_CALL,
        timeout,
        force_refresh: false,
    };
    // A token for SharePoint asks for one for Graph: the box ends the type's recursion.
    let token = Box::pin(client.acquire(&token, Arc::clone(report))).await?.token;
    let address = format!("{base}{path}");
    let url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.access_token.expose()))
        .map_err(|_| Error::internal("The access token can't stand in a header."))?;
    bearer.set_sensitive(true);
    let mut attempt = 1;
    loop {
        let mut request = Request::new(Method::GET, url.clone());
        request.headers_mut().insert(AUTHORIZATION, bearer.clone());
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        report.verbose(format!("GET {address} in tenant {tenant}"));
        let error = match client.http().send(cloud, request, BODY_LIMIT).await {
            Ok(answer) => {
                let (now, host) = (client.clock().unix(), url.host_str().unwrap_or_default());
                match read(&answer, now, host, TokenKind::of(account)) {
                    Ok(value) => return Ok(value),
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        let Some(wait) = retry::wait(&error, attempt) else {
            return Err(error);
        };
        client.wait_or_fail(wait, deadline, error, &**report).await?;
        attempt += 1;
    }
}

fn read<T: DeserializeOwned>(answer: &Answer, now_unix: i64, host: &str, token: TokenKind) -> Result<T, Error> {
    if answer.is_success() {
        return serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(host));
    }
    if answer.status.is_redirection() {
        return Err(answer.unexpected(host));
    }
    let status = answer.status.as_u16();
    let fault: Option<Fault> = serde_json::from_slice(&answer.body).ok();
    let asked = answer
        .retry_after
        .as_deref()
        .and_then(|v| retry::retry_after(v, now_unix));
    let (code, text) = fault.map(|f| (f.error.code, f.error.message)).unwrap_or_default();
    let name = if code.is_empty() { status.to_string() } else { code };
    let error = match (guidance::of(&format!("Graph {name}")), status) {
        (Some(guidance), _) => guidance.error(&name, token),
        (None, 429) => Error::new(
            ErrorKind::Throttled,
            "Microsoft Graph asks to wait before the next request.",
            "Run the command again later.",
        )
        .retry(Retry::After(retry::UNNAMED)),
        (None, 401 | 403) => Error::new(
            ErrorKind::NoAccess,
            format!("Microsoft Graph denies access. ({name})"),
            "Check the consented scopes and the user's GDAP roles in that tenant.",
        ),
        (None, 500..=599 | 408) => answer.unexpected(host),
        (None, _) => Error::new(
            ErrorKind::ServiceError,
            format!("Microsoft Graph answered {status}. ({name})"),
            "Read the service's own words, which are kept with this error.",
        ),
    };
    let error = match (error.retry_when(), asked) {
        (Retry::Soon | Retry::After(_), Some(asked)) => error.retry(Retry::After(asked)),
        _ => error,
    };
    let error = error
        .service(Some(name), (!text.is_empty()).then_some(text.as_str()))
        .status(status);
    Err(match &answer.request_id {
        Some(id) => error.correlation(id),
        None => error,
    })
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
