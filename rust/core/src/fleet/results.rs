//! What a run has brought so far, by all its workers.

use super::{Counts, Fleet, Name};
use crate::error::Error;
use crate::shelf::RecordName;
use crate::shelf::seal::Seal;

/// All results of a run, opened, in the order of their end; how many can't be opened; and how far the run is.
///
/// # Errors
/// `InvalidInput` where there is no such run; what is wrong with the server.
pub async fn results(fleet: &dyn Fleet, seal: &Seal, name: &str) -> Result<(Vec<Vec<u8>>, usize, Counts), Error> {
    let run = name_of(seal, name);
    let counts = fleet.counts(run).await?.ok_or_else(|| {
        Error::input(
            "There is no run of that name: none was begun, or it was whole and is forgotten after a day.",
            "Give the name that -Fleet had, with the same Redis server and -EncryptionKey.",
        )
    })?;
    let (mut results, mut unreadable, mut after) = (Vec::new(), 0_usize, 0);
    loop {
        let found = fleet.results(run, after).await?;
        if found.next == after {
            return Ok((results, unreadable, counts));
        }
        after = found.next;
        for (tenant, sealed) in found.sealed {
            match seal.open(record(run, tenant), sealed) {
                Some(plain) => results.push(plain.to_vec()),
                None => unreadable = unreadable.saturating_add(1),
            }
        }
    }
}

/// What a run is called where its workers meet.
pub(super) fn name_of(seal: &Seal, name: &str) -> Name {
    seal.hash(b"run", &[name.as_bytes()])
}

/// What a result is sealed for.
pub(super) fn record(run: Name, tenant: Name) -> RecordName {
    RecordName {
        group: run,
        own: tenant,
    }
}
