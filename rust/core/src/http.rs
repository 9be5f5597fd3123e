//! HTTP: one client per trust, bodies with a cap, failures with a cause.

use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind, Retry};
use crate::proxy::{Proxies, Proxy};
use once_cell::sync::{Lazy, OnceCell};
use reqwest::{Certificate, Client, ClientBuilder, Request, Response, StatusCode, redirect};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// The most a token, consent or error response may hold.
pub const BODY_LIMIT: usize = 1024 * 1024;
/// The most a list may hold.
pub const LIST_LIMIT: usize = 16 * 1024 * 1024;
/// The most one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(30);
/// The most a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// Idle connections are given up after this, so that a change of network is noticed.
const IDLE: Duration = Duration::from_secs(50);

/// What identifies us to a service.
pub const USER_AGENT: &str = concat!("PartnerAuth/", env!("CARGO_PKG_VERSION"));

/// Clients, made at first use.
#[derive(Default)]
pub struct Http {
    /// One for the real clouds (empty key), one per sandbox certificate authority.
    clients: Mutex<HashMap<String, Client>>,
    /// The proxies of the environment and of the system, read once.
    proxies: OnceCell<Proxies>,
}

/// An answer, read to its end.
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// `Retry-After` as it stands.
    pub retry_after: Option<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// Where a redirect points; none is ever followed.
    pub location: Option<String>,
    /// The body, zeroed when it goes: it may hold tokens.
    pub body: Zeroizing<Vec<u8>>,
}

impl Http {
    /// The client for a cloud.
    ///
    /// # Errors
    /// `InvalidInput` for a certificate authority that is none, `InternalError` when TLS can't be set up.
    pub fn client(&self, cloud: &Cloud) -> Result<Client, Error> {
        let key = match (cloud.is_sandbox(), cloud.ca_certificate()) {
            (false, _) => String::new(),
            (true, ca) => format!("sandbox {}", ca.unwrap_or_default()),
        };
        self.kept(&key, || {
            build(cloud, self.proxies_for(cloud).is_none_or(Proxies::is_none))
        })
    }

    /// The proxies on the way to a cloud's hosts; a sandbox is asked past them.
    fn proxies_for(&self, cloud: &Cloud) -> Option<&Proxies> {
        (!cloud.is_sandbox()).then(|| self.proxies.get_or_init(Proxies::of_system))
    }

    /// The client of that name, made when it is missing.
    fn kept(&self, name: &str, make: impl FnOnce() -> Result<Client, Error>) -> Result<Client, Error> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(name) {
            return Ok(client.clone());
        }
        let client = make()?;
        clients.insert(name.to_owned(), client.clone());
        Ok(client)
    }

    /// Sends a request to this machine itself, past any proxy: a managed identity's endpoint speaks plain http.
    ///
    /// # Errors
    /// As [`Http::send`].
    pub async fn send_local(&self, request: Request, limit: usize) -> Result<Answer, Error> {
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let client = self.kept("local", || finish(basis().no_proxy()))?;
        let response = client
            .execute(request)
            .await
            .map_err(|e| unreachable(&host, &e, None))?;
        read(response, &host, limit).await
    }

    /// Sends a request and reads the answer.
    ///
    /// # Errors
    /// `Network` and `Timeout` (to be retried) when there is no answer, `ServiceError` when it is larger than `limit`.
    pub async fn send(&self, cloud: &Cloud, request: Request, limit: usize) -> Result<Answer, Error> {
        let client = self.client(cloud)?;
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let url = request.url().clone();
        let response = client.execute(request).await.map_err(|e| {
            let proxies = self.proxies_for(cloud);
            let error = unreachable(&host, &e, proxies.and_then(|proxies| proxies.of(&url)).as_ref());
            match proxies.and_then(Proxies::advice) {
                Some(advice) => error.advise_first(&advice),
                None => error,
            }
        })?;
        read(response, &host, limit).await
    }
}

impl Answer {
    /// True for 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The error for an answer that isn't one: a redirect, an error page, an empty or cut body.
    #[must_use]
    pub fn unexpected(&self, host: &str) -> Error {
        let status = self.status.as_u16();
        let base = |kind, message: String, remedy: &str| Error::new(kind, message, remedy).status(status);
        let proxy = "A proxy or a sign-in page of the network may stand in between; check the way to that host.";
        if self.status.is_redirection() {
            let target = self.location.as_deref().and_then(|l| reqwest::Url::parse(l).ok());
            let target = target
                .as_ref()
                .and_then(reqwest::Url::host_str)
                .unwrap_or("another address")
                .to_owned();
            let message = format!("{host} answered {status} and points to {target}; no secret follows a redirect.");
            return base(ErrorKind::ServiceError, message, proxy);
        }
        let what = match self.body.iter().find(|b| !b.is_ascii_whitespace()) {
            None => "an empty body",
            Some(b'<') => "an HTML page",
            Some(b'{' | b'[') => "JSON that is cut off or of an unknown shape",
            Some(_) => "text that is not JSON",
        };
        let message = format!("{host} answered {status} with {what}.");
        match status {
            408 | 500 | 502 | 503 | 504 => base(
                ErrorKind::ServiceUnavailable,
                message,
                "The service fails for now; run the command again later.",
            )
            .retry(Retry::Soon),
            200..=299 => base(ErrorKind::ServiceError, message, proxy),
            407 => base(
                ErrorKind::Network,
                message,
                "The proxy wants a login; set it in HTTPS_PROXY or the system's settings.",
            ),
            _ => base(ErrorKind::ServiceError, message, proxy),
        }
    }
}

/// What every client has.
fn basis() -> ClientBuilder {
    // reqwest is built without a TLS provider of its own; a second install in the process is no error.
    static PROVIDER: Lazy<()> = Lazy::new(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Lazy::force(&PROVIDER);
    Client::builder()
        .user_agent(USER_AGENT)
        .redirect(redirect::Policy::none())
        .referer(false)
        .timeout(ATTEMPT)
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        // Ours is the only judge of what may be sent twice.
        .retry(reqwest::retry::never())
}

fn finish(builder: ClientBuilder) -> Result<Client, Error> {
    builder
        .build()
        .map_err(|e| Error::internal(format!("The HTTP client can't be set up: {}.", cause(&e))))
}

fn build(cloud: &Cloud, is_straight: bool) -> Result<Client, Error> {
    let mut builder = basis();
    if is_straight {
        builder = builder.no_proxy();
    }
    if cloud.is_sandbox() {
        if let Some(pem) = cloud.ca_certificate() {
            let ca = Certificate::from_pem(pem.as_bytes()).map_err(|_| {
                Error::input(
                    "The sandbox's CaCertificate is no certificate in PEM.",
                    "Pass the environment as it was made.",
                )
            })?;
            builder = builder.tls_certs_only([ca]);
        }
    } else {
        builder = builder.https_only(true);
    }
    finish(builder)
}

async fn read(mut response: Response, host: &str, limit: usize) -> Result<Answer, Error> {
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(str::to_owned)
    };
    let mut answer = Answer {
        status: response.status(),
        retry_after: header("retry-after"),
        request_id: header("x-ms-request-id")
            .or_else(|| header("request-id"))
            .or_else(|| header("ms-requestid")),
        location: header("location"),
        body: Zeroizing::new(Vec::with_capacity(16 * 1024)),
    };
    while let Some(chunk) = response.chunk().await.map_err(|e| unreachable(host, &e, None))? {
        if answer.body.len() + chunk.len() > limit {
            return Err(Error::new(
                ErrorKind::ServiceError,
                format!(
                    "{host} answered {} with more than {} MiB.",
                    answer.status.as_u16(),
                    limit / (1024 * 1024)
                ),
                "That is no answer of this service; a proxy may stand in between.",
            )
            .status(answer.status.as_u16()));
        }
        append(&mut answer.body, &chunk);
    }
    Ok(answer)
}

/// Appends without leaving a copy behind where the old buffer was.
fn append(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    let needed = body.len() + chunk.len();
    if needed > body.capacity() {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(body.capacity() * 2)));
        larger.extend_from_slice(body);
        *body = larger;
    }
    body.extend_from_slice(chunk);
}

/// The error for a request that got no whole answer.
fn unreachable(host: &str, error: &reqwest::Error, proxy: Option<&Proxy>) -> Error {
    if let Some(fault) = proxy.and_then(|proxy| proxy.fault(host, error)) {
        return fault;
    }
    let cause = cause(error);
    let way = proxy.map_or_else(String::new, |proxy| format!(" through the proxy {proxy}"));
    if error.is_timeout() {
        return Error::new(
            ErrorKind::Timeout,
            format!("{host} did not answer in time{way}: {cause}."),
            "Check the network, or give more time with -TimeoutSec.",
        )
        .retry(Retry::Soon);
    }
    if error.is_builder() {
        return Error::internal(format!("The request to {host} can't be built: {cause}."));
    }
    let (message, remedy) = if error.is_connect() {
        (
            format!("{host} can't be reached{way}: {cause}."),
            "Check the name, the network, the proxy (HTTPS_PROXY, NO_PROXY or the system's settings) and whether the certificate's issuer is trusted here.",
        )
    } else {
        (
            format!("The connection to {host} broke{way}: {cause}."),
            "Run the command again; if it stays so, check the network.",
        )
    };
    Error::new(ErrorKind::Network, message, remedy).retry(Retry::Soon)
}

/// The innermost cause: the outer texts of reqwest repeat the URL and say little.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(next) = inner.source() {
        inner = next;
    }
    crate::error::clean(&inner.to_string()).trim_end_matches('.').to_owned()
}
