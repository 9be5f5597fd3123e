//! Tokens in a file: what it survives, what it refuses, and that many processes share it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that can't go on has failed"
)]

mod child;
mod faults;
mod file;
mod processes;
mod support;
mod waiting;
