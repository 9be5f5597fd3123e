//! Getting a token that is not in memory: from the shelf, or from the service while nobody else asks for the same.

use super::Kept;
use crate::account::Account;
use crate::cache::TokenKey;
use crate::client::{PartnerClient, throttled};
use crate::error::{Error, Retry};
use crate::oauth;
use crate::report::Report;
use crate::scope::ScopeSet;
use crate::tenant::Tenant;
use crate::token::{Token, TokenRequest};
use std::time::Duration;

/// The longest wait for another process that asks for the same token.
const LEASE_WAIT: Duration = Duration::from_secs(60);

/// A token that somebody waits for.
pub(crate) struct Wanted {
    /// Its key in memory.
    pub(crate) key: TokenKey,
    /// Who asks.
    pub(crate) account: Account,
    /// For which tenant.
    pub(crate) tenant: Tenant,
    /// For what.
    pub(crate) scopes: ScopeSet,
    /// A kept token with less life than this does not do; without one, none does.
    pub(crate) least: Option<Duration>,
}

impl Wanted {
    /// What that request wants.
    pub(crate) fn of(key: &TokenKey, request: &TokenRequest, tenant: &Tenant, scopes: &ScopeSet) -> Self {
        Self {
            key: key.clone(),
            account: request.account.clone(),
            tenant: tenant.clone(),
            scopes: scopes.clone(),
            least: (!request.force_refresh).then_some(request.minimum_lifetime),
        }
    }

    /// True when a kept token does for that request, whoever's flight brought it.
    pub(crate) fn does(token: &Token, life: Duration, request: &TokenRequest) -> bool {
        !token.was_kept || (!request.force_refresh && life >= request.minimum_lifetime)
    }
}

impl PartnerClient {
    /// Asks the shelf, where there is one, and then the service.
    ///
    /// # Errors
    /// Those of the service; `Throttled` when another process was told to wait, and nothing was sent.
    pub(crate) async fn obtain(&self, wanted: &Wanted, report: &dyn Report) -> Result<Token, Error> {
        let Some(kept) = self.kept().filter(|_| !wanted.account.credential.is_of_process()) else {
            return self.redeem(wanted, report).await;
        };
        let token = self.obtain_kept(&kept, wanted, report).await;
        kept.tell(report);
        token
    }

    async fn obtain_kept(&self, kept: &Kept, wanted: &Wanted, report: &dyn Report) -> Result<Token, Error> {
        let name = kept.name(&wanted.key);
        kept.settled().await;
        if let Some(token) = self.found(kept, wanted, report).await {
            return Ok(token);
        }
        let lease = kept.shelf().lease(name, LEASE_WAIT).await;
        if let Some(token) = self.found(kept, wanted, report).await {
            return Ok(token);
        }
        if let Some(left) = kept.shelf().paused(name).await {
            return Err(throttled(left));
        }
        kept.adopt_line(&wanted.account, self.clock().unix()).await;
        match self.redeem(wanted, report).await {
            Ok(token) => {
                let fence = lease.as_ref().map_or(0, |lease| lease.fence());
                // What was asked for before a drop is for who asked, and nobody else; without a lease nobody can tell.
                let is_shared = lease.is_some() && self.cache().is_current(&wanted.key);
                let shared = Some(&token).filter(|_| is_shared);
                kept.keep(name, shared, &wanted.account, fence, self.clock()).await;
                Ok(token)
            }
            Err(error) => {
                if let Retry::After(wait) = error.retry_when() {
                    kept.shelf().pause(name, wait).await;
                }
                Err(error)
            }
        }
    }

    async fn found(&self, kept: &Kept, wanted: &Wanted, report: &dyn Report) -> Option<Token> {
        let least = wanted.least?;
        let token = kept.token(kept.name(&wanted.key), self.clock()).await?;
        let life = self.life(&token);
        if life < least || life.is_zero() {
            return None;
        }
        let (tenant, id) = (&wanted.tenant, &token.correlation_id);
        report.verbose(format!("The token for {tenant} was kept, correlation id {id}"));
        Some(token)
    }

    async fn redeem(&self, wanted: &Wanted, report: &dyn Report) -> Result<Token, Error> {
        oauth::redeem(self, &wanted.account, &wanted.tenant, &wanted.scopes, report).await
    }

    /// Waits for a consent's turn: in this process's line, and in the one that all share.
    pub(crate) async fn consent_turn(&self, line: &(String, String)) {
        self.pace().turn(line, self.clock()).await;
        if let Some(kept) = self.kept()
            && let Some(wait) = kept.shelf().turn(kept.line_of(line), crate::pace::PER_SECOND).await
        {
            self.clock().sleep(wait).await;
        }
    }
}
