//! What many tokens say alike: tokens of one account for thousands of tenants share it, and memory with it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

/// Beyond this many the pool looks for details whose tokens are gone.
const PRUNED_AT: usize = 1_024;

/// What a token says beside its tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TokenDetails {
    /// The audience.
    pub audience: Option<String>,
    /// The application.
    pub client_id: Option<String>,
    /// Object id of the user in the home tenant.
    pub home_object_id: Option<String>,
    /// The user's home tenant.
    pub home_tenant_id: Option<String>,
    /// Whether the user signed in with multifactor authentication, where the token says how.
    pub mfa: Option<bool>,
    /// The scopes granted; for an app-only token its roles.
    pub scopes: Vec<String>,
    /// The user's name.
    pub user_name: Option<String>,
}

/// The details of all tokens that are kept, each once.
#[derive(Default)]
pub struct DetailsPool(Mutex<HashSet<Arc<TokenDetails>>>);

impl DetailsPool {
    /// The one that is equal, or this one from now on.
    #[must_use]
    pub fn shared(&self, details: Arc<TokenDetails>) -> Arc<TokenDetails> {
        let mut pool = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = pool.get(&details) {
            return Arc::clone(kept);
        }
        if pool.len() >= PRUNED_AT && pool.len() == pool.capacity() {
            pool.retain(|kept| Arc::strong_count(kept) > 1);
        }
        pool.insert(Arc::clone(&details));
        details
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(user: &str) -> Arc<TokenDetails> {
        Arc::new(TokenDetails {
            user_name: Some(user.to_owned()),
            ..TokenDetails::default()
        })
    }

    #[test]
    fn equal_details_are_one_and_others_are_not() {
        let pool = DetailsPool::default();
        let (first, second, other) = (pool.shared(of("a")), pool.shared(of("a")), pool.shared(of("b")));
        assert!(Arc::ptr_eq(&first, &second));
        assert!(!Arc::ptr_eq(&first, &other));
    }

    #[test]
    fn details_whose_tokens_are_gone_do_not_stay_for_ever() {
        let pool = DetailsPool::default();
        let kept = pool.shared(of("kept"));
        for n in 0..100_000 {
            drop(pool.shared(of(&n.to_string())));
        }
        assert!(pool.0.lock().unwrap().len() <= 4 * PRUNED_AT);
        assert!(Arc::ptr_eq(&kept, &pool.shared(of("kept"))));
    }
}
