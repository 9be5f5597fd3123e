//! What is kept on this machine's disk.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

mod journal_file;

pub use journal_file::JournalFile;
