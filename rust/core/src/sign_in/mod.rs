//! A person signs in: through the browser, or on any device with a code.

mod browser;
pub(crate) mod callback;
mod device;
mod page;

use crate::account::Account;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use crate::refresh_token::RefreshToken;
use crate::report::Report;
use crate::scope::{ScopeSet, Scopes};
use crate::tenant::Tenant;
use crate::token::Token;
use std::sync::Arc;
use std::time::Duration;

/// The most that a person may take, whatever time the caller has.
const LIMIT: Duration = Duration::from_secs(300);

/// How the person signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// In a browser on this machine (RFC 8252).
    Browser(BrowserOptions),
    /// On any device, with a code (RFC 8628).
    Device,
}

/// What goes with a sign-in in the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrowserOptions {
    /// The user, so that nobody has to type the name.
    pub login_hint: Option<String>,
    /// What the page does first: `login`, `select_account`, `consent` or `none`.
    pub prompt: Option<String>,
    /// The claims that a policy asked for, JSON.
    pub claims: Option<String>,
    /// True to listen on any free port; otherwise on the first free one of those that old registrations expect.
    pub any_port: bool,
}

impl BrowserOptions {
    /// Refuses what can't be right before a browser opens.
    fn check(&self) -> Result<(), Error> {
        let user = |hint: &String| !hint.trim().is_empty() && !hint.contains(|c: char| c.is_control() || c == '/');
        if self.login_hint.as_ref().is_some_and(|hint| !user(hint)) {
            return Err(Error::input(
                "The login hint is no user name.",
                "Give the user principal name, for example admin@contoso.com.",
            ));
        }
        let claims = |text: &String| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_ok();
        if self.claims.as_ref().is_some_and(|text| !claims(text)) {
            return Err(Error::input(
                "The claims challenge is no JSON object.",
                "Give the Claims of the error's exception as they are.",
            ));
        }
        Ok(())
    }
}

/// Who signs in, where and for what.
#[derive(Clone, Debug)]
pub struct SignInRequest {
    /// The application with its credential; a refresh token in it is not looked at.
    pub account: Account,
    /// The tenant to sign in at.
    pub tenant: Tenant,
    /// What the token is for.
    pub scopes: Scopes,
    /// How.
    pub way: Way,
    /// The caller's time where it is less than the five minutes that a person may take.
    pub timeout: Option<Duration>,
}

/// What a sign-in brought.
pub struct SignedIn {
    /// The token.
    pub token: Arc<Token>,
    /// The refresh token, for all other tenants and resources.
    pub refresh_token: Arc<RefreshToken>,
}

/// Lets a person sign in. The token is in the cache afterwards, where every request with the refresh token finds it.
///
/// # Errors
/// `InvalidInput` before anything is shown; `SignInDeclined` when the person cancels, `Timeout` after five minutes or
/// when the caller's time is over, and what the service says.
pub async fn sign_in(
    client: &Arc<PartnerClient>,
    request: &SignInRequest,
    report: &Arc<dyn Report>,
) -> Result<SignedIn, Error> {
    request
        .account
        .credential
        .check(&request.account.cloud, client.clock().unix())?;
    if let Way::Browser(options) = &request.way {
        options.check()?;
    }
    let scopes = match &request.scopes {
        Scopes::Of(set) => set,
        Scopes::SharePoint => return Err(needs_full_scope()),
    };
    let limit = request.timeout.map_or(LIMIT, |timeout| timeout.min(LIMIT));
    let deadline = client.deadline(limit);
    let work = async {
        let tenant = client
            .discovery()
            .resolve(client, &request.account.cloud, &request.tenant, deadline, &**report)
            .await?;
        let token = match &request.way {
            Way::Browser(options) => browser::sign_in(client, request, &tenant, scopes, options, limit, report).await?,
            Way::Device => device::sign_in(client, request, &tenant, scopes, &**report).await?,
        };
        Ok((tenant, token))
    };
    let (tenant, token) = client.within(limit, work).await.map_err(|error| {
        // A request that took too long and a code that ended say so in their own words.
        if error.kind() == ErrorKind::Timeout && client.clock().elapsed() >= deadline {
            return unanswered(limit);
        }
        error
    })?;
    keep(client, request, &tenant, scopes, token)
}

/// Puts the token where requests with its refresh token look for it.
fn keep(
    client: &PartnerClient,
    request: &SignInRequest,
    tenant: &Tenant,
    scopes: &ScopeSet,
    token: Token,
) -> Result<SignedIn, Error> {
    let Some(newest) = token.refresh_token.clone() else {
        return Err(Error::new(
            ErrorKind::ServiceError,
            "The sign-in brought no refresh token.",
            "Check that the application's registration and the tenant's policies allow offline_access.",
        ));
    };
    let refresh_token = Arc::new(RefreshToken::new(newest));
    refresh_token.redeemed(Some(refresh_token.newest()), token.user(), client.clock().unix());
    let account = Account {
        refresh_token: Some(Arc::clone(&refresh_token)),
        ..request.account.clone()
    };
    let token = Arc::new(token);
    let cache = client.cache();
    cache.put(&cache.key(&account, tenant, scopes), &token);
    if let Some(home) = token.tenant_id.as_deref().and_then(|id| Tenant::parse(id).ok()) {
        cache.put(&cache.key(&account, &home, scopes), &token);
    }
    Ok(SignedIn { token, refresh_token })
}

fn needs_full_scope() -> Error {
    Error::input(
        "A sign-in can't begin with SharePoint's short name: the host is not known before.",
        "Sign in for Graph, or give the full scope, for example https://contoso.sharepoint.com/.default.",
    )
}

fn unanswered(limit: Duration) -> Error {
    Error::new(
        ErrorKind::Timeout,
        format!("Nobody signed in within {}.", words(limit)),
        "Run the command again and finish the sign-in in time.",
    )
}

/// A length of time for a person: minutes where they are whole.
fn words(length: Duration) -> String {
    match length.as_secs() {
        1 => "1 second".to_owned(),
        seconds if seconds > 60 && seconds.is_multiple_of(60) => format!("{} minutes", seconds / 60),
        seconds => format!("{seconds} seconds"),
    }
}

/// The person said no.
fn declined() -> Error {
    Error::new(
        ErrorKind::SignInDeclined,
        "The sign-in was cancelled, or the consent was declined.",
        "Run the command again and finish the sign-in; an admin may have to consent first.",
    )
}
