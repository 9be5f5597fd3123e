//! Ids instead of pointers: a wrong, closed or foreign id finds nothing.

use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// One counter for every table, so that the id of one kind of thing is never valid for another. 0 is no id.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// What callers know by id.
pub struct Table<T>(Lazy<RwLock<HashMap<u64, Arc<T>>>>);

impl<T> Table<T> {
    /// An empty table, for a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self(Lazy::new(RwLock::default))
    }

    /// Keeps a thing and gives its id, which is never used again.
    pub fn insert(&self, thing: Arc<T>) -> u64 {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(id, thing);
        id
    }

    /// The thing of an id.
    pub fn get(&self, id: u64) -> Option<Arc<T>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Forgets an id; whoever uses the thing at this moment keeps it until done.
    pub fn remove(&self, id: u64) -> Option<Arc<T>> {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&id)
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self::new()
    }
}
