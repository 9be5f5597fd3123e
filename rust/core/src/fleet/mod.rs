//! A run that several machines divide: each tenant is done once, by whoever is free.

mod results;
mod run;
mod state;
#[cfg(test)]
mod tests;

pub use results::results;
pub use run::{Place, Run, Turn};

use crate::error::Error;
use futures_util::future::BoxFuture;

/// The name of a run, or of a tenant in it: a keyed hash.
pub type Name = [u8; 16];

/// The right to do a tenant, until another worker takes it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Where the tenant stands in the run.
    pub entry: String,
    /// Which tenant.
    pub tenant: Name,
    /// Grows each time somebody takes the tenant.
    pub fence: u64,
}

/// A run that was joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The run's own number: one that begins anew under its name has another.
    pub number: Name,
    /// Failures before this place among the results are of earlier, and are tried again. None while another worker is at
    /// the run.
    pub old: u64,
}

/// Which tenants a worker takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Take {
    /// How many at most.
    pub most: usize,
    /// Of those that somebody was at, the ones behind this entry of the run; from its beginning without one.
    pub behind: Option<String>,
    /// Of those that somebody was at, the ones alone that were left on purpose: after an outage nobody was heard of.
    pub only_left: bool,
}

/// What one look at a run gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finished {
    /// Tenants that have a result which stands.
    pub tenants: Vec<Name>,
    /// Where the next look begins.
    pub next: u64,
    /// False for a run that the server has lost, in whole or in part.
    pub is_there: bool,
}

/// Sealed results with their tenants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    /// Tenants and what came of them.
    pub sealed: Vec<(Name, Vec<u8>)>,
    /// Where the next look begins; where this one began at the end.
    pub next: u64,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tenants of the run.
    pub tenants: u64,
    /// Those with a result.
    pub finished: u64,
    /// Those that somebody is at.
    pub in_work: u64,
}

/// Divides runs. It never sees what a tenant or a result is.
pub trait Fleet: Send + Sync {
    /// Begins a run or joins it. `None` where the run is for something else.
    fn join(&self, run: Name, purpose: Name) -> BoxFuture<'static, Result<Option<Joined>, Error>>;

    /// Adds tenants; gives for each whether it has a result already, and nothing where the run is lost. A failure before
    /// the place `old` is none: the tenant is done again.
    fn offer(&self, run: Name, tenants: Vec<Name>, old: u64) -> BoxFuture<'static, Result<Vec<bool>, Error>>;

    /// Takes tenants that nobody is at, or that a worker left who has not been heard of for long.
    fn take(&self, run: Name, worker: Name, wanted: Take) -> BoxFuture<'static, Result<Vec<Ticket>, Error>>;

    /// Says that this worker is still at those.
    fn extend(&self, run: Name, worker: Name, at: Vec<Ticket>) -> BoxFuture<'static, Result<(), Error>>;

    /// Leaves a tenant for others.
    fn leave(&self, run: Name, worker: Name, ticket: Ticket) -> BoxFuture<'static, Result<(), Error>>;

    /// Keeps a sealed result; false where another worker took the tenant over.
    fn finish(
        &self,
        run: Name,
        ticket: Ticket,
        sealed: Vec<u8>,
        is_failure: bool,
    ) -> BoxFuture<'static, Result<bool, Error>>;

    /// Tenants that were finished after that place, in the run of that number.
    fn finished(&self, run: Name, number: Name, after: u64) -> BoxFuture<'static, Result<Finished, Error>>;

    /// Results after that place.
    fn results(&self, run: Name, after: u64) -> BoxFuture<'static, Result<Results, Error>>;

    /// How far a run is; nothing for one that nobody began or that is forgotten.
    fn counts(&self, run: Name) -> BoxFuture<'static, Result<Option<Counts>, Error>>;

    /// What the user has to know and was not told yet.
    fn take_warning(&self) -> Option<String>;
}
