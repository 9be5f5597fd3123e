//! The documents of an account's check and of the partner's own application.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `account_check`: whether an account can be used at all. Nobody is asked.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountCheckStart {
    /// The account.
    pub account: AccountDocument,
    /// True when a person signs in with it, so that it needs no credential.
    pub signs_in: bool,
}

/// Starts `application_read`: the secrets and certificates of the account's application.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationStart {
    /// The account; its home tenant is read.
    pub account: AccountDocument,
    /// The most time it may take.
    pub timeout_seconds: u32,
}

/// The partner's own application.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationDocument {
    /// Its secrets and certificates.
    pub credentials: Vec<CredentialDocument>,
}

/// A secret or certificate of an application.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CredentialDocument {
    /// True for a certificate.
    pub certificate: bool,
    /// Its name.
    pub name: Option<String>,
    /// Its end, ISO 8601.
    pub ends_on: String,
}
