//! Records, leases, pauses and lines.

use crate::support::{HOUR, NAME, PATIENT, SECOND, Server, Turned, record};
use futures_util::future::join_all;
use partner_auth::shelf::Shelf;
use partner_store::redis::RedisShelf;
use redis::Value;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn what_one_worker_writes_another_reads_until_its_life_is_over() {
    let Some(server) = Server::start(&[]) else { return };
    let clock = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    assert_eq!(other.read(record(1, 1)).await, None);
    one.write(record(1, 1), b"sealed\0\xFF:1".to_vec(), HOUR, 0).await;
    assert_eq!(other.read(record(1, 1)).await.unwrap(), b"sealed\0\xFF:1");
    assert_eq!(other.read(record(1, 2)).await, None);
    let keys = server.ask(&["KEYS", "pa:{tests}:r*"]).await;
    let Value::Array(keys) = keys else { panic!("{keys:?}") };
    let Value::BulkString(key) = &keys[0] else {
        panic!("{keys:?}")
    };
    let left = server.ask(&["PTTL", std::str::from_utf8(key).unwrap()]).await;
    assert!(
        matches!(left, Value::Int(ms) if ms > 3_500_000 && ms <= 3_600_000),
        "{left:?}"
    );
}

#[tokio::test]
async fn removing_a_group_forgets_its_records_and_no_others() {
    let Some(server) = Server::start(&[]) else { return };
    let clock = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    for (group, own) in [(1, 1), (1, 2), (2, 3)] {
        one.write(record(group, own), vec![own], HOUR, 0).await;
    }
    other.remove(Some([1; 16])).await;
    assert_eq!(one.read(record(1, 1)).await, None);
    assert_eq!(one.read(record(1, 2)).await, None);
    assert_eq!(one.read(record(2, 3)).await, Some(vec![3]));
    other.remove(None).await;
    assert_eq!(one.read(record(2, 3)).await, None);
    let lease = one.lease(record(2, 3), SECOND).await.unwrap();
    one.write(record(2, 3), vec![4], HOUR, lease.fence()).await;
    assert_eq!(other.read(record(2, 3)).await, Some(vec![4]));
}

#[tokio::test]
async fn what_an_older_lease_writes_after_a_newer_one_is_refused() {
    let Some(server) = Server::start(&[]) else { return };
    let clock = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    let old = one.lease(record(1, 1), SECOND).await.unwrap();
    // Its owner is stopped for so long that the lease ends.
    server
        .ask(&["DEL", &format!("pa:{{{NAME}}}:l{}", "01".repeat(16))])
        .await;
    let new = other.lease(record(1, 1), SECOND).await.unwrap();
    assert!(new.fence() > old.fence());
    other.write(record(1, 1), b"new".to_vec(), HOUR, new.fence()).await;
    one.write(record(1, 1), b"old".to_vec(), HOUR, old.fence()).await;
    assert_eq!(one.read(record(1, 1)).await.unwrap(), b"new");
}

#[tokio::test]
async fn what_was_asked_for_before_a_removal_is_not_kept_after_it() {
    let Some(server) = Server::start(&[]) else { return };
    let shelf = server.shelf(&Arc::default()).await;
    let lease = shelf.lease(record(1, 1), SECOND).await.unwrap();
    shelf.remove(Some([1; 16])).await;
    shelf
        .write(record(1, 1), b"of the old consent".to_vec(), HOUR, lease.fence())
        .await;
    assert_eq!(shelf.read(record(1, 1)).await, None);
}

#[tokio::test]
async fn a_lease_is_one_workers_until_it_goes() {
    let Some(server) = Server::start(&[]) else { return };
    let clock: Arc<Turned> = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    let lease = one.lease(record(1, 1), SECOND).await.unwrap();
    assert!(other.lease(record(1, 1), SECOND).await.is_none());
    assert!(other.lease(record(1, 2), SECOND).await.is_some());
    let first = lease.fence();
    drop(lease);
    let lease = other.lease(record(1, 1), HOUR).await.unwrap();
    assert!(lease.fence() > first);
}

#[tokio::test]
async fn the_lease_of_a_dead_worker_ends_by_itself_and_its_release_takes_no_others() {
    let Some(server) = Server::start(&[]) else { return };
    let clock = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    let lease = one.lease(record(1, 1), SECOND).await.unwrap();
    let key = format!("pa:{{{NAME}}}:l{}", "01".repeat(16));
    let left = server.ask(&["PTTL", &key]).await;
    assert!(matches!(left, Value::Int(ms) if ms > 0 && ms <= 35_000), "{left:?}");
    server.ask(&["DEL", &key]).await;
    let newer = other.lease(record(1, 1), SECOND).await.unwrap();
    drop(lease);
    // The release was sent before this call.
    one.read(record(1, 1)).await;
    assert!(one.lease(record(1, 1), SECOND).await.is_none());
    drop(newer);
}

#[tokio::test]
async fn a_server_that_lost_everything_gives_no_smaller_fence() {
    let Some(server) = Server::start(&[]) else { return };
    let shelf = server.shelf(&Arc::default()).await;
    let before = shelf.lease(record(1, 1), SECOND).await.unwrap();
    server.ask(&["FLUSHALL"]).await;
    let after = shelf.lease(record(1, 1), SECOND).await.unwrap();
    assert!(after.fence() > before.fence());
}

#[tokio::test]
async fn a_pause_is_known_to_all_and_only_gets_longer() {
    let Some(server) = Server::start(&[]) else { return };
    let clock = Arc::default();
    let (one, other) = (server.shelf(&clock).await, server.shelf(&clock).await);
    assert_eq!(other.paused(record(1, 1)).await, None);
    one.pause(record(1, 1), HOUR).await;
    one.pause(record(1, 1), SECOND).await;
    let left = other.paused(record(1, 1)).await.unwrap();
    assert!(left > HOUR - 60 * SECOND && left <= HOUR, "{left:?}");
    assert_eq!(other.paused(record(1, 2)).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_second_of_a_shared_line_sees_over_forty_calls_and_the_rate_is_used() {
    let Some(server) = Server::start(&[]) else { return };
    let clock: Arc<Turned> = Arc::default();
    let mut workers = Vec::new();
    for _ in 0..16 {
        workers.push(server.shelf(&clock).await);
    }
    let turns = workers
        .iter()
        .flat_map(|shelf| (0..250).map(|_| shelf.place([7; 16], 40)));
    let places = join_all(turns).await;
    let mut due: Vec<i64> = places.into_iter().map(|place| place.unwrap().1).collect();
    due.sort_unstable();
    assert_eq!(due.len(), 4000);
    for (n, first) in due.iter().enumerate() {
        let within = due[n..].iter().take_while(|at| **at < first + 1_000_000).count();
        assert!(within <= 40, "{within} within a second");
    }
    let seconds = Duration::from_micros(u64::try_from(due[3999] - due[0]).unwrap()).as_secs_f64();
    assert!(3999.0 / seconds >= 0.95 * 40.0, "{} a second", 3999.0 / seconds);
    assert_eq!(workers[0].turn([8; 16], 40).await, Some(Duration::ZERO));
}

#[tokio::test]
async fn another_encryption_key_is_another_fleet_and_a_warning() {
    let Some(server) = Server::start(&[]) else { return };
    let clock: Arc<Turned> = Arc::default();
    let one = server.shelf(&clock).await;
    assert_eq!(one.take_warning(), None);
    one.write(record(1, 1), vec![1], HOUR, 0).await;
    let other = RedisShelf::open(server.address(), "another", PATIENT, clock.clone())
        .await
        .unwrap();
    let warning = other.take_warning().unwrap();
    assert!(warning.contains("another -EncryptionKey"), "{warning}");
    assert_eq!(other.read(record(1, 1)).await, None);
    assert_eq!(one.read(record(1, 1)).await, Some(vec![1]));
}
