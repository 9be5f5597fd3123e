//! The documents of the partner's own profile.

use super::{AccountDocument, AddressDocument};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `profile_get`: the partner's own organization profile.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileStart {
    /// Who asks.
    pub account: AccountDocument,
    /// The most time it may take.
    pub timeout_seconds: u32,
}

/// The partner's own organization profile.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileDocument {
    /// Profile id.
    pub id: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// The partner's tenant id.
    pub tenant_id: Option<String>,
    /// Domain.
    pub domain: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Culture, for example `en-US`.
    pub culture: Option<String>,
    /// Address.
    pub default_address: Option<AddressDocument>,
}
