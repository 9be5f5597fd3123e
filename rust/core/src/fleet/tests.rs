use super::*;
use crate::clock::Clock;
use crate::error::{Error, ErrorKind};
use crate::shelf::seal::Seal;
use futures_util::FutureExt;
use futures_util::future::ready;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A server that goes as soon as a run is joined.
struct Gone;

impl Gone {
    fn error<T: Send + 'static>() -> BoxFuture<'static, Result<T, Error>> {
        ready(Err(Error::new(ErrorKind::Network, "Nobody is there.", "Look."))).boxed()
    }
}

impl Fleet for Gone {
    fn join(&self, _: Name, _: Name) -> BoxFuture<'static, Result<Option<Joined>, Error>> {
        ready(Ok(Some(Joined::default()))).boxed()
    }

    fn offer(&self, _: Name, _: Vec<Name>, _: u64) -> BoxFuture<'static, Result<Vec<bool>, Error>> {
        Self::error()
    }

    fn take(&self, _: Name, _: Name, _: Take) -> BoxFuture<'static, Result<Vec<Ticket>, Error>> {
        Self::error()
    }

    fn extend(&self, _: Name, _: Name, _: Vec<Ticket>) -> BoxFuture<'static, Result<(), Error>> {
        Self::error()
    }

    fn leave(&self, _: Name, _: Name, _: Ticket) -> BoxFuture<'static, Result<(), Error>> {
        Self::error()
    }

    fn finish(&self, _: Name, _: Ticket, _: Vec<u8>, _: bool) -> BoxFuture<'static, Result<bool, Error>> {
        Self::error()
    }

    fn finished(&self, _: Name, _: Name, _: u64) -> BoxFuture<'static, Result<Finished, Error>> {
        Self::error()
    }

    fn results(&self, _: Name, _: u64) -> BoxFuture<'static, Result<Results, Error>> {
        Self::error()
    }

    fn counts(&self, _: Name) -> BoxFuture<'static, Result<Option<Counts>, Error>> {
        Self::error()
    }

    fn take_warning(&self) -> Option<String> {
        None
    }
}

/// A clock on which waiting takes no time.
#[derive(Default)]
struct Turned(Mutex<Duration>);

impl Clock for Turned {
    fn unix(&self) -> i64 {
        0
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        *self.0.lock().unwrap() += length;
        Box::pin(tokio::task::yield_now())
    }
}

#[tokio::test]
async fn a_server_that_stays_away_is_waited_for_and_then_the_run_says_how_it_goes_on() {
    let clock = Arc::new(Turned::default());
    let seal = Arc::new(Seal::new(&[1; 32]).unwrap());
    let run = Run::join(Arc::new(Gone), seal, clock.clone(), "nightly", "test", 4)
        .await
        .unwrap();
    let error = run.turn("a.example").await.unwrap_err();
    assert!(
        error.remedy().contains("the same name: it goes on from there"),
        "{}",
        error.remedy()
    );
    assert!(clock.elapsed() >= Duration::from_secs(600), "{:?}", clock.elapsed());
    assert!(run.turn("b.example").await.is_err(), "and takes no further tenant");
}
