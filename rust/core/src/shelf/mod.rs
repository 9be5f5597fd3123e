//! Where tokens outlive the process: a file of this machine, or a server that a fleet shares.

mod forget;
mod kept;
mod obtain;
mod record;
pub mod seal;

pub use kept::Kept;
pub(crate) use obtain::Wanted;

use crate::clock::Clock;
use futures_util::future::BoxFuture;
use std::time::Duration;

/// What a record is called. Both parts are keyed hashes, so that a shelf learns nothing of tenants or accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordName {
    /// Alike for all records of a tenant.
    pub group: [u8; 16],
    /// The record's own.
    pub own: [u8; 16],
}

/// The right to ask the service for one record, against other processes and machines. It ends when this goes.
pub trait Lease: Send + Sync {
    /// Grows with each lease of a record; a shelf refuses what an older one writes after a newer one.
    fn fence(&self) -> u64;
}

/// Keeps sealed records. It never sees what is in them, and whatever goes wrong with it is a miss and never an error of
/// who asks: the process goes on in its memory, and is told once (`take_warning`).
pub trait Shelf: Send + Sync {
    /// The record of that name.
    fn read(&self, name: RecordName) -> BoxFuture<'static, Option<Vec<u8>>>;

    /// Keeps a record as long as that; done when it is safe where it is kept.
    fn write(&self, name: RecordName, sealed: Vec<u8>, life: Duration, fence: u64) -> BoxFuture<'static, ()>;

    /// Forgets all records of a group, or every record.
    fn remove(&self, group: Option<[u8; 16]>) -> BoxFuture<'static, ()>;

    /// Waits for the right to ask for a record, at most that long; without one, whoever waited goes on alone.
    fn lease(&self, name: RecordName, wait: Duration) -> BoxFuture<'static, Option<Box<dyn Lease>>>;

    /// How long nothing may leave for a record yet, as another process was told by the service (`Retry-After`).
    fn paused(&self, name: RecordName) -> BoxFuture<'static, Option<Duration>>;

    /// Tells the others that nothing may leave for a record for so long.
    fn pause(&self, name: RecordName, length: Duration) -> BoxFuture<'static, ()>;

    /// How long to wait for this call's place in a line that all share, at that many calls a second; `None` where
    /// nothing is shared.
    fn turn(&self, line: [u8; 16], per_second: u32) -> BoxFuture<'static, Option<Duration>>;

    /// What the user has to know and was not told yet, a sentence about this shelf without a secret.
    fn take_warning(&self) -> Option<String>;

    /// What the user may want to know and was not told yet: that something is well again.
    fn take_word(&self) -> Option<String> {
        None
    }
}

/// Whether bytes are a record: a token, or the newest refresh token of a line.
pub(crate) fn is_record(bytes: &[u8], clock: &dyn Clock) -> bool {
    record::token(bytes, clock).is_some() || record::line(bytes).is_some()
}
