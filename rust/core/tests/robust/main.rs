//! What is broken, hostile or absurd: networks, services, clocks, texts, and callers in great number.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

mod a_day;
mod certificates;
mod clock_jumps;
mod faults;
mod handshakes;
mod injection;
mod isolation;
mod properties;
mod retries;
mod single_flight;
mod slow_servers;
#[path = "../support/mod.rs"]
mod support;
