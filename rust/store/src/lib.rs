//! What is kept on this machine's disk, and on a server that a fleet shares.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::indexing_slicing))]

pub mod file_shelf;
#[doc(hidden)]
pub mod fuzzing;
mod hex;
mod journal_file;
mod keyring;
pub mod redis;

pub use file_shelf::FileShelf;
pub use hex::hex;
pub use journal_file::JournalFile;
pub use keyring::Keyring;
