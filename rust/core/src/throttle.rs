//! How many tenants of one command are in flight: never more than the caller allows, and fewer while the service pushes
//! back (additive increase, multiplicative decrease).

use crate::clock::Clock;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Answers that push back within this time are of one wave, and lower once.
const WAVE: Duration = Duration::from_secs(1);
/// How many attempts may be repeated before any tenant has ended: each end allows one more, up to this many.
const RETRIES: u32 = 100;

/// The places of one command.
pub struct Throttle {
    most: usize,
    clock: Arc<dyn Clock>,
    places: Semaphore,
    state: Mutex<State>,
}

struct State {
    allowed: usize,
    /// Places that are swallowed when they are given back.
    surplus: usize,
    /// Tenants that have ended since the number changed.
    ended: usize,
    lowered: Option<Duration>,
    retries: u32,
}

/// A place: who holds it is in flight.
pub struct Place(Arc<Throttle>);

/// Away from a place of that throttle, where others may be meanwhile; of none when back.
struct Away(Option<Arc<Throttle>>);

impl Throttle {
    /// At most that many in flight.
    #[must_use]
    pub fn new(most: usize, clock: Arc<dyn Clock>) -> Arc<Self> {
        let most = most.max(1);
        Arc::new(Self {
            most,
            clock,
            places: Semaphore::new(most),
            state: Mutex::new(State {
                allowed: most,
                surplus: 0,
                ended: 0,
                lowered: None,
                retries: RETRIES,
            }),
        })
    }

    /// Waits for a place.
    pub async fn enter(self: &Arc<Self>) -> Place {
        self.take().await;
        Place(Arc::clone(self))
    }

    /// Waits, and lets others have the place meanwhile: who waits is not in flight.
    pub fn rest(self: &Arc<Self>, wait: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        self.give_back();
        let (throttle, mut away) = (Arc::clone(self), Away(Some(Arc::clone(self))));
        async move {
            wait.await;
            throttle.take().await;
            drop(away.0.take());
        }
        .boxed()
    }

    /// The service asked for less: half as many from now on.
    pub fn pushed_back(&self) {
        let now = self.clock.elapsed();
        let mut state = self.state();
        if state.lowered.is_some_and(|at| now < at.saturating_add(WAVE)) {
            return;
        }
        let allowed = (state.allowed / 2).max(1);
        let fewer = state.allowed.saturating_sub(allowed);
        let taken = self.places.forget_permits(fewer);
        state.surplus = state.surplus.saturating_add(fewer.saturating_sub(taken));
        state.allowed = allowed;
        state.ended = 0;
        state.lowered = Some(now);
    }

    /// Whether one more attempt may be repeated. When most fail, an outage is not answered with many times the requests.
    #[must_use]
    pub fn may_retry(&self) -> bool {
        let mut state = self.state();
        let left = state.retries.checked_sub(1);
        state.retries = left.unwrap_or(0);
        left.is_some()
    }

    /// How many may be in flight now.
    #[must_use]
    pub fn allowed(&self) -> usize {
        self.state().allowed
    }

    /// A tenant has ended: after as many as are allowed, one more is.
    fn ended(&self) {
        let mut state = self.state();
        state.retries = state.retries.saturating_add(1).min(RETRIES);
        state.ended = state.ended.saturating_add(1);
        if state.allowed < self.most && state.ended >= state.allowed {
            state.allowed = state.allowed.saturating_add(1);
            state.ended = 0;
            self.add(&mut state);
        }
    }

    async fn take(&self) {
        if let Ok(permit) = self.places.acquire().await {
            permit.forget();
        }
    }

    fn give_back(&self) {
        self.add(&mut self.state());
    }

    fn add(&self, state: &mut State) {
        match state.surplus.checked_sub(1) {
            Some(left) => state.surplus = left,
            None => self.places.add_permits(1),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.ended();
        self.0.give_back();
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        if let Some(throttle) = &self.0 {
            // The place itself is given back a second time when its holder goes.
            let mut state = throttle.state();
            state.surplus = state.surplus.saturating_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use futures_util::future::pending;
    use futures_util::poll;
    use std::future::Future;
    use std::pin::Pin;

    /// A clock that is turned by hand.
    #[derive(Default)]
    struct ByHand(Mutex<Duration>);

    impl ByHand {
        fn advance(&self, by: Duration) {
            *self.0.lock().unwrap() += by;
        }
    }

    impl Clock for ByHand {
        fn unix(&self) -> i64 {
            0
        }

        fn elapsed(&self) -> Duration {
            *self.0.lock().unwrap()
        }

        fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            pending().boxed()
        }
    }

    fn free(throttle: &Throttle) -> usize {
        throttle.places.available_permits()
    }

    #[tokio::test]
    async fn a_push_back_halves_what_is_in_flight_once_per_wave_and_never_below_one() {
        let clock = Arc::new(ByHand::default());
        let throttle = Throttle::new(32, clock.clone());
        let mut seen = Vec::new();
        for _ in 0..7 {
            throttle.pushed_back();
            throttle.pushed_back();
            seen.push((throttle.allowed(), free(&throttle)));
            clock.advance(WAVE);
        }
        let expected = [16, 8, 4, 2, 1, 1, 1].map(|n| (n, n));
        assert_eq!(seen, expected);
    }

    #[tokio::test]
    async fn what_is_in_flight_when_the_service_pushes_back_is_not_replaced_by_others() {
        let throttle = Throttle::new(4, Arc::new(ByHand::default()));
        let mut places = Vec::new();
        for _ in 0..4 {
            places.push(throttle.enter().await);
        }
        throttle.pushed_back();
        places.pop();
        assert_eq!(
            (throttle.allowed(), free(&throttle)),
            (2, 0),
            "three are still in flight"
        );
        places.pop();
        assert_eq!((throttle.allowed(), free(&throttle)), (3, 1), "two are still in flight");
    }

    #[tokio::test]
    async fn after_as_many_ends_as_are_allowed_one_more_is_up_to_the_limit() {
        let throttle = Throttle::new(4, Arc::new(ByHand::default()));
        throttle.pushed_back();
        let mut seen = Vec::new();
        for _ in 0..7 {
            drop(throttle.enter().await);
            seen.push(throttle.allowed());
        }
        assert_eq!(seen, [2, 3, 3, 3, 4, 4, 4]);
        assert_eq!(free(&throttle), 4);
    }

    #[tokio::test]
    async fn who_waits_lets_others_go_on_and_comes_back_to_a_free_place() {
        let throttle = Throttle::new(1, Arc::new(SystemClock::default()));
        let first = throttle.enter().await;
        let (over, wait) = tokio::sync::oneshot::channel::<()>();
        let mut rest = throttle.rest(async { drop(wait.await) }.boxed());
        assert!(poll!(rest.as_mut()).is_pending());
        let second = throttle.enter().await;
        drop(over);
        assert!(poll!(rest.as_mut()).is_pending(), "the place is another's");
        drop(second);
        rest.await;
        assert_eq!(free(&throttle), 0, "it is taken again");
        drop(first);
        assert_eq!(free(&throttle), 1);
    }

    #[tokio::test]
    async fn who_is_cancelled_while_waiting_gives_one_place_back_and_not_two() {
        let throttle = Throttle::new(2, Arc::new(SystemClock::default()));
        let place = throttle.enter().await;
        let mut rest = throttle.rest(pending().boxed());
        assert!(poll!(rest.as_mut()).is_pending());
        drop(rest);
        drop(place);
        assert_eq!(free(&throttle), 2);
    }

    #[test]
    fn an_outage_is_answered_with_a_budget_of_repeats_that_ends_refill() {
        let throttle = Throttle::new(32, Arc::new(SystemClock::default()));
        let granted = (0..1000).filter(|_| throttle.may_retry()).count();
        assert_eq!(granted, 100);
        throttle.ended();
        assert!(throttle.may_retry());
        assert!(!throttle.may_retry());
    }
}
