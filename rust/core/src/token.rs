//! An access token and what came with it; what a token is asked with.

use crate::account::Account;
use crate::claims::Claims;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::clock::Clock;
use crate::error::{Error, ErrorKind};
use crate::refresh_token::RefreshTokenUser;
use crate::renewal::Renewal;
use crate::report::Report;
use crate::scope::Scopes;
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token_details::TokenDetails;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// The service has no service principal in the tenant: it was never licensed there.
const NO_SUCH_SERVICE: &str = "AADSTS500011";

/// One token: for one tenant and one resource.
#[derive(Clone, Debug)]
pub struct TokenRequest {
    /// Who asks.
    pub account: Account,
    /// For which tenant.
    pub tenant: Tenant,
    /// For what.
    pub scopes: Scopes,
    /// A cached token with less life than this is replaced.
    pub minimum_lifetime: Duration,
    /// The most it may take.
    pub timeout: Duration,
    /// Goes past the cache.
    pub force_refresh: bool,
}

/// An access token and what came with it.
#[derive(Debug)]
pub struct Token {
    /// The token.
    pub access_token: Secret,
    /// End of life, Unix seconds.
    pub expires_on: i64,
    /// End of life during an outage of the service, Unix seconds.
    pub extended_expires_on: i64,
    /// End of life on the clock that never runs backwards.
    pub ends_at: Duration,
    /// The tenant's id.
    pub tenant_id: Option<String>,
    /// Object id of the user or service principal in that tenant.
    pub object_id: Option<String>,
    /// What it says beside its tenant.
    pub details: Arc<TokenDetails>,
    /// The refresh token that came with it, where the account had none before: a line of tokens keeps its newest itself.
    pub refresh_token: Option<Arc<Secret>>,
    /// The id token.
    pub id_token: Option<Secret>,
    /// Correlation id of the request.
    pub correlation_id: String,
    /// When it was tried last to renew it while it serves.
    pub renewal: Renewal,
    /// True when it was kept by another process, or by an earlier one.
    pub was_kept: bool,
}

/// A token as the caller gets it.
#[derive(Clone, Debug)]
pub struct Acquired {
    /// The token.
    pub token: Arc<Token>,
    /// The newest refresh token of the account's line, or the one that came with the token.
    pub refresh_token: Option<Arc<Secret>>,
    /// True when nobody had to be asked.
    pub cached: bool,
}

impl TokenRequest {
    /// Checks what can be checked before a byte is sent.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub fn check(&self, now_unix: i64) -> Result<(), Error> {
        self.account.check(now_unix)?;
        if self.account.access_token.is_some() {
            // A token that was given is served as it is.
            return Ok(());
        }
        match &self.scopes {
            Scopes::Of(set) if self.account.is_app_only() && !set.is_default() => Err(Error::input(
                format!("'{}' can't be asked for by an application alone.", set.joined()),
                format!(
                    "An app-only token takes what is consented: ask for {}/.default.",
                    set.resource()
                ),
            )),
            _ => Ok(()),
        }
    }
}

impl Acquired {
    /// A token for that account.
    #[must_use]
    pub fn new(token: Arc<Token>, account: &Account, cached: bool) -> Self {
        let line = account.refresh_token.as_ref().map(|line| line.newest());
        Self {
            refresh_token: line.or_else(|| token.refresh_token.clone()),
            token,
            cached,
        }
    }
}

impl Token {
    /// Reads a token that a person gave: nobody is asked, nothing is validated.
    ///
    /// # Errors
    /// `InvalidInput` when it is no JSON web token, `TokenExpired` when it has ended.
    pub fn inspect(access_token: Secret, clock: &dyn Clock) -> Result<Self, Error> {
        let claims = Claims::of_access_token(access_token.expose())?;
        let expires_on = claims.expires_on().unwrap_or_default();
        let life = u64::try_from(expires_on.saturating_sub(clock.unix())).unwrap_or(0);
        if life == 0 {
            return Err(Error::new(
                ErrorKind::TokenExpired,
                "The access token has expired. Generate a new one and try again.",
                "Ask for a new access token with -RefreshToken or -ServicePrincipal.",
            ));
        }
        let scopes = match &claims.scp {
            Some(scope) => scope.split_whitespace().map(str::to_owned).collect(),
            None => claims.roles.clone(),
        };
        Ok(Self {
            access_token,
            expires_on,
            extended_expires_on: expires_on,
            ends_at: clock.elapsed().saturating_add(Duration::from_secs(life)),
            details: Arc::new(TokenDetails {
                client_id: claims.application().map(str::to_owned),
                mfa: claims.mfa(),
                scopes,
                user_name: claims.user().map(str::to_owned),
                audience: claims.aud,
                ..TokenDetails::default()
            }),
            tenant_id: claims.tid,
            object_id: claims.oid,
            refresh_token: None,
            id_token: None,
            correlation_id: String::new(),
            renewal: Renewal::default(),
            was_kept: false,
        })
    }

    /// Whose it is, as far as it tells.
    #[must_use]
    pub fn user(&self) -> RefreshTokenUser {
        RefreshTokenUser {
            name: self.details.user_name.clone(),
            tenant_id: self.details.home_tenant_id.clone(),
            mfa: self.details.mfa,
        }
    }

    /// How much life is left. Both clocks have a say, so that a wall clock set back does not lengthen it.
    #[must_use]
    pub fn life(&self, unix: i64, elapsed: Duration) -> Duration {
        let wall = u64::try_from(self.expires_on.saturating_sub(unix)).unwrap_or(0);
        Duration::from_secs(wall).min(self.ends_at.saturating_sub(elapsed))
    }
}

/// The names of all scopes of a service that a tenant has consented to for the account's application: a new token for
/// everything consented tells them.
///
/// # Errors
/// Those of the token.
pub(crate) async fn consented_scopes(
    client: &Arc<PartnerClient>,
    account: &Account,
    tenant: &Tenant,
    service: ClientId,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<BTreeSet<String>, Error> {
    let request = TokenRequest {
        account: account.clone(),
        tenant: tenant.clone(),
        scopes: Scopes::all_of(&account.cloud, &service.to_string())?,
        minimum_lifetime: Duration::ZERO,
        timeout,
        force_refresh: true,
    };
    let acquired = client.acquire(&request, Arc::clone(report)).await?;
    let name = |scope: &String| scope.rsplit('/').next().unwrap_or(scope).to_owned();
    Ok(acquired.token.details.scopes.iter().map(name).collect())
}

/// True when a token is refused because nothing of the service is consented, or the tenant has no such service.
pub(crate) fn is_nothing_consented(error: &Error) -> bool {
    error.kind() == ErrorKind::ConsentMissing || error.service_code() == Some(NO_SUCH_SERVICE)
}
