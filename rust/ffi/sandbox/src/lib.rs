//! The native library of the PartnerAuth.Sandbox module: the C ABI over the sandbox.
//!
//! Exports are in [`exports`], what they take and give in [`documents`].
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

pub mod documents;
pub mod exports;
#[cfg(feature = "schema")]
pub mod schema;
mod server;

pub use exports::inventory;
