//! Writing for all who wait: while one write runs, further changes gather for the next.

use super::Inner;
use super::content::Record;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// A change of the file.
pub(super) enum Change {
    /// A record by its own name.
    Put([u8; 16], Record),
    /// A group goes, or everything.
    Remove(Option<[u8; 16]>),
}

impl Change {
    /// What it drops.
    pub(super) fn dropped(&self) -> Option<Option<[u8; 16]>> {
        match self {
            Self::Put(..) => None,
            Self::Remove(group) => Some(*group),
        }
    }
}

/// Changes that wait to be written.
#[derive(Default)]
pub(super) struct Commits(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    changes: Vec<Change>,
    who: Vec<oneshot::Sender<()>>,
    is_at_work: bool,
}

/// Adds a change, and is done when it is on the disk, or when it is known that it can't be. Who leaves before has its
/// change written nevertheless.
pub(super) fn add(inner: &Arc<Inner>, change: Change) -> impl Future<Output = ()> + Send + 'static {
    let inner = Arc::clone(inner);
    async move {
        let written = {
            let mut waiting = inner.commits.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (done, written) = oneshot::channel();
            waiting.changes.push(change);
            waiting.who.push(done);
            if !std::mem::replace(&mut waiting.is_at_work, true) {
                let inner = Arc::clone(&inner);
                drop(tokio::task::spawn_blocking(move || work(&inner)));
            }
            written
        };
        drop(written.await);
    }
}

fn work(inner: &Inner) {
    loop {
        let (changes, who) = {
            let mut waiting = inner.commits.0.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.changes.is_empty() {
                waiting.is_at_work = false;
                return;
            }
            (std::mem::take(&mut waiting.changes), std::mem::take(&mut waiting.who))
        };
        inner.apply(&changes);
        for done in who {
            // Who left does not hear it.
            let _ = done.send(());
        }
    }
}
