//! Where this worker is in a run.

use super::{Joined, Name, Ticket, Turn};
use crate::error::Error;
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use tokio::sync::oneshot::Sender;

/// What who waits for a tenant is told.
pub(super) type Outcome = Result<Turn, Error>;

/// What this worker knows of the run.
#[derive(Default)]
pub(super) struct State {
    /// Results before this place are known.
    pub(super) after: u64,
    /// The run, as it was joined.
    pub(super) joined: Joined,
    /// Tenants that were given to this worker and have no outcome; a tenant may be given twice.
    pub(super) waiting: HashMap<Name, Vec<Sender<Outcome>>>,
    /// Those of them that the run does not know of yet.
    pub(super) unknown: HashSet<Name>,
    /// What this worker is at.
    pub(super) at: HashMap<Name, Ticket>,
    /// When the server was told last that this worker is still at it.
    pub(super) extended: Duration,
    /// Since when the server is away.
    pub(super) away_since: Option<Duration>,
    /// Until when nobody's tenants are taken over: after an outage no worker has been heard of.
    pub(super) calm_until: Duration,
    /// Entries up to this one were looked at and are of tenants that this worker was not given.
    pub(super) behind: Option<String>,
    /// Why this worker does no further tenant.
    pub(super) over: Option<Error>,
}

impl State {
    /// Tells one who waits for a tenant; gives the outcome back where nobody does.
    pub(super) fn tell(&mut self, tenant: Name, mut outcome: Outcome) -> Option<Outcome> {
        while let Some(waiting) = self.waiting.get_mut(&tenant).and_then(Vec::pop) {
            if self.waiting.get(&tenant).is_some_and(Vec::is_empty) {
                self.waiting.remove(&tenant);
            }
            match waiting.send(outcome) {
                Ok(()) => return None,
                Err(back) => outcome = back,
            }
        }
        Some(outcome)
    }

    /// Tells all who wait for a tenant that it has its result. Whether that of one that the run does not know of is to
    /// be tried again, the offer tells.
    pub(super) fn others(&mut self, tenant: Name) {
        if self.unknown.contains(&tenant) {
            return;
        }
        for waiting in self.waiting.remove(&tenant).unwrap_or_default() {
            drop(waiting.send(Ok(Turn::Others)));
        }
    }

    /// Does no further tenant.
    pub(super) fn end(&mut self, why: &Error) {
        self.over = Some(why.clone());
        for waiting in self.waiting.drain().flat_map(|(_, waiting)| waiting) {
            drop(waiting.send(Err(why.clone())));
        }
    }

    /// Looks at the run from its beginning, and offers again what is waited for: what the server knew, it may have lost.
    pub(super) fn begin_anew(&mut self) {
        self.after = 0;
        self.behind = None;
        self.unknown = self.waiting.keys().copied().collect();
    }
}
