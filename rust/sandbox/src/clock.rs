//! The sandbox's clock.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The system's time, and as far ahead of it as the clock was moved.
#[derive(Debug, Default)]
pub struct Clock {
    ahead_millis: AtomicU64,
}

impl Clock {
    /// Now, Unix seconds.
    pub fn now(&self) -> u64 {
        self.millis() / 1000
    }

    /// Now, Unix seconds, for times that may lie before it.
    pub fn unix(&self) -> i64 {
        i64::try_from(self.now()).unwrap_or(i64::MAX)
    }

    /// Now, Unix milliseconds.
    pub fn millis(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        millis(now).saturating_add(self.ahead_millis.load(Ordering::Relaxed))
    }

    /// Moves it ahead.
    pub fn advance(&self, by: Duration) {
        self.ahead_millis.fetch_add(millis(by), Ordering::Relaxed);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
