//! The token endpoint: what is sent, what comes back.

mod client_credentials;
mod refresh_token;
mod token_error;
mod token_response;

use crate::account::Account;
use crate::client::PartnerClient;
use crate::credential::Proof;
use crate::error::Error;
use crate::http::BODY_LIMIT;
use crate::report::Report;
use crate::scope::ScopeSet;
use crate::tenant::Tenant;
use crate::token::Token;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use url::form_urlencoded;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use token_error::read as read_error;

/// Room for every usual form, so that none is copied while it grows and left behind.
const FORM_CAPACITY: usize = 16 * 1024;

/// A form being written.
type Form = form_urlencoded::Serializer<'static, String>;

/// Asks the token endpoint once (RFC 6749 section 3.2).
///
/// # Errors
/// What the service says, by the guidance table; `Network`, `Timeout` and `ServiceError` when it says nothing of use.
pub async fn redeem(
    client: &PartnerClient,
    account: &Account,
    tenant: &Tenant,
    scopes: &ScopeSet,
    report: &dyn Report,
) -> Result<Token, Error> {
    let correlation = Uuid::new_v4().to_string();
    let address = format!("{}/{tenant}/oauth2/v2.0/token", account.cloud.login());
    let proof = account.credential.prove(client, account, &address, report).await?;
    let (grant, body) = write_form(account, &proof, scopes);
    let url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let mut request = Request::new(Method::POST, url);
    let headers = request.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert("return-client-request-id", HeaderValue::from_static("true"));
    if let Ok(id) = HeaderValue::from_str(&correlation) {
        headers.insert("client-request-id", id);
    }
    *request.body_mut() = Some(bytes_of(body));

    report.verbose(format!(
        "POST {address} grant {grant}, client {}, scope {}, correlation id {correlation}",
        account.client_id,
        scopes.joined()
    ));
    let answer = client
        .http()
        .send(&account.cloud, request, BODY_LIMIT)
        .await
        .map_err(|e| e.correlation(&correlation))?;
    report.verbose(format!(
        "{host} answered {} for tenant {tenant}, correlation id {correlation}",
        answer.status.as_u16()
    ));
    if answer.is_success() {
        token_response::read(&answer, &host, account, client.clock(), correlation)
    } else {
        Err(token_error::read(&answer, &host, client.clock().unix(), correlation))
    }
}

/// Writes the form and gives the grant's name.
fn write_form(account: &Account, proof: &Proof, scopes: &ScopeSet) -> (&'static str, Zeroizing<Vec<u8>>) {
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(FORM_CAPACITY));
    let grant = match &account.refresh_token {
        Some(token) => refresh_token::write(&mut form, &token.newest(), scopes),
        None => client_credentials::write(&mut form, scopes),
    };
    form.append_pair("client_id", &account.client_id.to_string());
    authenticate(&mut form, proof);
    (grant, Zeroizing::new(form.finish().into_bytes()))
}

/// Adds the application's own proof (RFC 6749 section 2.3.1, RFC 7523 section 2.2).
fn authenticate(form: &mut Form, proof: &Proof) {
    match proof {
        Proof::None => {}
        Proof::Secret(secret) => {
            form.append_pair("client_secret", secret.expose());
        }
        Proof::Assertion(assertion) => {
            form.append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            );
            form.append_pair("client_assertion", assertion);
        }
    }
}

/// Hands a body to the HTTP client so that it is zeroed once it was sent.
fn bytes_of(body: Zeroizing<Vec<u8>>) -> Body {
    struct Owner(Zeroizing<Vec<u8>>);
    impl AsRef<[u8]> for Owner {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    bytes::Bytes::from_owner(Owner(body)).into()
}
