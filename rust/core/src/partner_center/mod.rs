//! Partner Center's REST API: customers, application consents, the partner's profile.

pub mod consents;
pub mod customers;
mod fault;
pub mod profile;

pub(crate) use fault::read as read_fault;

use crate::account::Account;
use crate::attempts::Attempts;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use crate::guidance::TokenKind;
use crate::http::Answer;
use crate::report::Report;
use crate::resource::Resource;
use crate::scope::Scopes;
use crate::tenant::Tenant;
use crate::token::TokenRequest;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The life a token needs for one call.
const ONE_CALL: Duration = Duration::from_secs(300);

/// Who calls Partner Center, and how long it may take.
pub struct Caller<'a> {
    /// The process's client.
    pub client: &'a Arc<PartnerClient>,
    /// Who asks.
    pub account: &'a Account,
    /// Who is told.
    pub report: &'a Arc<dyn Report>,
    /// The most one call, or one customer's consent, may take.
    pub timeout: Duration,
    /// When the work ends that a call is a part of, on the clock that never runs backwards; nothing for a call alone.
    ends: Option<Duration>,
}

/// One call.
pub struct Call {
    method: Method,
    /// Path and query after `/v1`.
    path: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Option<Vec<u8>>,
    limit: usize,
    /// Counts towards the application's calls a second.
    paced: bool,
}

/// A postal address (Partner Center, "Customer resources").
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Address {
    /// First line.
    pub address_line1: Option<String>,
    /// Second line.
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, two letters.
    pub country: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Phone number.
    pub phone_number: Option<String>,
}

impl<'a> Caller<'a> {
    /// A caller.
    #[must_use]
    pub fn new(
        client: &'a Arc<PartnerClient>,
        account: &'a Account,
        timeout: Duration,
        report: &'a Arc<dyn Report>,
    ) -> Self {
        Self {
            client,
            account,
            report,
            timeout,
            ends: None,
        }
    }

    /// The tenant with its domain replaced by its id.
    ///
    /// # Errors
    /// `TenantNotFound`, and the network's.
    pub(crate) async fn resolve(&self, tenant: &Tenant) -> Result<Tenant, Error> {
        let (client, cloud) = (self.client, &self.account.cloud);
        client
            .discovery()
            .resolve(client, cloud, tenant, client.deadline(self.timeout), &**self.report)
            .await
    }

    /// The id of a customer that was given by its id or one of its domains.
    ///
    /// # Errors
    /// `InvalidInput` for what names no tenant of its own, `TenantNotFound`, and the network's.
    pub(crate) async fn customer_id(&self, customer: &Tenant) -> Result<Uuid, Error> {
        self.resolve(customer).await?.id().ok_or_else(|| {
            Error::input(
                format!("'{customer}' names no customer."),
                "Give the customer's tenant id or one of its domains.",
            )
        })
    }

    /// The scopes of a token for Partner Center: what a user may do, or what the application may.
    ///
    /// # Errors
    /// `InvalidInput` in a cloud without Partner Center.
    fn scopes(&self) -> Result<Scopes, Error> {
        let cloud = &self.account.cloud;
        let address = cloud.partner_center()?;
        let audience = cloud.audience(Resource::PartnerCenter).unwrap_or(address);
        let permission = if self.account.is_app_only() {
            ".default"
        } else {
            "user_impersonation"
        };
        Scopes::parse(cloud, &[format!("{audience}/{permission}")])
    }

    /// Sends a call, again where that may help, always under the same request id: Partner Center answers a repeated
    /// id as it did the first time ("Control panel vendor APIs", ms-requestid).
    ///
    /// # Errors
    /// Those of the token, what Partner Center says, and the network's.
    async fn send(&self, call: &Call) -> Result<Answer, Error> {
        let deadline = self.ends.unwrap_or_else(|| self.client.deadline(self.timeout));
        let sent = self.client.within(self.timeout, self.send_until(call, deadline)).await;
        sent.map_err(needing)
    }

    async fn send_until(&self, call: &Call, deadline: Duration) -> Result<Answer, Error> {
        let token = TokenRequest {
            account: self.account.clone(),
            tenant: self.account.home.clone(),
            scopes: self.scopes()?,
            minimum_lifetime: ONE_CALL,
            timeout: self.timeout,
            force_refresh: false,
        };
        let token = self.client.acquire(&token, Arc::clone(self.report)).await?.token;
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.access_token.expose()))
            .map_err(|_| Error::internal("The access token can't stand in a header."))?;
        bearer.set_sensitive(true);
        let (request_id, correlation) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
        let mut attempts = Attempts::new(self.client, Some(self.account), deadline, &**self.report);
        loop {
            attempts.admit()?;
            if call.paced {
                self.client.consent_turn(&self.line()?).await;
            }
            let error = match self.attempt(call, &bearer, &request_id, &correlation).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error.correlation(&correlation),
            };
            attempts.after(error).await?;
        }
    }

    /// Whose consents share a pace: those of one application at one Partner Center.
    fn line(&self) -> Result<(String, String), Error> {
        let address = self.account.cloud.partner_center()?;
        Ok((address.to_owned(), self.account.client_id.to_string()))
    }

    async fn attempt(
        &self,
        call: &Call,
        bearer: &HeaderValue,
        request_id: &str,
        correlation: &str,
    ) -> Result<Answer, Error> {
        let address = format!("{}/v1/{}", self.account.cloud.partner_center()?, call.path);
        let url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut request = Request::new(call.method.clone(), url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(AUTHORIZATION, bearer.clone());
        for (name, id) in [("ms-requestid", request_id), ("ms-correlationid", correlation)] {
            if let Ok(value) = HeaderValue::from_str(id) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        headers.extend(call.headers.iter().cloned());
        if let Some(body) = &call.body {
            // Not documented, and without it Partner Center answers 415.
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            *request.body_mut() = Some(Body::from(body.clone()));
        }
        self.report.verbose(format!(
            "{} {address} request id {request_id}, correlation id {correlation}",
            call.method
        ));
        let answer = self
            .client
            .http()
            .send(&self.account.cloud, request, call.limit)
            .await?;
        self.report.verbose(format!(
            "{host} answered {}, request id {request_id}",
            answer.status.as_u16()
        ));
        if answer.is_success() {
            Ok(answer)
        } else {
            let (now, token) = (self.client.clock().unix(), TokenKind::of(self.account));
            Err(fault::read(&answer, &host, now, token))
        }
    }
}

/// Says which permission a call needs that was refused.
fn needing(error: Error) -> Error {
    if error.kind() != ErrorKind::NoAccess || error.http_status() != Some(403) {
        return error;
    }
    error.advise_first(
        "The call needs user_impersonation of Microsoft Partner Center, consented in the partner's own tenant.",
    )
}

impl Call {
    /// A read of at most `limit` bytes.
    fn get(path: String, limit: usize) -> Self {
        Self {
            method: Method::GET,
            path,
            headers: Vec::new(),
            body: None,
            limit,
            paced: false,
        }
    }
}
