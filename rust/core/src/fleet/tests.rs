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

/// A server that answers, but for one look; it notes what it is asked.
#[derive(Default)]
struct Noting(Mutex<Vec<String>>);

impl Noting {
    fn note<T: Send + 'static>(&self, what: &str, answer: T) -> BoxFuture<'static, Result<T, Error>> {
        let mut asked = self.0.lock().unwrap();
        asked.push(what.to_owned());
        let is_away = what == "finished" && asked.iter().filter(|one| *one == "finished").count() == 3;
        drop(asked);
        if is_away {
            return Gone::error();
        }
        ready(Ok(answer)).boxed()
    }
}

impl Fleet for Noting {
    fn join(&self, _: Name, _: Name) -> BoxFuture<'static, Result<Option<Joined>, Error>> {
        self.note("join", Some(Joined::default()))
    }

    fn offer(&self, _: Name, tenants: Vec<Name>, _: u64) -> BoxFuture<'static, Result<Vec<bool>, Error>> {
        self.note(&format!("offer {}", tenants.len()), vec![false; tenants.len()])
    }

    fn take(&self, _: Name, _: Name, wanted: Take) -> BoxFuture<'static, Result<Vec<Ticket>, Error>> {
        let what = if wanted.only_left { "take what is left" } else { "take" };
        self.note(what, Vec::new())
    }

    fn extend(&self, _: Name, _: Name, _: Vec<Ticket>) -> BoxFuture<'static, Result<(), Error>> {
        self.note("extend", ())
    }

    fn leave(&self, _: Name, _: Name, _: Ticket) -> BoxFuture<'static, Result<(), Error>> {
        self.note("leave", ())
    }

    fn finish(&self, _: Name, _: Ticket, _: Vec<u8>, _: bool) -> BoxFuture<'static, Result<bool, Error>> {
        self.note("finish", true)
    }

    fn finished(&self, _: Name, _: Name, after: u64) -> BoxFuture<'static, Result<Finished, Error>> {
        let answer = Finished {
            next: after,
            is_there: true,
            ..Finished::default()
        };
        self.note("finished", answer)
    }

    fn results(&self, _: Name, _: u64) -> BoxFuture<'static, Result<Results, Error>> {
        self.note("results", Results::default())
    }

    fn counts(&self, _: Name) -> BoxFuture<'static, Result<Option<Counts>, Error>> {
        self.note("counts", None)
    }

    fn take_warning(&self) -> Option<String> {
        None
    }
}

#[tokio::test]
async fn after_an_outage_tenants_are_offered_again_and_for_a_while_nobodys_are_taken_over() {
    let (server, clock) = (Arc::new(Noting::default()), Arc::new(Turned::default()));
    let seal = Arc::new(Seal::new(&[1; 32]).unwrap());
    let run = Run::join(server.clone(), seal, clock.clone(), "nightly", "test", 4)
        .await
        .unwrap();
    let waiting = tokio::spawn({
        let run = Arc::clone(&run);
        async move { run.turn("a.example").await }
    });
    let asked = || server.0.lock().unwrap().clone();
    let count = |what: &str| asked().iter().filter(|one| *one == what).count();
    while count("finished") < 3 {
        tokio::task::yield_now().await;
    }
    let failed_at = clock.elapsed();
    while clock.elapsed() < failed_at + Duration::from_secs(120) {
        tokio::task::yield_now().await;
    }
    waiting.abort();
    let asked = asked();
    let away = asked
        .iter()
        .enumerate()
        .filter(|(_, one)| *one == "finished")
        .nth(2)
        .unwrap()
        .0;
    assert!(!asked[..away].contains(&"take what is left".to_owned()), "{asked:?}");
    assert_eq!(
        asked[away + 1..][..3],
        ["finished", "offer 1", "take what is left"],
        "{asked:?}"
    );
    assert_eq!(asked.last().map(String::as_str), Some("take"), "and later they are");
}
