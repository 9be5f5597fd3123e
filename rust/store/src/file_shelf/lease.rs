//! The right to ask for one record: a small file of its own, locked as long as somebody asks. A lock ends with its process.

use super::place::{Trouble, check_folder, open_private, private_folder};
use super::{Inner, Unusable, blocking};
use crate::hex::hex;
use partner_auth::shelf::{Lease, RecordName};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// The shortest and the longest wait before a lease is tried again.
const FIRST: Duration = Duration::from_millis(2);
const LONGEST: Duration = Duration::from_millis(50);
/// A file that nobody locked for so long was left by a process that was ended.
const STALE: Duration = Duration::from_secs(24 * 3600);

/// A lock on a record.
struct Held {
    fence: u64,
    /// Locked until it goes.
    file: Option<File>,
    path: PathBuf,
}

impl Lease for Held {
    fn fence(&self) -> u64 {
        self.fence
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // Gone before it is free: who waits for it sees that its file has no name any more, and makes a new one. Windows
        // tells no such thing, so that the file stays there.
        if cfg!(unix) {
            drop(std::fs::remove_file(&self.path));
        }
        drop(self.file.take());
    }
}

/// How a try went.
enum Try {
    Held(Held),
    Busy,
    Unusable(Unusable),
}

/// Waits for a lease, at most that long.
pub(super) async fn take(inner: Arc<Inner>, name: RecordName, wait: Duration) -> Option<Box<dyn Lease>> {
    let began = Instant::now();
    let mut pause = FIRST;
    loop {
        let there = Arc::clone(&inner);
        let problem = match blocking(move || try_take(&there, name)).await? {
            Try::Held(held) => return Some(Box::new(held)),
            Try::Busy if began.elapsed() < wait => {
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2).min(LONGEST);
                continue;
            }
            Try::Busy => Unusable::Busy,
            Try::Unusable(problem) => problem,
        };
        inner.warn(&problem);
        return None;
    }
}

fn try_take(inner: &Inner, name: RecordName) -> Try {
    let folder = folder(inner);
    let path = folder.join(hex(&name.own));
    match lock(&folder, &path) {
        Ok(Some(file)) => {
            let held = |fence| Held {
                fence,
                file: Some(file),
                path,
            };
            let mut seen = inner.seen();
            match inner.refresh(&mut seen) {
                // A bad file is set aside by the write that follows.
                Ok(()) | Err(Unusable::Fault(_)) => Try::Held(held(seen.clock.saturating_add(1))),
                Err(problem) => Try::Unusable(problem),
            }
        }
        Ok(None) => Try::Busy,
        Err(problem) => Try::Unusable(problem.into()),
    }
}

/// Locks a record's file; nothing while somebody else does.
fn lock(folder: &Path, path: &Path) -> Result<Option<File>, Trouble> {
    match check_folder(folder) {
        Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::NotFound => private_folder(folder)?,
        checked => checked?,
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = match open_private(path, &mut options) {
        Ok(file) => file,
        // It went, or another one came, while it was opened.
        Err(Trouble::Io(error)) if is_of_the_moment(&error) => return Ok(None),
        Err(trouble) => return Err(trouble),
    };
    match file.try_lock() {
        Ok(()) => Ok(is_named(&file, path).then_some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn is_of_the_moment(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::Interrupted)
        || (cfg!(windows) && error.kind() == io::ErrorKind::PermissionDenied)
}

/// True when the file still has that name: whoever held it before takes the name away.
#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata().map(|found| (found.dev(), found.ino()));
    let named = std::fs::symlink_metadata(path).map(|found| (found.dev(), found.ino()));
    matches!((ours, named), (Ok(ours), Ok(named)) if ours == named)
}

#[cfg(not(unix))]
fn is_named(_: &File, _: &Path) -> bool {
    true
}

/// Takes away what processes left behind that were ended; what is in use is locked and stays.
pub(super) fn clean(inner: &Inner) {
    let folder = folder(inner);
    if check_folder(&folder).is_err() {
        return;
    }
    let Ok(entries) = std::fs::read_dir(&folder) else {
        return;
    };
    for entry in entries.flatten().filter(|entry| is_lease(&entry.file_name())) {
        let age = entry.metadata().and_then(|found| found.modified());
        let is_stale = age.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > STALE));
        if is_stale && let Ok(Some(file)) = lock(&folder, &entry.path()) {
            drop(std::fs::remove_file(entry.path()));
            drop(file);
        }
    }
}

fn folder(inner: &Inner) -> PathBuf {
    inner.place.beside(".leases")
}

/// True for the name of a record's file.
fn is_lease(name: &OsStr) -> bool {
    name.to_str()
        .is_some_and(|name| name.len() == 32 && name.bytes().all(|b| b.is_ascii_hexdigit()))
}
