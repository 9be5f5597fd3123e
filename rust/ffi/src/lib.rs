//! What every export of the C ABI shares: guard, ids, operations, buffers.
//!
//! Rules of the boundary, the same for every export:
//! - only numbers and pointers cross it, and each call says how it went with a number ([`Status`]);
//! - no panic leaves it ([`guard`]);
//! - what lives on is named by an id that is never used twice ([`Table`]), so a wrong or closed id is a status;
//! - the caller gives the memory that answers are written to ([`buffer`]), and the copy on this side is zeroed;
//! - a library that holds secrets overwrites all memory that it gives back ([`Wiping`]).
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::as_conversions
    )
)]

pub mod buffer;
pub mod event;
#[cfg(feature = "fault-inject")]
pub mod fault;
mod guard;
mod ids;
mod operation;
pub mod operations;
mod runtime;
mod status;
mod wiping;

pub use event::Event;
pub use guard::{Defect, guard};
pub use ids::Table;
pub use operation::{Failure, Feed, Gate, Operation, Reply};
pub use runtime::{block_on, spawn};
pub use status::{Outcome, Status};
pub use wiping::Wiping;

/// Version of the boundary: it goes up with every change that an older assembly would not understand.
pub const ABI_VERSION: u32 = 2;
