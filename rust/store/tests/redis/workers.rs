//! Several processes on one server, one of which dies.

use crate::support::{HOUR, NAME, PATIENT, Server, command, record};
use partner_auth::clock::SystemClock;
use partner_auth::shelf::Shelf;
use partner_store::redis::{Address, RedisShelf};
use redis::Value;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const RECORDS: u8 = 20;
const WORKERS: usize = 6;

fn start(server: &Server, what: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "workers::a_worker", "--nocapture"])
        .env("PARTNERAUTH_TEST_WORKER", what)
        .env("PARTNERAUTH_TEST_REDIS", format!("redis://127.0.0.1:{}", server.port))
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

async fn asked(server: &Server) -> Vec<Value> {
    let counts: Vec<String> = (0..RECORDS).map(|n| format!("asked:{n}")).collect();
    let mut words = vec!["MGET"];
    words.extend(counts.iter().map(String::as_str));
    server.ask(&words).await.into_sequence().unwrap()
}

#[tokio::test]
async fn several_processes_ask_once_for_each_record() {
    let Some(server) = Server::start(&[]) else { return };
    let workers: Vec<Child> = (0..WORKERS).map(|_| start(&server, "all")).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    for (n, count) in asked(&server).await.iter().enumerate() {
        assert_eq!(count, &Value::BulkString(b"1".to_vec()), "record {n}");
    }
}

#[tokio::test]
async fn a_worker_that_is_killed_while_it_asks_holds_nobody_up_for_ever() {
    let Some(server) = Server::start(&[]) else { return };
    let mut dying = start(&server, "hang");
    while server.ask(&["EXISTS", "asked:0"]).await != Value::Int(1) {
        tokio::task::yield_now().await;
    }
    dying.kill().unwrap();
    dying.wait().unwrap();
    let lease = format!("pa:{{{NAME}}}:l{}", "00".repeat(16));
    let held = server.ask(&["PTTL", &lease]).await;
    assert!(matches!(held, Value::Int(ms) if ms > 0 && ms <= 35_000), "{held:?}");
    // As if that time were over.
    server.ask(&["PEXPIRE", &lease, "1"]).await;
    assert!(start(&server, "all").wait().unwrap().success());
    let counts = asked(&server).await;
    assert_eq!(counts[0], Value::BulkString(b"2".to_vec()));
    assert_eq!(counts[1], Value::BulkString(b"1".to_vec()));
}

/// The other processes of the tests above: they count what they ask a service for.
#[tokio::test]
async fn a_worker() {
    let Ok(what) = std::env::var("PARTNERAUTH_TEST_WORKER") else {
        return;
    };
    let address = std::env::var("PARTNERAUTH_TEST_REDIS").unwrap();
    let mut service = redis::Client::open(address.as_str())
        .unwrap()
        .get_multiplexed_async_connection()
        .await
        .unwrap();
    let clock = Arc::new(SystemClock::default());
    let shelf = RedisShelf::open(Address::parse(&address).unwrap(), NAME, PATIENT, clock)
        .await
        .unwrap();
    for n in 0..RECORDS {
        let name = record(n, n);
        if shelf.read(name).await.is_some() {
            continue;
        }
        let lease = shelf.lease(name, Duration::from_secs(60)).await.unwrap();
        if shelf.read(name).await.is_none() {
            let asked: Value = command(&["INCR", &format!("asked:{n}")])
                .query_async(&mut service)
                .await
                .unwrap();
            assert_ne!(asked, Value::Nil);
            if what == "hang" {
                std::future::pending::<()>().await;
            }
            shelf.write(name, vec![n], HOUR, lease.fence()).await;
        }
        drop(lease);
        // Sent after the lease is given back.
        assert_eq!(shelf.read(name).await, Some(vec![n]));
    }
}
