//! The pace of consents: Partner Center takes 50 calls a second of an application ("Control panel vendor APIs"), and
//! every runspace of a process shares them.

use crate::clock::Clock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as Lock;

/// So many calls a second, so that no second sees more than 40.
pub(crate) const PER_SECOND: u32 = 39;
/// From one call to the next.
const INTERVAL: Duration = Duration::from_nanos(1_000_000_000 / 39);

/// When the next call of a key may leave.
type Line = Arc<Lock<Duration>>;

/// When the next call of each key may leave. A key is an address and an application; a process has a handful.
#[derive(Default)]
pub struct Pace(Mutex<HashMap<(String, String), Line>>);

impl Pace {
    /// Waits for this key's turn, in the order of arrival. Who leaves before it takes no turn away.
    pub async fn turn(&self, key: &(String, String), clock: &dyn Clock) {
        let line = self.line(key);
        let mut next = line.lock().await;
        let wait = next.saturating_sub(clock.elapsed());
        if !wait.is_zero() {
            clock.sleep(wait).await;
        }
        // A timer that woke late is made up for, by one interval at most.
        let due = clock.elapsed().saturating_sub(INTERVAL).max(*next);
        *next = due.saturating_add(INTERVAL);
    }

    fn line(&self, key: &(String, String)) -> Line {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(key.clone()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use std::future::{Future, ready};
    use std::pin::Pin;
    use std::sync::atomic::{AtomicU64, Ordering};

    const CONSENTS: usize = 30_000;
    const SECOND: Duration = Duration::from_secs(1);

    /// A clock on which waiting takes no time; a timer that is late wakes up to so many milliseconds after its time.
    #[derive(Default)]
    struct Virtual {
        now: Mutex<Duration>,
        late: u64,
        wakes: AtomicU64,
    }

    impl Clock for Virtual {
        fn unix(&self) -> i64 {
            0
        }

        fn elapsed(&self) -> Duration {
            *self.now.lock().unwrap()
        }

        fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            let wakes = self.wakes.fetch_add(7, Ordering::Relaxed);
            *self.now.lock().unwrap() += length + Duration::from_millis(wakes.checked_rem(self.late).unwrap_or(0));
            Box::pin(ready(()))
        }
    }

    fn key(application: &str) -> (String, String) {
        (
            "https://api.partnercenter.microsoft.com".to_owned(),
            application.to_owned(),
        )
    }

    async fn consents(clock: &Virtual) -> Vec<Duration> {
        let pace = Pace::default();
        let runspace = |first: usize| {
            let pace = &pace;
            async move {
                let mut left = Vec::new();
                for _ in (first..CONSENTS).step_by(64) {
                    pace.turn(&key("a"), clock).await;
                    left.push(clock.elapsed());
                }
                left
            }
        };
        let mut all = join_all((0..64).map(runspace)).await.concat();
        all.sort();
        all
    }

    #[tokio::test]
    async fn no_second_of_thirty_thousand_consents_sees_over_forty_and_the_rate_is_used() {
        for late in [0, 2, 16] {
            let clock = Virtual {
                late,
                ..Virtual::default()
            };
            let left = consents(&clock).await;
            assert_eq!(left.len(), CONSENTS);
            for (n, first) in left.iter().enumerate() {
                let within = left[n..].iter().take_while(|at| **at < *first + SECOND).count();
                assert!(
                    within <= 40,
                    "{within} within a second after {first:?}, timers {late} ms late"
                );
            }
            let rate = CONSENTS as f64 / clock.elapsed().as_secs_f64();
            println!("figure G2: {CONSENTS} consents, timers {late} ms late: {rate:.1} a second");
            assert!(rate >= 0.95 * 40.0, "{rate} a second, timers {late} ms late");
        }
    }

    #[tokio::test]
    async fn another_application_has_a_pace_of_its_own() {
        let (pace, clock) = (Pace::default(), Virtual::default());
        for n in 0..10 {
            pace.turn(&key(&n.to_string()), &clock).await;
        }
        assert_eq!(clock.elapsed(), Duration::ZERO);
    }
}
