//! The readers of bytes from outside that are no part of the interface, for `rust/fuzz` alone.

use crate::{file_shelf, journal_file, redis};

/// Reads the file of kept tokens and writes it again; nothing for what is none.
#[must_use]
pub fn kept_file(bytes: &[u8]) -> Option<Vec<u8>> {
    file_shelf::written_again(bytes)
}

/// The whole lines of a journal; nothing for what is none.
#[must_use]
pub fn journal_lines(bytes: Vec<u8>) -> Option<String> {
    journal_file::whole_lines(bytes)
}

/// How many of the readers of a Redis server's answers take one; nothing for what is no answer.
#[must_use]
pub fn redis_answer(bytes: &[u8]) -> Option<usize> {
    redis::readers_of(bytes)
}
