//! A server that goes away, is slow or full, and comes back.

use crate::support::{HOUR, NAME, PATIENT, SECOND, Server, Turned, record};
use partner_auth::shelf::Shelf;
use partner_store::redis::{Limits, RedisShelf};
use std::sync::Arc;

/// The time after which a worker asks again.
const LATER: std::time::Duration = SECOND.saturating_mul(6);

async fn worker(server: &Server) -> (RedisShelf, Arc<Turned>) {
    let clock = Arc::default();
    (server.shelf(&clock).await, clock)
}

#[tokio::test]
async fn a_server_that_goes_is_one_warning_and_comes_back_with_a_word() {
    let Some(mut server) = Server::start(&[]) else { return };
    let (shelf, clock) = worker(&server).await;
    server.kill();
    for _ in 0..3 {
        clock.turn(LATER);
        assert_eq!(shelf.read(record(1, 1)).await, None);
        assert!(shelf.lease(record(1, 1), HOUR).await.is_none());
        assert_eq!(shelf.turn([1; 16], 40).await, None);
    }
    let warning = shelf.take_warning().unwrap();
    assert!(
        warning.contains("can't be reached") && warning.contains("alone"),
        "{warning}"
    );
    assert_eq!(shelf.take_warning(), None);
    assert_eq!(shelf.take_word(), None);
    server.start_again();
    shelf.write(record(1, 1), vec![1], HOUR, 0).await;
    assert_eq!(shelf.read(record(1, 1)).await, None, "it waits before it asks again");
    clock.turn(LATER);
    shelf.write(record(1, 1), vec![1], HOUR, 0).await;
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
    assert!(shelf.take_word().unwrap().contains("is back"));
    assert_eq!(shelf.take_warning(), None);
}

#[tokio::test]
async fn a_slow_server_costs_a_moment_once_and_what_was_to_be_forgotten_is_forgotten_when_it_is_back() {
    let Some(server) = Server::start(&[]) else { return };
    let clock: Arc<Turned> = Arc::default();
    let limits = Limits {
        call: SECOND / 2,
        ..PATIENT
    };
    let shelf = RedisShelf::open(server.address(), NAME, limits, clock.clone())
        .await
        .unwrap();
    while shelf.read(record(2, 2)).await.is_none() {
        // This machine may be slow itself.
        clock.turn(LATER);
        shelf.write(record(1, 1), vec![1], HOUR, 0).await;
        shelf.write(record(2, 2), vec![2], HOUR, 0).await;
    }
    drop(shelf.take_warning());
    clock.turn(HOUR);
    server.signal("-STOP");
    assert_eq!(shelf.read(record(1, 1)).await, None);
    shelf.remove(Some([1; 16])).await;
    let warning = shelf.take_warning().unwrap();
    assert!(
        warning.contains("does not answer in time") && warning.contains("What was dropped is still at Redis"),
        "{warning}"
    );
    shelf.remove(Some([3; 16])).await;
    assert_eq!(shelf.take_warning(), None, "it was told");
    server.signal("-CONT");
    while shelf.read(record(2, 2)).await != Some(vec![2]) {
        clock.turn(LATER);
    }
    assert_eq!(shelf.read(record(1, 1)).await, None);
    let (other, _) = worker(&server).await;
    assert_eq!(other.read(record(1, 1)).await, None);
}

#[tokio::test]
async fn a_full_server_is_one_warning_and_used_again_when_there_is_room() {
    let Some(server) = Server::start(&["--maxmemory-policy", "noeviction"]) else {
        return;
    };
    let (shelf, clock) = worker(&server).await;
    server.ask(&["CONFIG", "SET", "maxmemory", "1"]).await;
    for _ in 0..3 {
        shelf.write(record(1, 1), vec![1; 1000], HOUR, 0).await;
        clock.turn(LATER);
    }
    assert!(shelf.take_warning().unwrap().contains("is full"));
    assert_eq!(shelf.take_warning(), None);
    server.ask(&["CONFIG", "SET", "maxmemory", "0"]).await;
    shelf.write(record(1, 1), vec![1], HOUR, 0).await;
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
}

#[tokio::test]
async fn who_wants_to_connect_at_once_shares_one_connection() {
    let Some(server) = Server::start(&[]) else { return };
    let (shelf, _) = worker(&server).await;
    let connections = async || match server.ask(&["INFO", "stats"]).await {
        redis::Value::BulkString(text) => {
            let text = String::from_utf8(text).unwrap();
            let line = text
                .lines()
                .find_map(|line| line.strip_prefix("total_connections_received:"));
            line.unwrap().trim().parse::<u32>().unwrap()
        }
        other => panic!("{other:?}"),
    };
    let before = connections().await;
    let asked = connections().await - before;
    server.ask(&["CLIENT", "KILL", "TYPE", "normal"]).await;
    let before = connections().await;
    futures_util::future::join_all((0..20).map(|n| shelf.read(record(n, n)))).await;
    assert_eq!(connections().await - before, asked + 1);
    assert_eq!(shelf.take_warning(), None);
}

#[tokio::test]
async fn a_connection_that_was_idle_and_is_dead_is_made_anew_without_a_warning() {
    let Some(server) = Server::start(&[]) else { return };
    let silent = crate::support::silent_then(server.port).await;
    let clock: Arc<Turned> = Arc::default();
    let limits = Limits {
        call: SECOND / 2,
        ..PATIENT
    };
    let address = partner_store::redis::Address::parse(&format!("redis://127.0.0.1:{}", silent.port)).unwrap();
    let shelf = RedisShelf::open(address, NAME, limits, clock.clone()).await.unwrap();
    shelf.write(record(1, 1), vec![1], HOUR, 0).await;
    silent.hush();
    clock.turn(SECOND * 61);
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
    assert_eq!(shelf.take_warning(), None);
}

#[tokio::test]
async fn a_connection_that_somebody_cut_is_made_anew_without_a_warning() {
    let Some(server) = Server::start(&[]) else { return };
    let (shelf, _) = worker(&server).await;
    shelf.write(record(1, 1), vec![1], HOUR, 0).await;
    server.ask(&["CLIENT", "KILL", "TYPE", "normal"]).await;
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
    assert_eq!(shelf.take_warning(), None);
}
