//! A process is killed, or the disk says no, at each system call that touches the file. strace does it.

use crate::child;
use crate::support::{Home, read, write};
use partner_auth::shelf::Shelf;
use std::path::Path;
use std::process::{Command, Output};

const STRACE: &str = "/usr/bin/strace";

/// What is done to a new file, from its making to its renaming.
const NEW_FILE: [&str; 6] = ["unlink", "openat", "write", "fsync", "close", "rename"];

/// False where there is no strace, or where it may not trace.
fn can_trace() -> bool {
    let can = Command::new(STRACE).args(["-o", "/dev/null", "true"]).status();
    let can = can.is_ok_and(|status| status.success());
    if !can {
        eprintln!("There is no strace here, or it may not trace: nothing is killed.");
    }
    can
}

/// A child that writes a record while something is done to its calls on these files.
fn traced(home: &Home, inject: &str, paths: &[&Path]) -> Output {
    let child = child::command("write", &home.path, "new");
    let mut command = Command::new(STRACE);
    command.args(["-f", "-qq", "-o", "/dev/null", "-e", inject]);
    for path in paths {
        command.arg("-P").arg(path);
    }
    command.arg(child.get_program()).args(child.get_args());
    command.envs(child.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.output().unwrap()
}

async fn old() -> Home {
    let home = Home::new();
    let (shelf, _) = home.open();
    write(&shelf, 1, "old").await;
    home
}

/// The record after whatever happened; further writes work.
async fn after(home: &Home) -> String {
    let (shelf, _) = home.open();
    let record = read(&shelf, 1).await.unwrap_or_default();
    write(&shelf, 2, "later").await;
    assert_eq!(read(&shelf, 2).await.as_deref(), Some("later"));
    assert!(
        shelf
            .lease(crate::support::name(1), std::time::Duration::ZERO)
            .await
            .is_some()
    );
    assert_eq!(shelf.take_warning(), None);
    assert!(home.aside().is_empty());
    record
}

/// Kills a writer at that call, and says whether it came so far; the old record or the new one is there afterwards.
async fn is_killed(inject: &str, ending: Option<&str>) -> bool {
    let home = old().await;
    let folder = home.path.parent().unwrap();
    let place = ending.map_or_else(|| folder.to_owned(), |ending| home.beside(ending));
    let output = traced(&home, inject, &[&place]);
    let record = after(&home).await;
    assert!(record == "old" || record == "new", "{inject} {ending:?}: {record:?}");
    !output.status.success()
}

#[tokio::test]
async fn whoever_is_killed_at_any_system_call_of_a_write_leaves_the_old_record_or_the_new_one() {
    if !can_trace() {
        return;
    }
    for call in NEW_FILE {
        assert!(
            is_killed(&format!("inject={call}:signal=KILL"), Some(".new")).await,
            "{call} of the new file"
        );
    }
    for call in ["openat", "fsync", "close"] {
        assert!(
            is_killed(&format!("inject={call}:signal=KILL"), None).await,
            "{call} of the folder"
        );
    }
    for (call, ending) in [("flock", ".lock"), ("close", ".lock"), ("read", ""), ("openat", "")] {
        assert!(
            is_killed(&format!("inject={call}:signal=KILL"), Some(ending)).await,
            "{call} of {ending:?}"
        );
    }
}

#[tokio::test]
async fn whoever_is_killed_while_the_first_file_is_made_leaves_a_place_that_the_next_one_uses() {
    if !can_trace() {
        return;
    }
    for call in NEW_FILE {
        let home = Home::new();
        let output = traced(&home, &format!("inject={call}:signal=KILL"), &[&home.beside(".new")]);
        assert!(!output.status.success(), "{call}");
        assert_eq!(after(&home).await, "", "{call}");
    }
}

#[tokio::test]
async fn a_disk_that_is_full_or_broken_costs_nothing_that_was_there() {
    if !can_trace() {
        return;
    }
    for (call, error) in [
        ("write", "ENOSPC"),
        ("write", "EIO"),
        ("fsync", "EIO"),
        ("openat", "EROFS"),
        ("rename", "EACCES"),
    ] {
        let home = old().await;
        let new = home.beside(".new");
        // The child writes in vain, and ends well.
        let output = traced(&home, &format!("inject={call}:error={error}"), &[&new]);
        assert!(
            output.status.success(),
            "{call} {error}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(after(&home).await, "old", "{call} {error}");
        assert!(!new.exists(), "{call} {error}");
    }
}

#[tokio::test]
async fn a_process_that_was_killed_holds_no_lock_and_no_lease() {
    if !can_trace() {
        return;
    }
    let home = old().await;
    // While it has the lock, and its lease.
    let new = home.beside(".new");
    let output = traced(&home, "inject=rename:signal=KILL", &[&new]);
    assert!(!output.status.success());
    assert_eq!(after(&home).await, "old");
}
