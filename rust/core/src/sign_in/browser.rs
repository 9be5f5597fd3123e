//! The sign-in in the browser: authorization code with PKCE, state and nonce (RFC 6749 section 4.1, RFC 7636, RFC 8252;
//! OpenID Connect Core section 3.1).

use super::callback::Callback;
use super::{BrowserOptions, SignInRequest, declined, words};
use crate::claims::Claims;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind, clean};
use crate::loopback::{Expected, Listener};
use crate::oauth::{self, AuthorizationCode, Grant};
use crate::random::base64url;
use crate::report::{Question, Report};
use crate::scope::ScopeSet;
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token::Token;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, pending, select};
use reqwest::Url;
use ring::digest::{SHA256, digest};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How often a person may paste.
const PASTES: usize = 3;
const NOT_THE_ANSWER: &str = "What was pasted is not the address that this sign-in ended at.";
const HOW_TO_PASTE: &str =
    "Paste the whole address of the page that the browser could not show, beginning with http://localhost.";

/// Gives the token of whoever signs in. `limit` is told to the person; the caller keeps it.
///
/// # Errors
/// `ConfigurationInvalid` when no port is free, `InvalidInput` when what a person pastes is not the answer,
/// `SignInDeclined`, and what the service says.
pub async fn sign_in(
    client: &PartnerClient,
    request: &SignInRequest,
    tenant: &Tenant,
    scopes: &ScopeSet,
    options: &BrowserOptions,
    limit: Duration,
    report: &Arc<dyn Report>,
) -> Result<Token, Error> {
    // Bound before the browser opens and kept until the end: no other program can take the port in between.
    let listener = Listener::bind(options.any_port).await?;
    let (state, nonce, verifier) = (base64url(32)?, base64url(32)?, base64url(96)?);
    let redirect_uri = listener.redirect_uri();
    let url = authorize_url(
        request,
        tenant,
        scopes,
        options,
        &redirect_uri,
        &state,
        &nonce,
        &verifier,
    )?;
    let expected = Arc::new(Expected::default());
    let answered = expected.expect(&state);
    let work = async {
        let opened = open(&url, report).await;
        report.progress(format!(
            "waiting for the sign-in in the browser, {} at most",
            words(limit)
        ));
        let pasting = paste(opened, &expected, report);
        let callback = match select(answer(answered), std::pin::pin!(pasting)).await {
            Either::Left((callback, _)) => callback,
            Either::Right((pasted, _)) => pasted?,
        };
        let code = code_of(callback, &request.account.cloud)?;
        let grant = Grant::AuthorizationCode(AuthorizationCode {
            code,
            redirect_uri,
            verifier: Secret::new(verifier),
        });
        let token = oauth::redeem_grant(client, &request.account, tenant, scopes, &grant, &**report).await?;
        check_identity(&token, request, &nonce)?;
        Ok(token)
    };
    // It goes on listening while the code is redeemed, so that a replay is answered and ignored, too.
    let serving = listener.serve(client, &expected);
    match select(std::pin::pin!(serving), std::pin::pin!(work)).await {
        Either::Left((never, _)) => match never {},
        Either::Right((token, _)) => token,
    }
}

/// The answer that comes to the listener; never ends when none does.
fn answer(answered: Option<oneshot::Receiver<Callback>>) -> BoxFuture<'static, Callback> {
    async move {
        let callback = match answered {
            Some(answered) => answered.await.ok(),
            None => None,
        };
        match callback {
            Some(callback) => callback,
            None => pending().await,
        }
    }
    .boxed()
}

/// True when a browser shows the address; otherwise the person is told it.
async fn open(url: &Url, report: &Arc<dyn Report>) -> bool {
    let opened = report.ask(Question::OpenBrowser { url: url.to_string() }).await.is_ok();
    if opened {
        report.verbose(format!(
            "A browser was opened for the sign-in; if none appears, open this address: {url}"
        ));
    } else {
        report.warning(format!(
            "No browser can be opened here. Open this address in one, on any machine, and sign in: {url}"
        ));
    }
    opened
}

/// The answer that a person pastes, the address that the browser ended at; never ends when nobody needs to or can.
async fn paste(opened: bool, expected: &Expected<Callback>, report: &Arc<dyn Report>) -> Result<Callback, Error> {
    if opened {
        return pending().await;
    }
    for left in (0..PASTES).rev() {
        let Ok(text) = report.ask(Question::PasteAddress).await else {
            return pending().await;
        };
        let text = String::from_utf8_lossy(&text);
        let url = Url::parse(text.trim()).ok();
        if let Some((callback, _)) = url.and_then(|u| expected.take(u.query().unwrap_or_default())) {
            return Ok(callback);
        }
        if left > 0 {
            // Not with what was pasted: it may hold the code of another sign-in.
            report.warning(format!("{NOT_THE_ANSWER} {HOW_TO_PASTE}"));
        }
    }
    Err(Error::input(
        NOT_THE_ANSWER,
        format!("Run the command again. {HOW_TO_PASTE}"),
    ))
}

#[expect(clippy::too_many_arguments, reason = "each is a parameter of the address")]
fn authorize_url(
    request: &SignInRequest,
    tenant: &Tenant,
    scopes: &ScopeSet,
    options: &BrowserOptions,
    redirect_uri: &str,
    state: &str,
    nonce: &str,
    verifier: &str,
) -> Result<Url, Error> {
    let address = format!("{}/{tenant}/oauth2/v2.0/authorize", request.account.cloud.login());
    let mut url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    let mut query = url.query_pairs_mut();
    query
        .append_pair("client_id", &request.account.client_id.to_string())
        .append_pair("response_type", "code")
        .append_pair("redirect_uri", redirect_uri)
        .append_pair("response_mode", "query")
        .append_pair("scope", &oauth::with_openid(scopes))
        .append_pair("state", state)
        .append_pair("nonce", nonce)
        .append_pair("code_challenge", &challenge)
        .append_pair("code_challenge_method", "S256");
    let optional = [
        ("login_hint", &options.login_hint),
        ("prompt", &options.prompt),
        ("claims", &options.claims),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    drop(query);
    Ok(url)
}

/// The code of an answer (RFC 6749 section 4.1.2, RFC 9207 section 2.4).
fn code_of(callback: Callback, cloud: &Cloud) -> Result<Secret, Error> {
    if let Some(issuer) = &callback.iss {
        let host = Url::parse(issuer).ok().and_then(|u| u.host_str().map(str::to_owned));
        if !host.is_some_and(|host| cloud.is_login_host(&host)) {
            return Err(Error::new(
                ErrorKind::ServiceError,
                format!(
                    "The answer of the sign-in came from another service: {}.",
                    clean(issuer)
                ),
                "Sign in again, and check the environment.",
            ));
        }
    }
    if callback.is_declined() {
        return Err(declined());
    }
    match (callback.code, callback.error.as_deref()) {
        (Some(code), None) => Ok(code),
        (_, error) => Err(oauth::sign_in_error(
            error.unwrap_or_default(),
            &callback.error_description,
        )),
    }
}

/// Checks that the id token belongs to this sign-in (OpenID Connect Core section 3.1.3.7).
fn check_identity(token: &Token, request: &SignInRequest, nonce: &str) -> Result<(), Error> {
    let claims = token.id_token.as_ref().and_then(|t| Claims::read(t.expose()));
    let ours = claims.is_some_and(|c| {
        c.nonce.as_deref() == Some(nonce) && c.aud.as_deref() == Some(request.account.client_id.to_string().as_str())
    });
    if ours {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::ServiceError,
        "The sign-in service answered with the identity of another sign-in.",
        "Sign in again; if it stays so, a proxy may stand in between.",
    ))
}
