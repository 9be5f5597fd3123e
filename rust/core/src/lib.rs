//! Tokens, consent and customers for Microsoft partners: the core, which knows nothing of PowerShell.
//!
//! One [`PartnerClient`] serves a whole process. A call names an [`Account`] (who asks) and a tenant; what it needs
//! from the outside (HTTP, the clock) is handed in at construction, so that tests need neither a network nor patience.
#![forbid(unsafe_code)]
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

pub mod access;
pub mod account;
pub mod admin_consent;
pub mod application;
mod attempts;
pub mod cache;
pub mod claims;
mod class;
pub mod client;
pub mod client_id;
pub mod clock;
pub mod cloud;
pub mod connect;
pub mod consent;
pub mod credential;
pub mod customer_sources;
mod data;
pub mod directory;
pub mod discovery;
pub mod error;
mod error_text;
pub mod fleet;
#[doc(hidden)]
pub mod fuzzing;
mod given_token;
pub mod graph;
pub mod guidance;
mod holds;
pub mod http;
mod known;
mod loopback;
pub mod manifest;
pub mod oauth;
mod pace;
pub mod partner_center;
pub mod permissions;
mod proxy;
mod random;
mod recent_tokens;
pub mod refresh_token;
pub mod relationships;
pub mod renewal;
pub mod report;
pub mod resolve;
pub mod resource;
pub mod retry;
pub mod scope;
pub mod secret;
pub mod shelf;
pub mod sign_in;
pub mod tenant;
pub mod throttle;
pub mod timeline;
pub mod token;
pub mod token_details;
mod turns;

pub use account::Account;
pub use client::PartnerClient;
pub use client_id::ClientId;
pub use cloud::Cloud;
pub use credential::ClientCredential;
pub use error::{Error, ErrorKind};
pub use refresh_token::RefreshToken;
pub use report::{Question, Report, Silent};
pub use resource::Resource;
pub use scope::Scopes;
pub use secret::Secret;
pub use tenant::Tenant;
pub use token::{Token, TokenRequest};

/// What a call to the core gives.
pub type Result<T> = std::result::Result<T, Error>;
