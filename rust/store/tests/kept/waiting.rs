//! Waiting for others, and going on without them.

use crate::support::{Home, Keys, PASSPHRASE, kept, name, open, open_with, read, why, write};
use futures_util::future::join_all;
use partner_auth::shelf::Shelf;
use partner_store::file_shelf::Waits;
use std::fs::{self, File};
use std::time::{Duration, Instant};

/// Holds a lock as another process does: it is the open file's, and not the process's.
fn held(home: &Home) -> File {
    let file = File::options()
        .read(true)
        .write(true)
        .open(home.beside(".lock"))
        .unwrap();
    file.lock().unwrap();
    file
}

#[tokio::test]
async fn who_is_waited_for_too_long_is_gone_without_and_told_once() {
    let home = Home::new();
    let (shelf, _) = home.open();
    write(&shelf, 1, "one").await;
    let other = held(&home);
    write(&shelf, 1, "two").await;
    write(&shelf, 1, "three").await;
    assert!(shelf.take_warning().unwrap().contains("too long"));
    assert_eq!(shelf.take_warning(), None);
    assert_eq!(
        read(&shelf, 1).await.as_deref(),
        Some("one"),
        "what is there can be read meanwhile"
    );
    let why = why(open(&home.path, Some(PASSPHRASE), &Keys::default()).unwrap());
    assert!(why.contains("too long"), "{why}");
    drop(other);
    write(&shelf, 1, "four").await;
    assert_eq!(read(&shelf, 1).await.as_deref(), Some("four"));
}

#[tokio::test]
async fn after_a_failure_the_file_rests_so_that_nobody_waits_again_and_again() {
    let home = Home::new();
    let waits = Waits {
        lock: Duration::from_millis(50),
        rest: Duration::from_secs(3600),
    };
    let (shelf, _) = kept(open_with(&home.path, Some(PASSPHRASE), &Keys::default(), waits).unwrap());
    let other = held(&home);
    write(&shelf, 1, "one").await;
    let began = Instant::now();
    join_all((2..200).map(|own| write(&shelf, own, "more"))).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    drop(other);
    write(&shelf, 1, "one").await;
    assert_eq!(read(&shelf, 1).await, None);
}

#[tokio::test]
async fn one_process_at_a_time_may_ask_for_a_record_and_others_for_theirs() {
    let home = Home::new();
    let (first, _) = home.open();
    let waits = Waits {
        lock: Duration::from_secs(60),
        rest: Duration::ZERO,
    };
    let (second, _) = kept(open_with(&home.path, Some(PASSPHRASE), &Keys::default(), waits).unwrap());
    let lease = first.lease(name(1), Duration::ZERO).await.unwrap();
    assert!(first.lease(name(1), Duration::ZERO).await.is_none());
    assert!(first.take_warning().unwrap().contains("too long"));
    assert!(second.lease(name(2), Duration::ZERO).await.is_some());
    let waiting = tokio::spawn(second.lease(name(1), Duration::from_secs(60)));
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished());
    drop(lease);
    assert!(waiting.await.unwrap().is_some());
    assert_eq!(
        fs::read_dir(home.beside(".leases")).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn a_lease_that_an_ended_process_left_behind_is_free() {
    let home = Home::new();
    let (shelf, _) = home.open();
    drop(shelf.lease(name(1), Duration::ZERO).await.unwrap());
    let left: String = name(1).own.iter().map(|byte| format!("{byte:02x}")).collect();
    let path = home.beside(".leases").join(left);
    File::create(&path).unwrap();
    #[cfg(unix)]
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    assert!(shelf.lease(name(1), Duration::ZERO).await.is_some());
}

#[tokio::test]
async fn what_was_leased_before_a_drop_is_not_kept_after_it() {
    let home = Home::new();
    let (first, _) = home.open();
    let (second, _) = home.open();
    let lease = first.lease(name(1), Duration::ZERO).await.unwrap();
    second.remove(Some(name(1).group)).await;
    first
        .write(name(1), b"old".to_vec(), Duration::from_secs(60), lease.fence())
        .await;
    assert_eq!(read(&second, 1).await, None);
    drop(lease);
    let lease = first.lease(name(1), Duration::ZERO).await.unwrap();
    first
        .write(name(1), b"new".to_vec(), Duration::from_secs(60), lease.fence())
        .await;
    assert_eq!(read(&second, 1).await.as_deref(), Some("new"));
}

#[tokio::test]
async fn thousands_of_records_at_once_are_all_there() {
    let home = Home::new();
    let (shelf, _) = home.open();
    join_all((0..6_000).map(|own| write(&shelf, own, "record"))).await;
    let (other, _) = home.open();
    for own in [0, 1, 3_000, 5_999] {
        assert_eq!(read(&other, own).await.as_deref(), Some("record"));
    }
    assert_eq!(shelf.take_warning(), None);
}
