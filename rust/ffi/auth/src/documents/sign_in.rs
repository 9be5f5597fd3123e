//! The documents of sign-ins.

use super::{AccountDocument, TokenDocument};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a person signs in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SignInKind {
    /// In a browser on this machine.
    Browser,
    /// On any device, with a code that a warning tells.
    Device,
}

/// Starts `sign_in`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInStart {
    /// The application; it has no refresh token yet.
    pub account: AccountDocument,
    /// GUID, DNS name, or `organizations`.
    pub tenant: String,
    /// Short resource names or full scopes, all of one resource.
    pub scopes: Vec<String>,
    /// How the person signs in.
    pub kind: SignInKind,
    /// The user, so that nobody has to type the name.
    pub login_hint: Option<String>,
    /// What the page does first: `login`, `select_account`, `consent` or `none`.
    pub prompt: Option<String>,
    /// Claims that a policy asked for, JSON.
    pub claims: Option<String>,
    /// True to listen on any free port.
    pub any_port: bool,
    /// The most time that the person may take, in seconds; five minutes when left out, and at most.
    pub timeout_seconds: Option<u32>,
}

/// What a sign-in brought.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInDocument {
    /// The token.
    pub token: TokenDocument,
    /// Id of the refresh token, until `refresh_token_close`.
    pub refresh_token: u64,
}
