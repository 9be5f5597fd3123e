//! One call to Microsoft Graph, or all pages of a list ("Paging Microsoft Graph data in your app").

use super::pages::pages;
use crate::account::Account;
use crate::attempts::Attempts;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind, Retry};
use crate::guidance::{self, TokenKind};
use crate::http::{Answer, BODY_LIMIT, LIST_LIMIT};
use crate::report::Report;
use crate::resource::Resource;
use crate::retry;
use crate::scope::Scopes;
use crate::tenant::Tenant;
use crate::token::TokenRequest;
use futures_util::TryStreamExt;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The life a token needs for one call.
const ONE_CALL: Duration = Duration::from_secs(300);

/// Microsoft Graph for one tenant.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'a> {
    client: &'a Arc<PartnerClient>,
    account: &'a Account,
    tenant: &'a Tenant,
    timeout: Duration,
    /// When the caller's time is over, on the clock that never runs backwards.
    deadline: Duration,
    report: &'a Arc<dyn Report>,
}

/// A page of a list.
#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
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

impl<'a> Graph<'a> {
    /// Graph for that tenant; all calls together may take `timeout`.
    pub(crate) fn new(
        client: &'a Arc<PartnerClient>,
        account: &'a Account,
        tenant: &'a Tenant,
        timeout: Duration,
        report: &'a Arc<dyn Report>,
    ) -> Self {
        Self {
            client,
            account,
            tenant,
            timeout,
            deadline: client.deadline(timeout),
            report,
        }
    }

    /// Reads one object. `path` starts with `/v1.0`.
    ///
    /// # Errors
    /// Those of the token and of Graph itself.
    pub(crate) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        let url = self.address(path)?;
        let answer = self.send(Method::GET, &url, None, BODY_LIMIT).await?;
        self.document(&answer, &url)
    }

    /// Reads a whole list, page by page.
    ///
    /// # Errors
    /// As [`Graph::get`]; `ServiceError` for a page that points to another host, or back.
    pub(crate) async fn list<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, Error> {
        pages(move || *self, path).try_concat().await
    }

    /// Reads one page of a list, and says where the next one is, or why that can't be followed.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub(super) async fn page<T: DeserializeOwned>(
        &self,
        at: &Url,
    ) -> Result<(Vec<T>, Option<Result<Url, Error>>), Error> {
        let answer = self.send(Method::GET, at, None, LIST_LIMIT).await?;
        let page: Page<T> = self.document(&answer, at)?;
        let next = page.next_link.map(|link| self.next(at, &link));
        Ok((page.value, next))
    }

    /// Makes an object and reads it back.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        let url = self.address(path)?;
        let answer = self.send(Method::POST, &url, Some(written(body)?), BODY_LIMIT).await?;
        self.document(&answer, &url)
    }

    /// Makes an object and reads it back. It is sent again only where the service refused to look at it: an answer that
    /// got lost makes no second object.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub(crate) async fn post_once<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Error> {
        let url = self.address(path)?;
        let request = (Method::POST, Some(written(body)?));
        let answer = self.send_where(request, &url, BODY_LIMIT, |error| error.kind() == ErrorKind::Throttled);
        self.document(&answer.await?, &url)
    }

    /// Changes an object.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub(crate) async fn patch(&self, path: &str, body: &impl Serialize) -> Result<(), Error> {
        let url = self.address(path)?;
        self.send(Method::PATCH, &url, Some(written(body)?), BODY_LIMIT)
            .await
            .map(drop)
    }

    /// Deletes an object; one that is gone counts as deleted.
    ///
    /// # Errors
    /// As [`Graph::get`].
    pub(crate) async fn delete(&self, path: &str) -> Result<(), Error> {
        let url = self.address(path)?;
        match self.send(Method::DELETE, &url, None, BODY_LIMIT).await {
            Err(error) if error.http_status() != Some(404) => Err(error),
            _ => Ok(()),
        }
    }

    /// The address of a path.
    pub(super) fn address(&self, path: &str) -> Result<Url, Error> {
        let address = format!("{}{path}", self.account.cloud.graph()?);
        Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))
    }

    /// The next page, which must be on the same host: nobody but the cloud's table says where a token goes.
    fn next(&self, url: &Url, link: &str) -> Result<Url, Error> {
        next_page(url, link).ok_or_else(|| self.stray("the link to its next page leads elsewhere"))
    }

    fn stray(&self, how: &str) -> Error {
        Error::new(
            ErrorKind::ServiceError,
            format!("Microsoft Graph's answer can't be followed: {how}."),
            "Run the command again; report it when it happens again.",
        )
        .tenant(&self.tenant.to_string())
    }

    fn document<T: DeserializeOwned>(&self, answer: &Answer, url: &Url) -> Result<T, Error> {
        serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(url.host_str().unwrap_or_default()))
    }

    /// Sends a request, again where that may help, for an answer of at most `limit` bytes.
    async fn send(&self, method: Method, url: &Url, body: Option<Vec<u8>>, limit: usize) -> Result<Answer, Error> {
        self.send_where((method, body), url, limit, |_| true).await
    }

    /// The same, again only after failures for which that may be.
    async fn send_where(
        &self,
        (method, body): (Method, Option<Vec<u8>>),
        url: &Url,
        limit: usize,
        may_repeat: fn(&Error) -> bool,
    ) -> Result<Answer, Error> {
        let cloud = &self.account.cloud;
        let scopes = Scopes::all_of(cloud, cloud.audience(Resource::Graph).unwrap_or(cloud.graph()?))?;
        let token = TokenRequest {
            account: self.account.clone(),
            tenant: self.tenant.clone(),
            scopes,
            minimum_lifetime: ONE_CALL,
            timeout: self.timeout,
            force_refresh: false,
        };
        // A token for SharePoint asks for one for Graph: the box ends the type's recursion.
        let token = Box::pin(self.client.acquire(&token, Arc::clone(self.report)))
            .await?
            .token;
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.access_token.expose()))
            .map_err(|_| Error::internal("The access token can't stand in a header."))?;
        bearer.set_sensitive(true);
        let mut attempts = Attempts::new(self.client, Some(self.account), self.deadline, &**self.report);
        // The token is good, whatever the credential behind it was refused for meanwhile.
        loop {
            let mut request = Request::new(method.clone(), url.clone());
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, bearer.clone());
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            if let Some(body) = &body {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                *request.body_mut() = Some(Body::from(body.clone()));
            }
            self.report.verbose(format!("{method} {url} in tenant {}", self.tenant));
            let error = match self.client.http().send(cloud, request, limit).await {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => {
                    let (now, host) = (self.client.clock().unix(), url.host_str().unwrap_or_default());
                    refusal(&answer, now, host, TokenKind::of(self.account))
                }
                Err(error) => error,
            };
            attempts.after_where(error, may_repeat).await?;
        }
    }
}

/// The address of a link, where it is on the same host.
pub(crate) fn next_page(from: &Url, link: &str) -> Option<Url> {
    Url::parse(link).ok().filter(|next| next.origin() == from.origin())
}

/// An object's id as a part of a path.
pub(crate) fn segment(id: &str) -> Result<&str, Error> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !id.is_empty() && id.len() <= 256 && id.bytes().all(is_plain) {
        Ok(id)
    } else {
        Err(Error::internal(
            "Microsoft Graph gave an id that can't stand in a path.",
        ))
    }
}

fn written(body: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(body).map_err(|e| Error::internal(format!("A request can't be written: {e}.")))
}

/// What Graph says when it refuses.
pub(crate) fn refusal(answer: &Answer, now_unix: i64, host: &str, token: TokenKind) -> Error {
    if answer.status.is_redirection() {
        return answer.unexpected(host);
    }
    let status = answer.status.as_u16();
    let fault: Option<Fault> = serde_json::from_slice(&answer.body).ok();
    let asked = answer
        .retry_after
        .as_deref()
        .and_then(|v| retry::retry_after(v, now_unix));
    let (code, text) = fault.map(|f| (f.error.code, f.error.message)).unwrap_or_default();
    let name = if code.is_empty() {
        status.to_string()
    } else {
        crate::error::clean(&code)
    };
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
    match &answer.request_id {
        Some(id) => error.correlation(id),
        None => error,
    }
}
