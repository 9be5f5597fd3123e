//! The partner's own application: how it is registered in the partner's tenant, what is wrong with that, and how it is
//! made from a manifest (Microsoft Graph, "application resource type").

pub mod check;
mod judge;
pub mod make;
mod plan;
mod registration;
mod secret;
mod settle;
mod wanted;

pub use check::{Check, Checked, check};
pub use make::{Made, Making, make};
pub use plan::{Action, Change};
pub(crate) use registration::asks_for;
pub use registration::{RegisteredCredential, credentials};
pub use secret::NewSecret;
