//! A day of work for fifty tenants, on a clock of the test: one answer in a hundred has each of nine faults, and the wall
//! clock is set to something else every hour.

use super::clock_jumps::{Jumping, YEAR};
use crate::support::{Notes, Reply, Server, account, graph, http, http_with, many, token_body};
use partner_auth::PartnerClient;
use partner_auth::clock::Clock;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const TENANTS: usize = 50;
const HOUR: u32 = 3600;
const DAY: u32 = 24 * HOUR;

/// A fault, or none in 91 of a hundred.
fn fault(number: u32) -> Option<Reply> {
    let good = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"token_type\":";
    Some(match number {
        0 => Reply::Close,
        1 => Reply::Bytes(b"HTTP/1.1 200".to_vec()),
        2 => Reply::Bytes(good.to_vec()),
        3 => http(200, "{\"token_type\":\"Bearer\""),
        4 => http(200, "<html><body>Sign in to the network</body></html>"),
        5 => http(500, "{}"),
        6 => http_with(503, "Retry-After: 3\r\n", "{}"),
        7 => http_with(429, "Retry-After: 20\r\n", "{}"),
        8 => http_with(200, "Content-Encoding: gzip\r\n", "rubbish"),
        _ => return None,
    })
}

#[tokio::test]
async fn over_a_day_of_faults_and_clock_jumps_no_token_that_was_to_be_had_is_missed() {
    let requests = many(8_640, 864_000);
    let seed: u64 = rand::rng().random();
    let mut random = StdRng::seed_from_u64(seed);
    let clock = Jumping::new(1_800_000_000);
    // When each token ends, on the clock that never runs backwards.
    let ends: Arc<Mutex<HashMap<String, Duration>>> = Arc::default();
    let (noted, now, faults) = (
        Arc::clone(&ends),
        Arc::clone(&clock),
        Mutex::new(StdRng::seed_from_u64(seed)),
    );
    let server = Server::start(move |_, n| {
        fault(faults.lock().unwrap().random_range(0..100)).unwrap_or_else(|| {
            let hour = Duration::from_secs(HOUR.into());
            noted.lock().unwrap().insert(format!("t{n}"), now.elapsed() + hour);
            http(200, &token_body(&format!("t{n}"), HOUR))
        })
    })
    .await;
    let client = Arc::new(PartnerClient::new(clock.clone()));
    let account = account(&server.cloud());
    let tenants: Vec<_> = (0..TENANTS)
        .map(|n| graph(&account, &format!("{n:08}-2222-3333-4444-555555555555")))
        .collect();
    let mut last: HashMap<usize, String> = HashMap::new();
    let (mut given, mut without, mut had, mut missed, mut passed) = (0_u32, 0_u32, 0_u32, 0_u32, 0_u32);
    for number in 1..=requests {
        let seconds = u32::try_from(u64::from(number) * u64::from(DAY) / u64::from(requests)).unwrap();
        clock.pass(u64::from(seconds - passed));
        if seconds / HOUR != passed / HOUR {
            clock.set(clock.unix() + random.random_range(-YEAR..=YEAR));
            // A machine that slept has tokens that ended meanwhile.
            last.clear();
        }
        passed = seconds;
        let tenant = random.random_range(0..TENANTS);
        let at = clock.elapsed();
        // Waits of the call itself pass on this clock, and a life counts from when it was asked for.
        let soon = at + Duration::from_secs(300);
        let has_one = last
            .get(&tenant)
            .is_some_and(|token| ends.lock().unwrap()[token] > soon);
        had += u32::from(has_one);
        match client.acquire(&tenants[tenant], Arc::new(Notes::default())).await {
            Ok(acquired) => {
                let token = acquired.token.access_token.expose().to_owned();
                assert!(
                    ends.lock().unwrap()[&token] > at,
                    "seed {seed}: {token} is served past its end"
                );
                last.insert(tenant, token);
                given += 1;
            }
            Err(error) if has_one => {
                println!("seed {seed}: {error}");
                missed += 1;
            }
            Err(error) => {
                assert!(!error.remedy().is_empty(), "seed {seed}: {error}");
                without += 1;
            }
        }
    }
    assert_eq!(
        missed, 0,
        "seed {seed}: calls failed for tenants whose last token was good"
    );
    assert!(
        had > requests / 2,
        "seed {seed}: {had} calls for a tenant with a good token"
    );
    assert!(without < requests / 100, "seed {seed}: {without} calls got none");
    println!(
        "figure G3: a day with {requests} calls for {TENANTS} tenants, {} requests: {given} got a token, 0 missed one that was good, {without} had none and were told why",
        server.count()
    );
}
