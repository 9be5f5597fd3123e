//! What was found out and may be asked for again: no more than so many entries, kept as long as the process lives.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Values by key. Each table of the token cache's kind would put 60 kB of code into the shipped library.
pub struct Known<K, V> {
    entries: Mutex<HashMap<K, V>>,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Known<K, V> {
    /// An empty table for at most so many entries.
    pub fn new(most: usize) -> Self {
        Self {
            entries: Mutex::default(),
            most,
        }
    }

    /// What is known of a key.
    pub fn get(&self, key: &K) -> Option<V> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.get(key).cloned()
    }

    /// What is known of all keys that are wanted.
    pub fn of_all(&self, is_wanted: impl Fn(&K) -> bool) -> Vec<V> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = entries.iter().filter(|(key, _)| is_wanted(key));
        wanted.map(|(_, value)| value.clone()).collect()
    }

    /// Remembers; a full table begins anew, which costs requests and nothing else.
    pub fn insert(&self, key: K, value: V) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= self.most && !entries.contains_key(&key) {
            entries.clear();
        }
        entries.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::Known;

    #[test]
    fn a_table_never_holds_more_than_it_may_and_keeps_what_is_newest() {
        let known = Known::new(2);
        known.insert(1, "one");
        known.insert(2, "two");
        known.insert(2, "second");
        assert_eq!((known.get(&1), known.get(&2)), (Some("one"), Some("second")));

        known.insert(3, "three");
        assert_eq!(
            (known.get(&1), known.get(&2), known.get(&3)),
            (None, None, Some("three"))
        );
    }
}
