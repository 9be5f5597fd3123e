//! The native library of the PartnerAuth module: the C ABI over the core.
//!
//! Exports are in [`exports`], what they take and give in [`documents`]; between the two and the core stands
//! `convert`. There is no policy here.
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

mod access;
mod access_repair;
mod admin_consent;
mod application;
mod bulk;
mod cached;
mod certificates;
mod client;
mod connect;
mod consent;
mod convert;
mod customer;
pub mod documents;
mod environment;
pub mod exports;
mod failure;
mod fleet;
#[doc(hidden)]
pub mod fuzzing;
mod granted;
mod kept;
mod profile;
mod refresh_tokens;
mod relationship;
mod resolve;
#[cfg(feature = "schema")]
pub mod schema;
mod secrets;
mod sign_in;
mod sync;
mod timeline;
mod token;

pub use exports::inventory;

/// Tokens and secrets pass through memory of others, which this overwrites when it is given back.
#[global_allocator]
static MEMORY: partner_ffi::Wiping = partner_ffi::Wiping(std::alloc::System);
