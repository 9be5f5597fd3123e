//! Time, handed in: tests turn a clock of their own.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that can be read in two ways and waited on.
pub trait Clock: Send + Sync {
    /// Wall time, Unix seconds: what services mean by expiry.
    fn unix(&self) -> i64;
    /// Time since some start that never runs backwards, for lengths of time.
    fn elapsed(&self) -> Duration;
    /// Waits.
    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The machine's clock.
pub struct SystemClock(Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl Clock for SystemClock {
    fn unix(&self) -> i64 {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
        i64::try_from(seconds).unwrap_or(i64::MAX)
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(length))
    }
}
