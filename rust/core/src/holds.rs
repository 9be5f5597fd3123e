//! Credentials that failed themselves: every other tenant would fail alike, and hundreds of equal failures push an
//! account towards a risk block.

use crate::account::Account;
use crate::client_id::ClientId;
use crate::clock::Clock;
use crate::error::Error;
use crate::secret::Fingerprint;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a credential rests; MSAL.NET keeps failures that need a person as long.
const REST: Duration = Duration::from_secs(120);

/// A credential: another refresh token, secret, application or sign-in service is another one.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Credential {
    login: String,
    client_id: ClientId,
    credential: Option<Fingerprint>,
    refresh_token: Option<Fingerprint>,
}

/// The credentials that rest, until when on the clock that never runs backwards, and why.
#[derive(Default)]
pub struct Holds(Mutex<HashMap<Credential, (Duration, Error)>>);

impl Holds {
    /// Remembers a failure if it is the credential's own.
    pub fn note(&self, account: &Account, error: &Error, clock: &dyn Clock) {
        if !error.is_of_credential() || error.is_held_back() {
            return;
        }
        let now = clock.elapsed();
        let mut holds = self.holds();
        holds.retain(|_, (until, _)| *until > now);
        holds
            .entry(Credential::of(account))
            .or_insert_with(|| (now.saturating_add(REST), error.clone()));
    }

    /// Refuses to ask with a credential that rests.
    ///
    /// # Errors
    /// That of its failure; nothing was sent.
    pub fn check(&self, account: &Account, clock: &dyn Clock) -> Result<(), Error> {
        let holds = self.holds();
        if holds.is_empty() {
            return Ok(());
        }
        let Some((until, error)) = holds.get(&Credential::of(account)) else {
            return Ok(());
        };
        let left = until.saturating_sub(clock.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        let message = format!(
            "{error} Nothing was asked: the same credential failed before, and rests for {} more seconds.",
            left.as_millis().div_ceil(1000)
        );
        Err(error.clone().message(message).held_back())
    }

    /// Lets every credential be asked with again.
    pub fn clear(&self) {
        self.holds().clear();
    }

    fn holds(&self) -> MutexGuard<'_, HashMap<Credential, (Duration, Error)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credential {
    fn of(account: &Account) -> Self {
        Self {
            login: account.cloud.login().to_owned(),
            client_id: account.client_id,
            credential: account.credential.fingerprint(),
            refresh_token: account.refresh_token.as_ref().map(|t| t.origin()),
        }
    }
}
