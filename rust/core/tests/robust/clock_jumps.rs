//! Clocks that jump and lifetimes that can't be: nothing panics or goes round in circles, and no token is served after
//! its end.

use crate::support::{CUSTOMER, Notes, Server, account, graph, http, many};
use partner_auth::clock::Clock;
use partner_auth::{Error, PartnerClient, TokenRequest};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::HashMap;
use std::future::{Future, pending, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const YEAR: i64 = 365 * 24 * 3600;
/// The end of what 32 bits hold, and of what four digits hold.
const IN_2038: i64 = 2_147_483_648;
const IN_9999: i64 = 253_402_300_799;
/// The core takes no lifetime for longer.
const LONGEST: u64 = 365 * 24 * 3600;

/// A wall clock that jumps, and one that only goes forward. Whoever waits for less than the caller's time has waited at
/// once; the caller's time never ends.
pub struct Jumping(Mutex<(i64, Duration)>);

impl Clock for Jumping {
    fn unix(&self) -> i64 {
        self.0.lock().unwrap().0
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().1
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        if length >= Duration::from_secs(100) {
            return Box::pin(pending());
        }
        self.0.lock().unwrap().1 += length;
        Box::pin(ready(()))
    }
}

impl Jumping {
    /// At that wall-clock time.
    pub fn new(unix: i64) -> Arc<Self> {
        Arc::new(Self(Mutex::new((unix, Duration::from_secs(1)))))
    }

    /// Time passes: both clocks go on.
    pub fn pass(&self, seconds: u64) {
        let mut now = self.0.lock().unwrap();
        now.0 = now.0.saturating_add(i64::try_from(seconds).unwrap());
        now.1 += Duration::from_secs(seconds);
    }

    /// Somebody sets the wall clock.
    pub fn set(&self, unix: i64) {
        self.0.lock().unwrap().0 = unix;
    }
}

/// Lifetimes as a service might write them, and the seconds that they are at most.
const LIFETIMES: [(&str, u64); 18] = [
    ("3600", 3600),
    ("\"3600\"", 3600),
    ("3599.9", 3600),
    ("\"3599.9\"", 3600),
    ("60", 60),
    ("1", 1),
    ("0", 0),
    ("-0", 0),
    ("-1", 0),
    ("-9223372036854775808", 0),
    ("9223372036854775807", LONGEST),
    ("9223372036854775808", LONGEST),
    ("18446744073709551616", LONGEST),
    ("1e308", LONGEST),
    ("-1e308", 0),
    // What can't be read is an hour, as the service's documentation has it.
    ("\"soon\"", 3600),
    ("null", 3600),
    ("[1]", 3600),
];

fn body(name: usize, expires_in: &str) -> String {
    format!(
        r#"{{"token_type":"Bearer","expires_in":{expires_in},"ext_expires_in":{expires_in},"access_token":"t{name}","scope":"x","refresh_token":"partner-sandbox.next"}}"#
    )
}

async fn acquire(client: &Arc<PartnerClient>, request: &TokenRequest) -> Result<(String, bool), Error> {
    let acquired = client.acquire(request, Arc::new(Notes::default())).await?;
    Ok((acquired.token.access_token.expose().to_owned(), acquired.cached))
}

#[tokio::test]
async fn a_lifetime_of_any_form_ends_when_it_says_whatever_the_wall_clock_does() {
    let starts = [0, 1_800_000_000, IN_2038, IN_9999, i64::MAX, -YEAR];
    let jumps = [0, -YEAR, -600, 600];
    // The tenant says which lifetime it gets.
    let server = Server::start(|request, n| {
        let tenant = request.split('/').nth(1).unwrap().get(..8).unwrap();
        http(
            200,
            &body(n, LIFETIMES[tenant.parse::<usize>().unwrap() % LIFETIMES.len()].0),
        )
    })
    .await;
    let clock = Jumping::new(0);
    let client = Arc::new(PartnerClient::new(clock.clone()));
    let account = account(&server.cloud());
    let cases = LIFETIMES.iter().flat_map(|life| starts.map(|start| (life, start)));
    let cases: Vec<_> = cases
        .flat_map(|(life, start)| jumps.map(|jump| (life, start, jump)))
        .collect();
    for (number, ((expires_in, life), start, jump)) in cases.into_iter().enumerate() {
        let which = LIFETIMES.iter().position(|(text, _)| text == expires_in).unwrap();
        let tenant = number * LIFETIMES.len() + which;
        let mut request = graph(&account, &format!("{tenant:08}-2222-3333-4444-555555555555"));
        request.minimum_lifetime = Duration::ZERO;
        let about = format!("{expires_in} from {start}, set by {jump}");
        clock.set(start);
        let first = acquire(&client, &request).await.unwrap().0;
        clock.set(start.saturating_add(jump));
        clock.pass(*life);
        assert!(client.cached(&request).is_none(), "{about}: served after its end");
        let (second, cached) = acquire(&client, &request).await.unwrap();
        assert!(second != first && !cached, "{about}");
    }
}

#[tokio::test]
async fn a_life_counts_from_when_the_token_was_asked_for() {
    let clock = Jumping::new(1_800_000_000);
    let slow = Arc::clone(&clock);
    let server = Server::start(move |_, n| {
        slow.pass(600);
        http(200, &body(n, "3600"))
    })
    .await;
    let client = Arc::new(PartnerClient::new(clock.clone()));
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.minimum_lifetime = Duration::ZERO;
    assert_eq!(acquire(&client, &request).await.unwrap(), ("t0".to_owned(), false));
    clock.pass(2999);
    assert!(client.cached(&request).is_some());
    clock.pass(1);
    assert!(
        client.cached(&request).is_none(),
        "the service may have counted from the question on"
    );
}

#[tokio::test]
async fn a_machine_that_slept_past_the_end_of_a_token_asks_anew() {
    let server = Server::start(|_, n| http(200, &body(n, "3600"))).await;
    let clock = Jumping::new(1_800_000_000);
    let client = Arc::new(PartnerClient::new(clock.clone()));
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.minimum_lifetime = Duration::ZERO;
    acquire(&client, &request).await.unwrap();
    // While a machine sleeps, the clock that never runs backwards may stand still.
    clock.set(1_800_000_000 + 3599);
    assert!(client.cached(&request).is_some());
    clock.set(1_800_000_000 + 3600);
    assert!(client.cached(&request).is_none(), "served after its end");
    assert_eq!(acquire(&client, &request).await.unwrap(), ("t1".to_owned(), false));
}

#[tokio::test]
async fn over_random_jumps_no_token_is_served_past_its_end_on_the_clock_that_never_runs_backwards() {
    let steps = many(2_000, 50_000);
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    let clock = Jumping::new(1_800_000_000);
    // When each token was made, on the clock that never runs backwards, and how long it may live.
    let made: Arc<Mutex<HashMap<String, (Duration, u64)>>> = Arc::default();
    let (noted, now) = (Arc::clone(&made), Arc::clone(&clock));
    let server = Server::start(move |_, n| {
        let (expires_in, life) = LIFETIMES[n * 7 % LIFETIMES.len()];
        noted.lock().unwrap().insert(format!("t{n}"), (now.elapsed(), life));
        http(200, &body(n, expires_in))
    })
    .await;
    let client = Arc::new(PartnerClient::new(clock.clone()));
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    let mut from_cache = 0_u32;
    for _ in 0..steps {
        match random.random_range(0..6) {
            0 => clock.set(clock.unix().saturating_add(random.random_range(-YEAR..=YEAR))),
            1 => clock.set([IN_2038, IN_9999, 0, 1_800_000_000, i64::MAX][random.random_range(0..5)]),
            2 => clock.set(clock.unix().saturating_add(random.random_range(-600..=600))),
            _ => clock.pass(random.random_range(0..400)),
        }
        request.minimum_lifetime = Duration::from_secs(random.random_range(0..1800));
        let at = clock.elapsed();
        let (token, cached) = acquire(&client, &request).await.unwrap();
        if cached {
            let (since, life) = made.lock().unwrap()[&token];
            assert!(
                at < since + Duration::from_secs(life),
                "seed {seed}: {token} was served past its end"
            );
            assert!(
                at + request.minimum_lifetime <= since + Duration::from_secs(life),
                "seed {seed}: {token} was served with too little life"
            );
            from_cache += 1;
        }
    }
    assert!(from_cache > steps / 50, "{from_cache} of {steps} came from the cache");
    assert!(
        server.count() < 3 * usize::try_from(steps).unwrap(),
        "asked {} times",
        server.count()
    );
    println!("figure C6: {steps} steps over jumps of the clock, {from_cache} tokens from the cache, 0 past their end");
}
