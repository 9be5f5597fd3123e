//! A managed identity's token for `api://AzureADTokenExchange` (App Service and Functions "REST endpoint reference";
//! virtual machines "How to use managed identities for Azure resources on an Azure VM to acquire an access token").

use crate::attempts::Attempts;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind, clean};
use crate::http::{self, BODY_LIMIT};
use crate::report::Report;
use crate::secret::{Fingerprint, Secret};
use reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use url::Host;
use zeroize::Zeroizing;

/// The audience that a federated credential of an application expects.
const AUDIENCE: &str = "api://AzureADTokenExchange";
/// The Instance Metadata Service, the same on every virtual machine in Azure.
const IMDS: &str = "http://169.254.169.254/metadata/identity/oauth2/token";
/// The most that asking may take, attempts and waits together.
const LIMIT: Duration = Duration::from_secs(60);

/// Where a managed identity's tokens are to be had.
#[derive(Debug)]
pub struct ManagedIdentity {
    endpoint: Url,
    /// `X-IDENTITY-HEADER` of App Service and Functions; without it, the endpoint is that of a virtual machine.
    header: Option<Arc<Secret>>,
    client_id: Option<ClientId>,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
}

#[derive(Deserialize)]
struct Fault {
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
    /// App Service's word for it.
    #[serde(default)]
    message: String,
}

impl ManagedIdentity {
    /// The identity of this machine, or the user-assigned one of that client id. `endpoint` and `header` are those of
    /// the environment (`IDENTITY_ENDPOINT`, `IDENTITY_HEADER`); without them, the machine is a virtual machine.
    ///
    /// # Errors
    /// `InvalidInput` for an endpoint that is not on this machine: its tokens go nowhere else.
    pub fn new(
        endpoint: Option<&str>,
        header: Option<Arc<Secret>>,
        client_id: Option<ClientId>,
    ) -> Result<Self, Error> {
        let refused = || {
            Error::input(
                format!(
                    "'{}' is no endpoint of a managed identity.",
                    clean(endpoint.unwrap_or_default())
                ),
                "IDENTITY_ENDPOINT is set by Azure; it is an http address on this machine.",
            )
        };
        let url = Url::parse(endpoint.unwrap_or(IMDS)).map_err(|_| refused())?;
        let local = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_link_local(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        if !(local && plain && url.scheme() == "http") {
            return Err(refused());
        }
        Ok(Self {
            endpoint: url,
            header,
            client_id,
        })
    }

    /// Tells identities apart. The header has a say: a wrong one must not be served what a right one got.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let id = self.client_id.map(|id| id.to_string()).unwrap_or_default();
        let header = self.header.as_ref().map_or("", |h| h.expose());
        let text = Zeroizing::new(format!("managed identity {} {id} {header}", self.endpoint));
        Fingerprint::of(text.as_bytes())
    }

    /// Refuses a header that belongs to another cloud.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn check(&self, cloud: &Cloud) -> Result<(), Error> {
        match &self.header {
            Some(header) => cloud.admit("managed identity's header", header.is_sandbox()),
            None => Ok(()),
        }
    }

    /// A token, asked for now.
    ///
    /// # Errors
    /// `CredentialInvalid` when the endpoint refuses, `Network` and `Timeout` when it does not answer.
    pub async fn token(&self, client: &PartnerClient, report: &dyn Report) -> Result<Arc<Secret>, Error> {
        let deadline = client.deadline(LIMIT);
        let mut attempts = Attempts::new(client, None, deadline, report);
        loop {
            report.verbose(format!("GET {} for a token of the managed identity", self.endpoint));
            let error = match self.attempt(client).await {
                Ok(token) => return Ok(token),
                Err(error) => error,
            };
            attempts.after(error).await?;
        }
    }

    async fn attempt(&self, client: &PartnerClient) -> Result<Arc<Secret>, Error> {
        let host = self.endpoint.host_str().unwrap_or_default().to_owned();
        let answer = client
            .http()
            .send_local(self.request()?, BODY_LIMIT)
            .await
            .map_err(|e| {
                e.advise_first(
                    "A managed identity answers on a machine in Azure alone; -ManagedIdentity works nowhere else.",
                )
            })?;
        if answer.is_success() {
            let read: Answer = serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(&host))?;
            return Ok(Arc::new(Secret::new(read.access_token)));
        }
        Err(refusal(&answer, &host))
    }

    fn request(&self) -> Result<Request, Error> {
        let mut url = self.endpoint.clone();
        let version = if self.header.is_some() {
            "2019-08-01"
        } else {
            "2018-02-01"
        };
        url.query_pairs_mut()
            .append_pair("api-version", version)
            .append_pair("resource", AUDIENCE);
        if let Some(id) = self.client_id {
            url.query_pairs_mut().append_pair("client_id", &id.to_string());
        }
        let mut request = Request::new(Method::GET, url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        match &self.header {
            Some(header) => {
                let mut value = HeaderValue::from_str(header.expose()).map_err(|_| {
                    Error::input("IDENTITY_HEADER can't stand in a header.", "Leave it as Azure sets it.")
                })?;
                value.set_sensitive(true);
                headers.insert(HeaderName::from_static("x-identity-header"), value);
            }
            None => {
                headers.insert(HeaderName::from_static("metadata"), HeaderValue::from_static("true"));
            }
        }
        Ok(request)
    }
}

/// What the endpoint says when it refuses.
pub(crate) fn refusal(answer: &http::Answer, host: &str) -> Error {
    let status = answer.status.as_u16();
    if matches!(status, 404 | 408 | 410 | 429 | 500..=599) {
        return answer.unexpected(host).retry(crate::error::Retry::Soon);
    }
    let fault: Option<Fault> = serde_json::from_slice(&answer.body).ok();
    let said = fault
        .map(|f| [f.error_description, f.message, f.error])
        .unwrap_or_default();
    let text = said
        .iter()
        .find(|t| !t.is_empty())
        .map_or_else(String::new, |t| format!(": {}", clean(t).trim_end_matches('.')));
    Error::new(
        ErrorKind::CredentialInvalid,
        format!("The managed identity gives no token ({status}){text}."),
        "Check that the identity is assigned to this machine, and its client id in -ManagedIdentityClientId.",
    )
    .status(status)
}
