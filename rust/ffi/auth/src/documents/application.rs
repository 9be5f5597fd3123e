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

/// Starts `application_check`: whether the partner's application is as its work needs it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationCheckStart {
    /// Who asks; its home tenant is looked at.
    pub account: AccountDocument,
    /// The manifest's id; without one, the account's application is checked against nothing but Partner Center's needs.
    pub manifest: Option<u64>,
    /// The most time it may take.
    pub timeout_seconds: u32,
}

/// What was seen of the partner's application.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckedDocument {
    /// The application.
    pub application_id: String,
    /// Its name, where it could be read.
    pub display_name: Option<String>,
    /// The tenant's id, where it is known.
    pub tenant_id: Option<String>,
    /// What was looked at.
    pub checks: Vec<CheckDocument>,
    /// Its secrets and certificates, where they could be read.
    pub credentials: Vec<CredentialDocument>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckDocument {
    /// Its name.
    pub name: String,
    /// `Passed`, `Failed` or `Unknown`.
    pub outcome: String,
    /// What was seen.
    pub message: String,
    /// What to do; left out when it passed.
    pub remedy: Option<String>,
}

/// Starts `application_make`: the manifest's application is made, or brought to what the manifest wants.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationMakeStart {
    /// Who asks; the application is made in its home tenant.
    pub account: AccountDocument,
    /// The manifest's id.
    pub manifest: u64,
    /// Nothing is written.
    pub what_if: bool,
    /// A secret is made that is good for so many days.
    pub secret_days: Option<u32>,
    /// The most time it may take.
    pub timeout_seconds: u32,
}

/// The application that was made or extended. It has no `Debug`: it may hold a secret.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MadeDocument {
    /// `Created`, `Extended`, `Unchanged` or `NameTaken`.
    pub outcome: String,
    /// The application; left out before it is made.
    pub application_id: Option<String>,
    /// Its name.
    pub display_name: String,
    /// The tenant, as far as it is known.
    pub tenant: String,
    /// What was done, or would be.
    pub changes: Vec<ApplicationChangeDocument>,
    /// What could not be done.
    pub missing: Vec<ApplicationChangeDocument>,
    /// Why not.
    pub reason: Option<String>,
    /// The new secret.
    pub secret: Option<String>,
    /// Its end, ISO 8601.
    pub secret_ends_on: Option<String>,
}

/// A change of an application.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApplicationChangeDocument {
    /// `Register`, `SetAudience`, `AddRedirectUri`, `AddPermission`, `CreateServicePrincipal`, `Consent`, `Assign` or
    /// `CreateSecret`.
    pub action: String,
    /// The application's or the service's name.
    pub name: String,
    /// Addresses or permissions.
    pub values: Vec<String>,
}
