//! The process's tokens: one cache, one request in flight per key, pauses per key.

use crate::account::Account;
use crate::client_id::ClientId;
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::recent_tokens::RecentTokens;
use crate::scope::ScopeSet;
use crate::secret::Fingerprint;
use crate::tenant::Tenant;
use crate::token::Token;
use crate::token_details::DetailsPool;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared, WeakShared};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The most tokens that are kept; the least recently used goes first.
const CAPACITY: usize = 50_000;

/// Everything a token depends on. Two requests share a token only when all of it is equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenKey {
    /// Sign-in address, which tells clouds and sandboxes apart.
    login: String,
    /// A GUID or `organizations`: domains are resolved before.
    tenant: String,
    client_id: ClientId,
    credential: Option<Fingerprint>,
    refresh_token: Option<Fingerprint>,
    scopes: String,
    /// Counts the tenant's drops: what was asked for before one is never served after it.
    generation: u64,
}

impl TokenKey {
    /// Whose it is.
    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    /// All that it depends on but the count of drops, which each process has its own of.
    pub(crate) fn all_but_drops(&self) -> Vec<u8> {
        let hash = |fingerprint: &Option<Fingerprint>| fingerprint.map_or_else(Vec::new, |f| f.bytes().to_vec());
        let (client_id, credential) = (self.client_id.to_string(), hash(&self.credential));
        let refresh_token = hash(&self.refresh_token);
        let parts: [&[u8]; 6] = [
            self.login.as_bytes(),
            self.tenant.as_bytes(),
            client_id.as_bytes(),
            &credential,
            &refresh_token,
            self.scopes.as_bytes(),
        ];
        let mut all = Vec::new();
        for part in parts {
            all.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            all.extend_from_slice(part);
        }
        all
    }
}

/// A request to the service.
type Asking = BoxFuture<'static, Result<Arc<Token>, Error>>;
/// A request in flight, shared by all who wait for it.
pub type Flight = Shared<Asking>;

/// The cache.
pub struct TokenCache {
    tokens: Arc<RecentTokens>,
    details: Arc<DetailsPool>,
    flights: Arc<Mutex<Flights>>,
    pauses: Mutex<HashMap<TokenKey, Duration>>,
    generations: Mutex<Generations>,
}

/// How often everything, and each tenant, was dropped.
#[derive(Default)]
struct Generations {
    all: u64,
    by_tenant: HashMap<String, u64>,
}

#[derive(Default)]
struct Flights {
    next: u64,
    by_key: HashMap<TokenKey, (u64, WeakShared<Asking>)>,
}

impl Default for TokenCache {
    fn default() -> Self {
        Self::new(Arc::new(SystemClock::default()))
    }
}

impl TokenCache {
    /// An empty cache on that clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            tokens: Arc::new(RecentTokens::new(CAPACITY, clock)),
            details: Arc::default(),
            flights: Arc::default(),
            pauses: Mutex::default(),
            generations: Mutex::default(),
        }
    }

    /// The key of a token.
    #[must_use]
    pub fn key(&self, account: &Account, tenant: &Tenant, scopes: &ScopeSet) -> TokenKey {
        let tenant = tenant.to_string();
        TokenKey {
            login: account.cloud.login().to_owned(),
            generation: lock(&self.generations).of(&tenant),
            tenant,
            client_id: account.client_id,
            credential: account.credential.fingerprint(),
            refresh_token: account.refresh_token.as_ref().map(|t| t.origin()),
            scopes: scopes.joined(),
        }
    }

    /// False for a key of before a drop.
    #[must_use]
    pub fn is_current(&self, key: &TokenKey) -> bool {
        lock(&self.generations).of(&key.tenant) == key.generation
    }

    /// The token of a key, whatever life it has left.
    #[must_use]
    pub fn get(&self, key: &TokenKey) -> Option<Arc<Token>> {
        self.tokens.get(key)
    }

    /// Keeps a token that came otherwise than by a flight: a sign-in's.
    pub fn put(&self, key: &TokenKey, token: &Arc<Token>) {
        self.tokens.put(key.clone(), Arc::clone(token));
    }

    /// Drops every token of a tenant, also those that are on their way. Their memory goes with their life.
    pub fn drop_tenant(&self, tenant: &Tenant) {
        let tenant = tenant.to_string();
        *lock(&self.generations).by_tenant.entry(tenant).or_default() += 1;
    }

    /// Drops every token of a tenant and its memory; gives how many there were. Tokens of whoever asked for their home
    /// tenant without naming it are among them.
    pub fn clear_tenant(&self, tenant: &Tenant) -> usize {
        self.drop_tenant(tenant);
        let name = tenant.to_string();
        self.tokens
            .remove(|key, token| key.tenant == name || token.tenant_id.as_deref() == Some(name.as_str()))
    }

    /// Drops every token, also those that are on their way; gives how many there were.
    pub fn clear(&self) -> usize {
        lock(&self.generations).all += 1;
        self.tokens.remove(|_, _| true)
    }

    /// Joins the request in flight for this key, or starts one.
    ///
    /// The flight lives as long as anybody waits for it: who started it may leave without harm to the others.
    pub fn join(&self, key: &TokenKey, start: impl FnOnce() -> BoxFuture<'static, Result<Token, Error>>) -> Flight {
        let mut flights = lock(&self.flights);
        if let Some(flight) = flights.by_key.get(key).and_then(|(_, weak)| weak.upgrade()) {
            return flight;
        }
        flights.next += 1;
        let number = flights.next;
        let landing = Landing {
            key: key.clone(),
            number,
            flights: Arc::clone(&self.flights),
        };
        let (tokens, details, request) = (Arc::clone(&self.tokens), Arc::clone(&self.details), start());
        let flight = async move {
            let landing = landing;
            let mut token = request.await?;
            token.details = details.shared(token.details);
            let token = Arc::new(token);
            tokens.put(landing.key.clone(), Arc::clone(&token));
            Ok(token)
        }
        .boxed()
        .shared();
        if let Some(weak) = flight.downgrade() {
            flights.by_key.insert(key.clone(), (number, weak));
        }
        flight
    }

    /// No request of this key leaves before this time, on the clock that never runs backwards.
    pub fn pause(&self, key: &TokenKey, until: Duration, clock: &dyn Clock) {
        let mut pauses = lock(&self.pauses);
        let now = clock.elapsed();
        pauses.retain(|_, end| *end > now);
        pauses.insert(key.clone(), until);
    }

    /// How long this key still pauses.
    #[must_use]
    pub fn paused(&self, key: &TokenKey, clock: &dyn Clock) -> Option<Duration> {
        let left = lock(&self.pauses).get(key)?.checked_sub(clock.elapsed())?;
        (!left.is_zero()).then_some(left)
    }
}

impl Generations {
    fn of(&self, tenant: &str) -> u64 {
        let own = self.by_tenant.get(tenant).copied().unwrap_or(0);
        self.all.saturating_add(own)
    }
}

/// Takes a flight off the list when it ends or when nobody waits for it any more.
struct Landing {
    key: TokenKey,
    number: u64,
    flights: Arc<Mutex<Flights>>,
}

impl Drop for Landing {
    fn drop(&mut self) {
        let mut flights = lock(&self.flights);
        if flights
            .by_key
            .get(&self.key)
            .is_some_and(|(number, _)| *number == self.number)
        {
            flights.by_key.remove(&self.key);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_kept_token_says_which_part_is_which() {
        let fingerprint = Fingerprint::of(b"x");
        let key = |login: &str, tenant: &str, credential, refresh_token| {
            let key = TokenKey {
                login: login.to_owned(),
                tenant: tenant.to_owned(),
                client_id: ClientId::parse("11111111-2222-3333-4444-555555555555").unwrap(),
                credential,
                refresh_token,
                scopes: "x".to_owned(),
                generation: 0,
            };
            key.all_but_drops()
        };
        assert_ne!(key("ab", "c", None, None), key("a", "bc", None, None));
        assert_ne!(
            key("a", "b", Some(fingerprint), None),
            key("a", "b", None, Some(fingerprint))
        );
    }
}
