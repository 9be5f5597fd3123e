//! Renewing a token ahead of its end, while it still serves.

use crate::client::PartnerClient;
use crate::report::{Report, Silent};
use crate::token::{Acquired, TokenRequest};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A token that serves is renewed when it has this much life beyond what is asked for.
const AHEAD: Duration = Duration::from_secs(600);
/// A renewal is tried again after this.
const AGAIN: Duration = Duration::from_secs(60);
/// The most renewals at once.
const RENEWALS: usize = 8;

/// How many may be renewed at once. Renewals are never in the way of what somebody waits for.
pub(crate) struct Renewals(Arc<Semaphore>);

/// When a token that still serves was tried to be renewed: milliseconds on the clock that never runs backwards, and 0
/// before the first time.
#[derive(Debug, Default)]
pub struct Renewal(AtomicU64);

impl Default for Renewals {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(RENEWALS)))
    }
}

impl Renewal {
    /// True once in that time: for whom it is true shall try.
    #[must_use]
    pub fn begin(&self, now: Duration, every: Duration) -> bool {
        let now = u64::try_from(now.as_millis()).unwrap_or(u64::MAX).saturating_add(1);
        let every = u64::try_from(every.as_millis()).unwrap_or(u64::MAX);
        let due = |last: u64| (last == 0 || now.saturating_sub(last) >= every).then_some(now);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, due).is_ok()
    }
}

impl PartnerClient {
    /// The work of renewing a token that was served and soon lives too short to be; nothing for one that is fresh, that
    /// was tried lately, or whose credential needs the host. The old one serves meanwhile.
    #[must_use]
    pub fn renewal(self: &Arc<Self>, request: &TokenRequest, served: &Acquired) -> Option<BoxFuture<'static, ()>> {
        let (token, account) = (&served.token, &request.account);
        if self.life(token) >= request.minimum_lifetime.saturating_add(AHEAD)
            || account.access_token.is_some()
            || account.credential.needs_host()
        {
            return None;
        }
        let place = Arc::clone(&self.renewals().0).try_acquire_owned().ok()?;
        if !token.renewal.begin(self.clock().elapsed(), AGAIN) {
            return None;
        }
        let (client, request) = (Arc::clone(self), request.clone());
        let work = async move {
            let report: Arc<dyn Report> = Arc::new(Silent);
            // Not past the shelf: another process may have renewed it.
            let longer = TokenRequest {
                minimum_lifetime: request.minimum_lifetime.saturating_add(AHEAD),
                ..request
            };
            // Who needs a new one and gets none is told when the old one serves no more.
            drop(client.acquire(&longer, report).await);
            drop(place);
        };
        Some(work.boxed())
    }
}
