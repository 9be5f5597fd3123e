//! The process's client: cache, HTTP and clock in one place, and the call that everything else rests on.

use crate::attempts::Attempts;
use crate::cache::{TokenCache, TokenKey};
use crate::clock::{Clock, SystemClock};
use crate::cloud::Cloud;
use crate::connect::InitialDomains;
use crate::credential::FederatedTokens;
use crate::discovery::Discovery;
use crate::error::{Error, ErrorKind, Retry};
use crate::given_token;
use crate::graph::SharePointHosts;
use crate::holds::Holds;
use crate::http::Http;
use crate::pace::Pace;
use crate::relationships::DirectoryNames;
use crate::renewal::Renewals;
use crate::report::Report;
use crate::scope::{ScopeSet, Scopes};
use crate::shelf::{Kept, Wanted};
use crate::tenant::Tenant;
use crate::token::{Acquired, Token, TokenRequest};
use crate::turns::Turns;
use futures_util::FutureExt;
use futures_util::future::{Either, select};
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// Serves a whole process. Nothing starts at construction: no thread, no connection, no file.
pub struct PartnerClient {
    cache: TokenCache,
    clock: Arc<dyn Clock>,
    consents: Turns<(String, String)>,
    discovery: Discovery,
    federated: FederatedTokens,
    holds: Holds,
    http: Http,
    initial_domains: InitialDomains,
    kept: RwLock<Option<Arc<Kept>>>,
    names: DirectoryNames,
    pace: Pace,
    renewals: Renewals,
    sharepoint: SharePointHosts,
}

impl Default for PartnerClient {
    fn default() -> Self {
        Self::new(Arc::new(SystemClock::default()))
    }
}

impl PartnerClient {
    /// A client on that clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            cache: TokenCache::new(Arc::clone(&clock)),
            clock,
            consents: Turns::default(),
            discovery: Discovery::default(),
            federated: FederatedTokens::default(),
            holds: Holds::default(),
            http: Http::default(),
            initial_domains: InitialDomains::default(),
            kept: RwLock::default(),
            names: DirectoryNames::default(),
            pace: Pace::default(),
            renewals: Renewals::default(),
            sharepoint: SharePointHosts::default(),
        }
    }

    /// The token, if it is in the cache with life enough. Never waits, never asks anybody.
    #[must_use]
    pub fn cached(&self, request: &TokenRequest) -> Option<Acquired> {
        let token = self.known(request)?;
        self.serves(&token, request)
            .then(|| Acquired::new(token, &request.account, true))
    }

    /// The token in the cache, whatever its life.
    fn known(&self, request: &TokenRequest) -> Option<Arc<Token>> {
        if request.force_refresh || request.account.access_token.is_some() || request.check(self.clock.unix()).is_err()
        {
            return None;
        }
        let tenant = self.discovery.known(&request.account.cloud, &request.tenant)?;
        let known;
        let scopes = match &request.scopes {
            Scopes::Of(set) => set,
            Scopes::SharePoint => {
                known = self.sharepoint.known(&request.account.cloud, &tenant)?;
                &known
            }
        };
        self.cache.get(&self.cache.key(&request.account, &tenant, scopes))
    }

    /// A token: from the cache, from the request that is already in flight for it, or from the service.
    ///
    /// # Errors
    /// `InvalidInput` before anything is sent; afterwards what the service or the network says, `Timeout` when the
    /// caller's time is over, `Throttled` at once when the service asks to wait longer than that.
    pub async fn acquire(self: &Arc<Self>, request: &TokenRequest, report: Arc<dyn Report>) -> Result<Acquired, Error> {
        let work = async {
            request.check(self.clock.unix())?;
            if let Some(given) = &request.account.access_token {
                return given_token::serve(given, request, &*self.clock);
            }
            if let Some(acquired) = self.cached(request) {
                if let Some(work) = self.renewal(request, &acquired) {
                    drop(tokio::spawn(work));
                }
                return Ok(acquired);
            }
            let deadline = self.deadline(request.timeout);
            let tenant = self
                .discovery
                .resolve(self, &request.account.cloud, &request.tenant, deadline, &*report)
                .await?;
            let scopes = match &request.scopes {
                Scopes::Of(set) => set.clone(),
                Scopes::SharePoint => {
                    let (account, timeout) = (&request.account, request.timeout);
                    self.sharepoint
                        .resolve(self, account, &tenant, timeout, &report)
                        .await?
                }
            };
            self.acquire_resolved(request, &tenant, &scopes, &report, deadline)
                .await
        };
        match self.within(request.timeout, work).await {
            Ok(acquired) => Ok(acquired),
            Err(error) => self
                .still_valid(request, &error, &*report)
                .ok_or_else(|| self.about(error, &request.account.cloud, &request.tenant)),
        }
    }

    /// What is still valid serves when no longer life is to be had, unless the service refused.
    fn still_valid(&self, request: &TokenRequest, error: &Error, report: &dyn Report) -> Option<Acquired> {
        let token = self.known(request).filter(|token| !self.life(token).is_zero())?;
        if !error.is_no_judgement() {
            return None;
        }
        let (tenant, life) = (&request.tenant, minutes(self.life(&token)));
        report.warning(format!(
            "The token for {tenant} could not be renewed and lives {life}: {error}"
        ));
        Some(Acquired::new(token, &request.account, true))
    }

    /// The error as one about that tenant, with its id where it is known by now.
    pub(crate) fn about(&self, error: Error, cloud: &Cloud, tenant: &Tenant) -> Error {
        let id = self.discovery.known(cloud, tenant).and_then(|known| known.id());
        error.about(&tenant.to_string(), id.map(|id| id.to_string()))
    }

    /// Keeps tokens there from now on, or in memory alone.
    pub fn keep(&self, kept: Option<Arc<Kept>>) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// Where tokens are kept beside memory.
    #[must_use]
    pub fn kept(&self) -> Option<Arc<Kept>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tokens.
    #[must_use]
    pub fn cache(&self) -> &TokenCache {
        &self.cache
    }

    /// The HTTP clients.
    #[must_use]
    pub fn http(&self) -> &Http {
        &self.http
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The clock, for who keeps it.
    #[must_use]
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Whose consent is being changed: a customer that is named twice, by id and by domain, is changed once at a time.
    pub(crate) fn consents(&self) -> &Turns<(String, String)> {
        &self.consents
    }

    /// The credentials that failed themselves.
    pub(crate) fn holds(&self) -> &Holds {
        &self.holds
    }

    /// The pace of consents.
    pub(crate) fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Who renews tokens ahead of their end.
    pub(crate) fn renewals(&self) -> &Renewals {
        &self.renewals
    }

    /// Tenants' ids by domain.
    #[must_use]
    pub fn discovery(&self) -> &Discovery {
        &self.discovery
    }

    /// Tenants' initial domains by id.
    #[must_use]
    pub fn initial_domains(&self) -> &InitialDomains {
        &self.initial_domains
    }

    /// Names of roles and groups by id.
    #[must_use]
    pub fn names(&self) -> &DirectoryNames {
        &self.names
    }

    /// SharePoint's hosts by tenant.
    #[must_use]
    pub fn sharepoint(&self) -> &SharePointHosts {
        &self.sharepoint
    }

    /// Tokens of other issuers that prove applications.
    #[must_use]
    pub fn federated(&self) -> &FederatedTokens {
        &self.federated
    }

    /// Does the work, or fails with `Timeout` when it takes longer.
    ///
    /// # Errors
    /// The work's own, or `Timeout`.
    pub fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> impl Future<Output = Result<T, Error>> {
        self.within_rest(limit, limit, work)
    }

    /// The same for work of which a part is done: what is `left` of the limit counts.
    ///
    /// # Errors
    /// `Timeout` when the rest is over, and those of the work.
    pub(crate) async fn within_rest<T>(
        &self,
        left: Duration,
        limit: Duration,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match select(std::pin::pin!(work), self.clock.sleep(left)).await {
            Either::Left((result, _)) => result,
            Either::Right(_) => Err(Error::new(
                ErrorKind::Timeout,
                format!("There was no result within {} seconds.", limit.as_secs()),
                "Give more time with -TimeoutSec, or run the command again for this tenant.",
            )
            .retry(Retry::Soon)),
        }
    }

    /// When the caller's time is over, on the clock that never runs backwards.
    #[must_use]
    pub fn deadline(&self, timeout: Duration) -> Duration {
        self.clock.elapsed().saturating_add(timeout)
    }

    async fn acquire_resolved(
        self: &Arc<Self>,
        request: &TokenRequest,
        tenant: &Tenant,
        scopes: &ScopeSet,
        report: &Arc<dyn Report>,
        deadline: Duration,
    ) -> Result<Acquired, Error> {
        let key = self.cache.key(&request.account, tenant, scopes);
        if let Some(token) = self.cache.get(&key).filter(|_| !request.force_refresh)
            && self.serves(&token, request)
        {
            return Ok(Acquired::new(token, &request.account, true));
        }
        let token = self.ask(&key, request, tenant, scopes, report, deadline).await?;
        if self.life(&token) < request.minimum_lifetime {
            report.warning(format!("The token for {tenant} lives {}.", minutes(self.life(&token))));
        }
        let is_kept = token.was_kept;
        Ok(Acquired::new(token, &request.account, is_kept))
    }

    /// Asks until there is an answer, an error that stays, or no time.
    async fn ask(
        self: &Arc<Self>,
        key: &TokenKey,
        request: &TokenRequest,
        tenant: &Tenant,
        scopes: &ScopeSet,
        report: &Arc<dyn Report>,
        deadline: Duration,
    ) -> Result<Arc<Token>, Error> {
        let mut attempts = Attempts::new(self, Some(&request.account), deadline, &**report);
        loop {
            attempts.admit()?;
            if let Some(left) = self.cache.paused(key, &*self.clock) {
                self.wait_or_fail(left, deadline, throttled(left), &**report).await?;
                attempts.admit()?;
            }
            let flight = self.cache.join(key, || {
                let (client, report) = (Arc::clone(self), Arc::clone(report));
                let wanted = Wanted::of(key, request, tenant, scopes);
                async move { client.obtain(&wanted, &*report).await }.boxed()
            });
            let error = match flight.await {
                Ok(token) if Wanted::does(&token, self.life(&token), request) => return Ok(token),
                // The flight was started by somebody whom a kept token does for.
                Ok(_) => continue,
                Err(error) => error,
            };
            if let Retry::After(wait) = error.retry_when() {
                self.cache
                    .pause(key, self.clock.elapsed().saturating_add(wait), &*self.clock);
                if error.http_status().is_none() {
                    // Another process was told to wait, and nothing was sent here: the pause is waited for above.
                    continue;
                }
            }
            attempts.after(error).await?;
        }
    }

    /// Waits, or fails at once with the error when the wait would end after the deadline.
    ///
    /// # Errors
    /// The error that is handed in.
    pub async fn wait_or_fail(
        &self,
        wait: Duration,
        deadline: Duration,
        error: Error,
        report: &dyn Report,
    ) -> Result<(), Error> {
        if self.clock.elapsed().saturating_add(wait) > deadline {
            return Err(error);
        }
        report.verbose(format!(
            "Waiting {:.1} seconds before the next attempt: {error}",
            wait.as_secs_f64()
        ));
        report.rest(self.clock.sleep(wait)).await;
        Ok(())
    }

    /// True when a token lives as long as is asked for, and at all: one that has ended serves nobody.
    fn serves(&self, token: &Token, request: &TokenRequest) -> bool {
        let life = self.life(token);
        life >= request.minimum_lifetime && !life.is_zero()
    }

    pub(crate) fn life(&self, token: &Token) -> Duration {
        token.life(self.clock.unix(), self.clock.elapsed())
    }
}

pub(crate) fn throttled(left: Duration) -> Error {
    Error::new(
        ErrorKind::Throttled,
        format!(
            "The service asked to wait; {} seconds are left.",
            left.as_secs().saturating_add(1)
        ),
        "Run the command again after that, or give more time with -TimeoutSec.",
    )
    .retry(Retry::After(left))
}

fn minutes(life: Duration) -> String {
    format!("for {} more minutes only", life.as_secs() / 60)
}
