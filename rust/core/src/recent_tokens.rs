//! The tokens in memory: as many as fit, of which the least recently used goes first.

use crate::cache::TokenKey;
use crate::clock::Clock;
use crate::token::Token;
use lru::LruCache;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Runspaces that ask at the same time seldom meet at the same one.
const SHARDS: usize = 16;

type Shard = LruCache<TokenKey, Arc<Token>>;

/// The tokens by key.
pub(crate) struct RecentTokens {
    clock: Arc<dyn Clock>,
    shards: [Mutex<Shard>; SHARDS],
    /// The most tokens of a shard.
    most: usize,
}

impl RecentTokens {
    /// None yet, and about so many at most.
    pub(crate) fn new(capacity: usize, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            // Unbounded ones take no memory ahead; `put` keeps the bound.
            shards: std::array::from_fn(|_| Mutex::new(LruCache::unbounded())),
            most: capacity.div_ceil(SHARDS),
        }
    }

    /// The token of a key, which is now the one used last.
    pub(crate) fn get(&self, key: &TokenKey) -> Option<Arc<Token>> {
        self.shard(key)?.get(key).map(Arc::clone)
    }

    /// Keeps a token. Those that went unused longest go when they have ended or there are too many.
    pub(crate) fn put(&self, key: TokenKey, token: Arc<Token>) {
        let (unix, elapsed) = (self.clock.unix(), self.clock.elapsed());
        let Some(mut shard) = self.shard(&key) else { return };
        shard.put(key, token);
        let has_ended = |(_, token): (&TokenKey, &Arc<Token>)| token.life(unix, elapsed).is_zero();
        while shard.len() > self.most || shard.peek_lru().is_some_and(has_ended) {
            shard.pop_lru();
        }
    }

    /// Forgets those for which that is true; gives how many there were.
    pub(crate) fn remove(&self, which: impl Fn(&TokenKey, &Token) -> bool) -> usize {
        let mut removed = 0_usize;
        for shard in &self.shards {
            let mut shard = lock(shard);
            let found: Vec<_> = shard
                .iter()
                .filter(|(k, t)| which(k, t))
                .map(|(k, _)| k.clone())
                .collect();
            removed = removed.saturating_add(found.iter().filter(|key| shard.pop(*key).is_some()).count());
        }
        removed
    }

    /// That of the key's tenant.
    fn shard(&self, key: &TokenKey) -> Option<MutexGuard<'_, Shard>> {
        let sum = key
            .tenant()
            .bytes()
            .fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        self.shards.get(sum % SHARDS).map(lock)
    }
}

fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::TokenCache;
    use crate::renewal::Renewal;
    use crate::{Account, ClientCredential, ClientId, Cloud, Scopes, Secret, Tenant};
    use std::future::{Future, ready};
    use std::pin::Pin;
    use std::time::Duration;

    const ID: &str = "11111111-2222-3333-4444-555555555555";
    const CAPACITY: usize = 64;

    /// A clock that stands at that second.
    struct Standing(Mutex<u32>);

    impl Clock for Standing {
        fn unix(&self) -> i64 {
            i64::from(*self.0.lock().unwrap())
        }

        fn elapsed(&self) -> Duration {
            Duration::from_secs(u64::from(*self.0.lock().unwrap()))
        }

        fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(ready(()))
        }
    }

    fn tokens() -> (RecentTokens, Arc<Standing>) {
        let clock = Arc::new(Standing(Mutex::new(1_000)));
        (RecentTokens::new(CAPACITY, Arc::clone(&clock) as Arc<dyn Clock>), clock)
    }

    fn key(number: usize) -> TokenKey {
        let cloud = Arc::new(Cloud::known("AzureCloud").unwrap());
        let Scopes::Of(scopes) = Scopes::parse(&cloud, &["Graph".to_owned()]).unwrap() else {
            unreachable!("Graph is no service of a tenant")
        };
        let account = Account {
            cloud,
            home: Tenant::parse(ID).unwrap(),
            client_id: ClientId::parse(ID).unwrap(),
            credential: ClientCredential::None,
            access_token: None,
            refresh_token: None,
        };
        let tenant = Tenant::parse(&format!("{number:08}-2222-3333-4444-555555555555")).unwrap();
        TokenCache::default().key(&account, &tenant, &scopes)
    }

    fn token(ends: u32) -> Arc<Token> {
        Arc::new(Token {
            access_token: Secret::new("token".to_owned()),
            details: Arc::default(),
            expires_on: i64::from(ends),
            extended_expires_on: i64::from(ends),
            ends_at: Duration::from_secs(u64::from(ends)),
            tenant_id: None,
            object_id: None,
            refresh_token: None,
            id_token: None,
            correlation_id: ID.to_owned(),
            renewal: Renewal::default(),
            was_kept: false,
        })
    }

    fn count(tokens: &RecentTokens, of: impl Iterator<Item = usize>) -> usize {
        of.filter(|n| tokens.get(&key(*n)).is_some()).count()
    }

    #[test]
    fn there_are_never_more_than_fit_and_the_newest_stay() {
        let (tokens, _) = tokens();
        for n in 0..50 * CAPACITY {
            tokens.put(key(n), token(9_000));
            assert!(tokens.get(&key(n)).is_some());
        }
        let kept = count(&tokens, 0..50 * CAPACITY);
        assert!(kept <= CAPACITY && kept > CAPACITY / 2, "{kept}");
        assert_eq!(count(&tokens, 0..40 * CAPACITY), 0);
    }

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let (tokens, _) = tokens();
        tokens.put(key(0), token(9_000));
        for n in 1..50 * CAPACITY {
            tokens.put(key(n), token(9_000));
            assert!(tokens.get(&key(0)).is_some(), "it was used before token {n}");
        }
    }

    #[test]
    fn ended_tokens_go_before_any_that_serves() {
        let (tokens, clock) = tokens();
        for n in 0..CAPACITY / 2 {
            tokens.put(key(n), token(2_000));
        }
        *clock.0.lock().unwrap() = 2_000;
        for n in 1_000..1_000 + 10 * CAPACITY {
            tokens.put(key(n), token(9_000));
        }
        assert_eq!(count(&tokens, 0..CAPACITY / 2), 0);
    }

    #[test]
    fn those_that_are_removed_are_counted() {
        let (tokens, _) = tokens();
        for n in 0..20 {
            tokens.put(key(n), token(if n < 5 { 8_000 } else { 9_000 }));
        }
        assert_eq!(tokens.remove(|_, token| token.expires_on == 8_000), 5);
        assert_eq!((count(&tokens, 0..5), count(&tokens, 5..20)), (0, 15));
    }
}
