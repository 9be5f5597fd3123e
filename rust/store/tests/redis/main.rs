//! What a fleet shares, against a real server. Where `redis-server` is missing, these tests say so and end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod faults;
mod fleet;
mod lost_runs;
mod outages;
mod shelf;
mod support;
mod workers;
