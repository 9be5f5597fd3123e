//! One at a time per key: whoever comes second waits, and finds in a cache what the first has found out.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// The keys that somebody is at work on.
pub struct Turns<K>(Mutex<HashMap<K, Weak<Lock<()>>>>);

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Clone + Eq + Hash> Turns<K> {
    /// Waits until nobody else is at work on the key. The turn ends when the guard goes, also with a caller who leaves.
    pub async fn take(&self, key: &K) -> OwnedMutexGuard<()> {
        self.lock(key).lock_owned().await
    }

    fn lock(&self, key: &K) -> Arc<Lock<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = turns.get(key).and_then(Weak::upgrade) {
            return lock;
        }
        turns.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        turns.insert(key.clone(), Arc::downgrade(&lock));
        lock
    }
}
