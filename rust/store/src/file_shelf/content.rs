//! What the file of kept tokens holds: a head, which records are dropped, and sealed records.
//!
//! All numbers are little-endian. A SHA-256 of everything before it ends the file, so that a cut or a flipped bit anywhere
//! is seen; against whoever means harm, each record is sealed.

use partner_auth::shelf::RecordName;
use ring::digest::{SHA256, SHA256_OUTPUT_LEN, digest};
use std::collections::HashMap;
use std::sync::Arc;

/// Begins every file.
const MAGIC: &[u8; 16] = b"PartnerAuth kept";
/// The version that is written, and the only one that is read.
const VERSION: u8 = 1;
/// Bytes of the beginning that tells one state of the file from the next.
pub(super) const BEGINNING: usize = 16 + 1 + 8 + 16 + 16;
/// The most groups whose drops are remembered. A drop counts for leases that are older than it, so the latest do.
const MOST_DROPPED: usize = 1_000;
/// The largest file that is read or written, in bytes.
pub(super) const LIMIT: usize = 64 * 1024 * 1024;
/// Bytes of a record beside what is sealed.
const RECORD: usize = 16 + 16 + 8 + 8 + 4;

/// A record as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) group: [u8; 16],
    /// Unix seconds.
    pub(super) ends: i64,
    pub(super) fence: u64,
    pub(super) sealed: Arc<[u8]>,
}

/// What the file holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// Which key it is sealed with.
    pub(super) key_id: [u8; 8],
    /// That of the passphrase; zeros where the key is in the keyring.
    pub(super) salt: [u8; 16],
    /// Another one with each write.
    pub(super) stamp: [u8; 16],
    /// Counts leases that wrote, and drops: a lease's fence is one more than it.
    pub(super) clock: u64,
    /// The clock when everything was dropped last.
    dropped_all: u64,
    /// The clock when each group was.
    dropped: HashMap<[u8; 16], u64>,
    /// By their own names.
    records: HashMap<[u8; 16], Record>,
}

/// Why bytes are no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Something else is in it.
    Foreign,
    /// A later version of the module wrote it.
    Newer,
    /// It is cut or damaged.
    Damaged,
}

impl Fault {
    /// What is wrong with the file, as the end of a sentence.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::Foreign => "holds something else than kept tokens",
            Self::Newer => "was written by a later version of this module",
            Self::Damaged => "is damaged or cut",
        }
    }
}

impl Content {
    /// Nothing, to be sealed with that key; a lease of that clock or before it writes no more.
    pub(super) fn new(key_id: [u8; 8], salt: [u8; 16], clock: u64) -> Self {
        Self {
            key_id,
            salt,
            clock,
            dropped_all: clock,
            ..Self::default()
        }
    }

    /// The record of that name.
    pub(super) fn get(&self, name: RecordName) -> Option<&Record> {
        self.records.get(&name.own).filter(|record| record.group == name.group)
    }

    /// Keeps a record, unless what is there, or a drop of it, is newer than its lease. Without a lease it is kept.
    pub(super) fn put(&mut self, own: [u8; 16], record: Record) {
        if record.fence > 0 {
            let dropped = self.dropped.get(&record.group).copied().unwrap_or(0);
            let there = self.records.get(&own).map_or(0, |there| there.fence);
            if record.fence <= dropped.max(self.dropped_all) || record.fence < there {
                return;
            }
            self.clock = self.clock.max(record.fence);
        }
        self.records.insert(own, record);
    }

    /// Forgets a group, or everything.
    pub(super) fn remove(&mut self, group: Option<[u8; 16]>) {
        self.clock = self.clock.saturating_add(1);
        match group {
            Some(group) => {
                self.dropped.insert(group, self.clock);
                self.records.retain(|_, record| record.group != group);
            }
            None => {
                self.dropped.clear();
                self.dropped_all = self.clock;
                self.records.clear();
            }
        }
    }

    /// Lets go of what has ended, and of what ends first where there is too much.
    pub(super) fn tidy(&mut self, now_unix: i64) {
        self.records.retain(|_, record| record.ends > now_unix);
        if self.dropped.len() > MOST_DROPPED {
            let mut clocks: Vec<u64> = self.dropped.values().copied().collect();
            clocks.sort_unstable_by(|a, b| b.cmp(a));
            let last = clocks.get(MOST_DROPPED).copied().unwrap_or(0);
            self.dropped.retain(|_, clock| *clock > last);
            // Whose drop is not remembered: their older leases write no more either.
            self.dropped_all = self.dropped_all.max(last);
        }
        let mut size = self.size();
        if size <= LIMIT {
            return;
        }
        let mut by_end: Vec<([u8; 16], i64)> = self.records.iter().map(|(own, r)| (*own, r.ends)).collect();
        by_end.sort_unstable_by_key(|(_, ends)| *ends);
        for (own, _) in by_end {
            if size <= LIMIT {
                return;
            }
            if let Some(record) = self.records.remove(&own) {
                size = size.saturating_sub(RECORD + record.sealed.len());
            }
        }
    }

    fn size(&self) -> usize {
        let sealed: usize = self.records.values().map(|r| RECORD + r.sealed.len()).sum();
        BEGINNING + 24 + self.dropped.len() * 24 + sealed + SHA256_OUTPUT_LEN
    }

    /// The bytes of the file.
    pub(super) fn encode(&self) -> Vec<u8> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = Vec::with_capacity(self.size());
        bytes.extend_from_slice(MAGIC);
        bytes.push(VERSION);
        bytes.extend_from_slice(&self.key_id);
        bytes.extend_from_slice(&self.salt);
        bytes.extend_from_slice(&self.stamp);
        bytes.extend_from_slice(&self.clock.to_le_bytes());
        bytes.extend_from_slice(&self.dropped_all.to_le_bytes());
        bytes.extend_from_slice(&count(self.dropped.len()));
        bytes.extend_from_slice(&count(self.records.len()));
        for (group, clock) in &self.dropped {
            bytes.extend_from_slice(group);
            bytes.extend_from_slice(&clock.to_le_bytes());
        }
        for (own, record) in &self.records {
            bytes.extend_from_slice(own);
            bytes.extend_from_slice(&record.group);
            bytes.extend_from_slice(&record.ends.to_le_bytes());
            bytes.extend_from_slice(&record.fence.to_le_bytes());
            bytes.extend_from_slice(&count(record.sealed.len()));
            bytes.extend_from_slice(&record.sealed);
        }
        let hash = digest(&SHA256, &bytes);
        bytes.extend_from_slice(hash.as_ref());
        bytes
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// What they are in place of it.
    pub(super) fn decode(bytes: &[u8]) -> Result<Self, Fault> {
        let Some(rest) = bytes.strip_prefix(MAGIC) else {
            let is_cut = MAGIC.starts_with(bytes);
            return Err(if is_cut { Fault::Damaged } else { Fault::Foreign });
        };
        match rest.first() {
            Some(&VERSION) => {}
            Some(later) if *later > VERSION => return Err(Fault::Newer),
            _ => return Err(Fault::Damaged),
        }
        let body = bytes.len().checked_sub(SHA256_OUTPUT_LEN).ok_or(Fault::Damaged)?;
        let (body, hash) = bytes.split_at_checked(body).ok_or(Fault::Damaged)?;
        if digest(&SHA256, body).as_ref() != hash {
            return Err(Fault::Damaged);
        }
        let mut reader = Reader(body.get(MAGIC.len() + 1..).unwrap_or_default());
        reader.content().ok_or(Fault::Damaged)
    }
}

/// Reads numbers and names one after the other.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn content(&mut self) -> Option<Content> {
        let mut content = Content {
            key_id: self.array()?,
            salt: self.array()?,
            stamp: self.array()?,
            clock: u64::from_le_bytes(self.array()?),
            dropped_all: u64::from_le_bytes(self.array()?),
            ..Content::default()
        };
        let (dropped, records) = (self.count()?, self.count()?);
        for _ in 0..dropped {
            let (group, clock) = (self.array()?, u64::from_le_bytes(self.array()?));
            content.dropped.insert(group, clock);
        }
        for _ in 0..records {
            let own = self.array()?;
            let record = Record {
                group: self.array()?,
                ends: i64::from_le_bytes(self.array()?),
                fence: u64::from_le_bytes(self.array()?),
                sealed: {
                    let length = self.count()?;
                    self.bytes(length)?.into()
                },
            };
            content.records.insert(own, record);
        }
        self.0.is_empty().then_some(content)
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(u32::from_le_bytes(self.array()?)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(group: u8, ends: i64, fence: u64, size: usize) -> Record {
        Record {
            group: [group; 16],
            ends,
            fence,
            sealed: vec![7; size].into(),
        }
    }

    fn content() -> Content {
        let mut content = Content {
            key_id: [1; 8],
            salt: [2; 16],
            stamp: [3; 16],
            ..Content::default()
        };
        content.remove(Some([9; 16]));
        content.put([1; 16], record(1, 100, 2, 40));
        content.put([2; 16], record(2, 200, 0, 0));
        content
    }

    fn name(own: u8, group: u8) -> RecordName {
        RecordName {
            group: [group; 16],
            own: [own; 16],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let read = Content::decode(&content().encode()).unwrap();
        assert_eq!(
            (read.key_id, read.salt, read.stamp, read.clock),
            ([1; 8], [2; 16], [3; 16], 2)
        );
        assert_eq!(read.get(name(1, 1)).unwrap().sealed.len(), 40);
        assert!(read.get(name(1, 2)).is_none());
        assert_eq!(read.dropped, content().dropped);
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_seen() {
        let bytes = content().encode();
        for length in 0..bytes.len() {
            assert_eq!(
                Content::decode(&bytes[..length]).unwrap_err(),
                Fault::Damaged,
                "{length} bytes"
            );
        }
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(Content::decode(&changed).is_err(), "bit {bit}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Content::decode(&longer).unwrap_err(), Fault::Damaged);
    }

    #[test]
    fn a_newer_file_and_a_foreign_one_are_told_apart() {
        let mut newer = content().encode();
        newer[MAGIC.len()] = 2;
        assert_eq!(Content::decode(&newer).unwrap_err(), Fault::Newer);
        assert_eq!(Content::decode(b"my own notes").unwrap_err(), Fault::Foreign);
        assert_eq!(Content::decode(&[0; 4096]).unwrap_err(), Fault::Foreign);
    }

    #[test]
    fn a_lease_of_before_a_drop_or_of_before_another_lease_writes_nothing() {
        let mut content = Content::default();
        let before = content.clock + 1;
        content.remove(Some([1; 16]));
        content.put([1; 16], record(1, 100, before, 1));
        assert!(content.get(name(1, 1)).is_none());
        content.put([2; 16], record(2, 100, before, 1));
        assert!(content.get(name(2, 2)).is_some(), "another group was not dropped");
        let after = content.clock + 1;
        content.put([1; 16], record(1, 100, after, 1));
        content.put([1; 16], record(1, 100, after - 1, 2));
        assert_eq!(content.get(name(1, 1)).unwrap().sealed.len(), 1);
        content.remove(None);
        content.put([1; 16], record(1, 100, after, 1));
        assert!(content.get(name(1, 1)).is_none());
        content.put([1; 16], record(1, 100, 0, 1));
        assert!(content.get(name(1, 1)).is_some(), "without a lease it is kept");
    }

    #[test]
    fn what_has_ended_goes_and_too_much_loses_what_ends_first() {
        let mut content = content();
        content.tidy(100);
        assert!(content.get(name(1, 1)).is_none() && content.get(name(2, 2)).is_some());
        for own in 10..20 {
            content.put([own; 16], record(1, 1_000 + i64::from(own), 0, LIMIT / 8));
        }
        content.tidy(100);
        assert!(content.encode().len() <= LIMIT);
        assert!(content.get(name(10, 1)).is_none() && content.get(name(19, 1)).is_some());
        for group in 0..2_000_u32 {
            let mut name = [0; 16];
            name[..4].copy_from_slice(&group.to_le_bytes());
            content.remove(Some(name));
        }
        content.tidy(100);
        assert_eq!(content.dropped.len(), MOST_DROPPED);
    }
}
