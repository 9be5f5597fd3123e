//! The token endpoint: what is sent, what comes back.

mod authorization_code;
mod client_credentials;
mod device_code;
mod refresh_token;
mod token_error;
mod token_response;

use crate::account::Account;
use crate::client::PartnerClient;
use crate::credential::Proof;
use crate::error::Error;
use crate::guidance::TokenKind;
use crate::http::{Answer, BODY_LIMIT};
use crate::report::Report;
use crate::scope::ScopeSet;
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token::Token;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method, Request, Url};
use std::sync::Arc;
use url::form_urlencoded;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use authorization_code::AuthorizationCode;
pub use device_code::DeviceCode;
pub(crate) use device_code::read as read_device_code;
pub use token_error::of_sign_in as sign_in_error;
pub use token_error::read as read_error;
pub(crate) use token_response::read as read_token;

/// Room for every usual form, so that none is copied while it grows and left behind.
const FORM_CAPACITY: usize = 16 * 1024;

/// A form being written.
type Form = form_urlencoded::Serializer<'static, String>;

/// What is brought to the token endpoint.
pub enum Grant {
    /// The application acts for itself.
    ClientCredentials,
    /// A user's refresh token.
    RefreshToken(Arc<Secret>),
    /// The code that a sign-in in the browser ended with.
    AuthorizationCode(AuthorizationCode),
    /// The code of a device whose user may have signed in by now.
    DeviceCode(Secret),
}

impl Grant {
    /// For whom its tokens act.
    fn token_kind(&self) -> TokenKind {
        match self {
            Self::ClientCredentials => TokenKind::AppOnly,
            Self::RefreshToken(_) | Self::AuthorizationCode(_) | Self::DeviceCode(_) => TokenKind::Delegated,
        }
    }
}

/// Asks the token endpoint once (RFC 6749 section 3.2), with the account's refresh token or as the application alone.
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
    let grant = match &account.refresh_token {
        Some(token) => Grant::RefreshToken(token.newest()),
        None => Grant::ClientCredentials,
    };
    redeem_grant(client, account, tenant, scopes, &grant, report).await
}

/// Asks the token endpoint once, with that grant.
///
/// # Errors
/// As [`redeem`].
pub async fn redeem_grant(
    client: &PartnerClient,
    account: &Account,
    tenant: &Tenant,
    scopes: &ScopeSet,
    grant: &Grant,
    report: &dyn Report,
) -> Result<Token, Error> {
    let address = format!("{}/{tenant}/oauth2/v2.0/token", account.cloud.login());
    let proof = account.credential.prove(client, account, &address, report).await?;
    let token = grant.token_kind();
    if token == TokenKind::AppOnly {
        tell_if_foreign(client, account, tenant, report);
    }
    let (name, body) = write_form(account, &proof, grant, scopes);
    // A life counts from here: when the service began to count it is not known, and it was no earlier.
    let asked_at = (client.clock().unix(), client.clock().elapsed());
    let (answer, host, correlation) = post(client, account, &address, body, name, scopes, report).await?;
    if answer.is_success() {
        token_response::read(&answer, &host, account, asked_at, correlation)
    } else {
        Err(token_error::read(
            &answer,
            &host,
            client.clock().unix(),
            correlation,
            token,
        ))
    }
}

/// Tells what an app-only token of a tenant that is known not to be the account's home is worth.
fn tell_if_foreign(client: &PartnerClient, account: &Account, tenant: &Tenant, report: &dyn Report) {
    let home = client.discovery().known(&account.cloud, &account.home);
    // Asking for the home's id only to say this would cost a request.
    if let (Some(home), Some(asked)) = (home.and_then(|h| h.id()), tenant.id())
        && home != asked
    {
        report.verbose(format!(
            "The token for {tenant} is app-only, and that is not the home tenant {home}: GDAP gives an application \
             alone nothing there, it may do only what that tenant's own admin consented to."
        ));
    }
}

/// Asks for a device code (RFC 8628 section 3.1).
///
/// # Errors
/// As [`redeem`].
pub async fn begin_device_code(
    client: &PartnerClient,
    account: &Account,
    tenant: &Tenant,
    scopes: &ScopeSet,
    report: &dyn Report,
) -> Result<DeviceCode, Error> {
    let address = format!("{}/{tenant}/oauth2/v2.0/devicecode", account.cloud.login());
    let body = {
        let mut form = new_form(account);
        form.append_pair("scope", &with_openid(scopes));
        bytes(form)
    };
    let (answer, host, correlation) = post(client, account, &address, body, "device code", scopes, report).await?;
    if answer.is_success() {
        device_code::read(&answer, &host).map_err(|e| e.correlation(correlation))
    } else {
        let now = client.clock().unix();
        Err(token_error::read(
            &answer,
            &host,
            now,
            correlation,
            TokenKind::Delegated,
        ))
    }
}

/// The scopes with those that bring a refresh token and say who the user is; MSAL adds the same three.
#[must_use]
pub fn with_openid(scopes: &ScopeSet) -> String {
    format!("{} openid profile offline_access", scopes.joined())
}

/// Writes the form of a token request and gives the grant's name.
fn write_form(
    account: &Account,
    proof: &Proof,
    grant: &Grant,
    scopes: &ScopeSet,
) -> (&'static str, Zeroizing<Vec<u8>>) {
    let mut form = new_form(account);
    let name = match grant {
        Grant::ClientCredentials => client_credentials::write(&mut form, scopes),
        Grant::RefreshToken(token) => refresh_token::write(&mut form, token, scopes),
        Grant::AuthorizationCode(code) => authorization_code::write(&mut form, code),
        Grant::DeviceCode(code) => device_code::write(&mut form, code),
    };
    authenticate(&mut form, proof);
    (name, bytes(form))
}

fn bytes(mut form: Form) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(form.finish().into_bytes())
}

/// A form that names the application.
fn new_form(account: &Account) -> Form {
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(FORM_CAPACITY));
    form.append_pair("client_id", &account.client_id.to_string());
    form
}

/// Posts a form; gives the answer, the host and the correlation id.
async fn post(
    client: &PartnerClient,
    account: &Account,
    address: &str,
    body: Zeroizing<Vec<u8>>,
    what: &str,
    scopes: &ScopeSet,
    report: &dyn Report,
) -> Result<(Answer, String, String), Error> {
    let correlation = Uuid::new_v4().to_string();
    let url = Url::parse(address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
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
        "POST {address} grant {what}, client {}, scope {}, correlation id {correlation}",
        account.client_id,
        scopes.joined()
    ));
    let answer = client
        .http()
        .send(&account.cloud, request, BODY_LIMIT)
        .await
        .map_err(|e| e.correlation(&correlation))?;
    report.verbose(format!(
        "{host} answered {} to {address}, correlation id {correlation}",
        answer.status.as_u16()
    ));
    Ok((answer, host, correlation))
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
