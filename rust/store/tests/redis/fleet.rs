//! Runs that several workers divide.

use crate::support::{NAME, PATIENT, Server, command};
use futures_util::future::join_all;
use partner_auth::Error;
use partner_auth::clock::{Clock, SystemClock};
use partner_auth::fleet::{Fleet, Run, Turn, results};
use partner_auth::shelf::seal::Seal;
use partner_store::redis::{Address, RedisFleet, RedisShelf};
use redis::Value;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const TENANTS: usize = 60;
pub const RUN: &str = "nightly";
pub const PURPOSE: &str = "Test-PartnerCustomerAccess";

pub fn seal() -> Arc<Seal> {
    Arc::new(Seal::new(&[7; 32]).unwrap())
}

pub async fn fleet(address: &Address, silent: u64) -> (Arc<dyn Fleet>, Arc<dyn Clock>) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let shelf = RedisShelf::open(address.clone(), NAME, PATIENT, Arc::clone(&clock))
        .await
        .unwrap();
    (Arc::new(RedisFleet::of(&shelf).silent(silent)), clock)
}

pub async fn join(server: &Server, purpose: &str) -> Result<Arc<Run>, Error> {
    let (fleet, clock) = fleet(&server.address(), 60_000).await;
    Run::join(fleet, seal(), clock, RUN, purpose, 4).await
}

fn tenants() -> Vec<String> {
    (0..TENANTS).map(|n| format!("tenant{n}.example.com")).collect()
}

/// Does what is this worker's; `does` says whether a tenant went well. How many it did, and how many others.
pub async fn work(run: &Arc<Run>, tenants: &[String], does: impl AsyncFn(&str) -> bool) -> (usize, usize) {
    let outcomes = join_all(tenants.iter().map(|tenant| async {
        match run.turn(tenant).await.unwrap() {
            Turn::Others => false,
            Turn::Mine(place) => {
                let went_well = does(tenant).await;
                place.finish(tenant.as_bytes(), !went_well).await.unwrap()
            }
        }
    }));
    let mine = outcomes.await.into_iter().filter(|mine| *mine).count();
    (mine, tenants.len() - mine)
}

/// The results of the run as texts, sorted.
pub async fn all(server: &Server) -> Vec<String> {
    let (fleet, _) = fleet(&server.address(), 60_000).await;
    let (found, unreadable, counts) = results(&*fleet, &seal(), RUN).await.unwrap();
    assert_eq!(unreadable, 0);
    assert_eq!(counts.finished, u64::try_from(found.len()).unwrap());
    let mut texts: Vec<String> = found.into_iter().map(|r| String::from_utf8(r).unwrap()).collect();
    texts.sort();
    texts
}

pub fn sorted(mut tenants: Vec<String>) -> Vec<String> {
    tenants.sort();
    tenants
}

#[tokio::test]
async fn two_workers_do_each_tenant_once_and_one_report_has_them_all() {
    let Some(server) = Server::start(&[]) else { return };
    let (one, other) = (
        join(&server, PURPOSE).await.unwrap(),
        join(&server, PURPOSE).await.unwrap(),
    );
    let done = async |_: &str| {
        tokio::task::yield_now().await;
        true
    };
    let given = tenants();
    let (first, second) = tokio::join!(work(&one, &given, done), work(&other, &given, done));
    assert_eq!(first.0 + second.0, TENANTS, "{first:?} {second:?}");
    assert!(first.0 > 0 && second.0 > 0, "{first:?} {second:?}");
    assert_eq!(all(&server).await, sorted(given));
    assert_eq!(one.counts().await.unwrap().in_work, 0);
}

#[tokio::test]
async fn a_run_goes_on_where_it_was_and_tries_again_what_failed() {
    let Some(server) = Server::start(&[]) else { return };
    let given = tenants();
    let run = join(&server, PURPOSE).await.unwrap();
    let half = async |tenant: &str| tenant != "tenant3.example.com";
    assert_eq!(work(&run, &given[..10], half).await, (10, 0));
    drop(run);
    let run = join(&server, PURPOSE).await.unwrap();
    assert_eq!(work(&run, &given, async |_: &str| true).await, (TENANTS - 9, 9));
    assert_eq!(all(&server).await, sorted(given.clone()));
    let run = join(&server, PURPOSE).await.unwrap();
    assert_eq!(
        work(&run, &given, async |_: &str| panic!("asked again")).await,
        (0, TENANTS)
    );
}

#[tokio::test]
async fn who_joins_while_another_is_at_the_run_does_not_try_again_what_failed_in_it() {
    let Some(server) = Server::start(&[]) else { return };
    let given = ["failed.example.com", "slow.example.com"].map(str::to_owned);
    let one = join(&server, PURPOSE).await.unwrap();
    assert_eq!(work(&one, &given[..1], async |_: &str| false).await, (1, 0));
    let Turn::Mine(slow) = one.turn(&given[1]).await.unwrap() else {
        panic!("nobody else is there")
    };
    let other = join(&server, PURPOSE).await.unwrap();
    let again = async |_: &str| panic!("it is done");
    assert_eq!(work(&other, &given[..1], again).await, (0, 1));
    assert!(slow.finish(b"slow", false).await.unwrap());
    let after = join(&server, PURPOSE).await.unwrap();
    assert_eq!(work(&after, &given, async |_: &str| true).await, (1, 1));
}

#[tokio::test]
async fn a_tenant_that_is_given_twice_is_done_once_and_both_have_an_outcome() {
    let Some(server) = Server::start(&[]) else { return };
    let run = join(&server, PURPOSE).await.unwrap();
    let given = ["A.example.com", "a.example.com ", "b.example.com"].map(str::to_owned);
    assert_eq!(work(&run, &given, async |_: &str| true).await, (2, 1));
}

#[tokio::test]
async fn a_run_is_for_one_thing() {
    let Some(server) = Server::start(&[]) else { return };
    let run = join(&server, PURPOSE).await.unwrap();
    work(&run, &tenants()[..1], async |_: &str| true).await;
    let error = join(&server, "Sync-PartnerCustomerApplicationConsent")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("does something else"), "{error}");
    let (fleet, _) = fleet(&server.address(), 60_000).await;
    let error = results(&*fleet, &seal(), "weekly").await.unwrap_err();
    assert!(error.to_string().contains("no run of that name"), "{error}");
}

#[tokio::test]
async fn a_run_shows_its_tenants_and_results_to_nobody_and_is_forgotten_a_day_after_its_end() {
    let Some(server) = Server::start(&[]) else { return };
    let run = join(&server, PURPOSE).await.unwrap();
    let given = ["canary.example.com".to_owned()];
    work(&run, &given, async |_: &str| true).await;
    let Value::Array(keys) = server.ask(&["KEYS", "pa:{tests}:n*"]).await else {
        panic!()
    };
    assert_eq!(keys.len(), 5, "{keys:?}");
    for key in keys {
        let Value::BulkString(key) = key else { panic!() };
        let key = String::from_utf8(key).unwrap();
        let left = server.ask(&["PTTL", &key]).await;
        assert!(
            matches!(left, Value::Int(ms) if ms > 86_000_000 && ms <= 86_400_000),
            "{key} {left:?}"
        );
        let dump = format!("{:?}", server.ask(&["DUMP", &key]).await);
        let canary = format!("{:?}", b"canary");
        assert!(!dump.contains(canary.trim_matches(['[', ']'])), "{key}");
    }
}

#[tokio::test]
async fn a_worker_whose_credential_fails_leaves_its_tenants_to_others() {
    let Some(server) = Server::start(&[]) else { return };
    let given = tenants();
    let (one, other) = (
        join(&server, PURPOSE).await.unwrap(),
        join(&server, PURPOSE).await.unwrap(),
    );
    let Turn::Mine(place) = one.turn(&given[0]).await.unwrap() else {
        panic!()
    };
    one.end(&Error::input("The secret is wrong.", "Give another."));
    drop(place);
    assert!(one.turn(&given[1]).await.is_err());
    assert_eq!(work(&other, &given, async |_: &str| true).await, (TENANTS, 0));
}

fn start(server: &Server, what: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "fleet::a_worker", "--nocapture"])
        .env("PARTNERAUTH_TEST_WORKER", what)
        .env("PARTNERAUTH_TEST_REDIS", format!("redis://127.0.0.1:{}", server.port))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn begun(server: &Server) -> i64 {
    match server.ask(&["HLEN", "begun"]).await {
        Value::Int(count) => count,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn tenants_of_a_worker_that_is_killed_are_done_by_others() {
    let Some(server) = Server::start(&[]) else { return };
    let mut dying = start(&server, "hang");
    while begun(&server).await < 4 {
        tokio::task::yield_now().await;
    }
    let mut others = [start(&server, "all"), start(&server, "all")];
    while begun(&server).await < 10 {
        tokio::task::yield_now().await;
    }
    dying.kill().unwrap();
    dying.wait().unwrap();
    for worker in &mut others {
        assert!(worker.wait().unwrap().success());
    }
    assert_eq!(all(&server).await, sorted(tenants()));
    let Value::Array(counts) = server.ask(&["HVALS", "begun"]).await else {
        panic!()
    };
    let twice = counts
        .iter()
        .filter(|count| **count == Value::BulkString(b"2".to_vec()))
        .count();
    let once = counts
        .iter()
        .filter(|count| **count == Value::BulkString(b"1".to_vec()))
        .count();
    assert_eq!((twice, once), (4, TENANTS - 4), "{counts:?}");
}

#[tokio::test]
async fn a_server_that_is_killed_in_the_run_and_comes_back_ends_it_with_every_tenant() {
    let arguments = ["--appendonly", "yes", "--appendfsync", "always"];
    let Some(mut server) = Server::start(&arguments) else {
        return;
    };
    let mut workers = [start(&server, "all"), start(&server, "all")];
    while begun(&server).await < 10 {
        tokio::task::yield_now().await;
    }
    server.kill();
    server.start_again();
    for worker in &mut workers {
        assert!(worker.wait().unwrap().success());
    }
    assert_eq!(all(&server).await, sorted(tenants()));
}

#[tokio::test]
async fn a_server_that_forgets_the_run_holds_no_worker_up() {
    let Some(server) = Server::start(&[]) else { return };
    let run = join(&server, PURPOSE).await.unwrap();
    let given = tenants();
    let forget = async |tenant: &str| {
        if tenant == "tenant20.example.com" {
            server.ask(&["FLUSHALL"]).await;
        }
        true
    };
    let (mine, others) = work(&run, &given, forget).await;
    assert_eq!((mine, others), (TENANTS, 0));
}

/// The other processes of the tests above: they count what they begin.
#[tokio::test]
async fn a_worker() {
    let Ok(what) = std::env::var("PARTNERAUTH_TEST_WORKER") else {
        return;
    };
    let address = std::env::var("PARTNERAUTH_TEST_REDIS").unwrap();
    let client = redis::Client::open(address.as_str()).unwrap();
    let (fleet, clock) = fleet(&Address::parse(&address).unwrap(), 2_000).await;
    let run = Run::join(fleet, seal(), Arc::clone(&clock), RUN, PURPOSE, 4)
        .await
        .unwrap();
    let does = async |tenant: &str| {
        // The server may be gone, and then what is counted is of no interest.
        if let Ok(mut connection) = client.get_multiplexed_async_connection().await {
            let counted: Result<Value, _> = command(&["HINCRBY", "begun", tenant, "1"])
                .query_async(&mut connection)
                .await;
            drop(counted);
        }
        if what == "hang" {
            std::future::pending::<()>().await;
        }
        clock.sleep(std::time::Duration::from_millis(20)).await;
        true
    };
    let (mine, others) = work(&run, &tenants(), does).await;
    assert_eq!(mine + others, TENANTS);
}
