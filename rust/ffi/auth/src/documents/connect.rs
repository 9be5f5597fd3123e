//! The documents of parameters for other modules' Connect commands.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Starts `connect_prepare`: parameters for many tenants; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectStart {
    /// The most tenants that are worked on at once; at least 1.
    pub throttle_limit: u32,
    /// The first items, so that a single tenant needs no second call.
    pub items: Vec<ConnectItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// The parameters of one command for one tenant.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks; of it, only the environment counts beside `access_token`.
    pub account: AccountDocument,
    /// Secret id of an access token that is there already; nobody is asked for one then.
    pub access_token: Option<u64>,
    /// GUID, DNS name, or `organizations`.
    pub tenant: String,
    /// Short name of the resource whose command it is.
    pub resource: String,
    /// The tenant's initial domain, which then is not looked up.
    pub organization: Option<String>,
    /// Address of a SharePoint site, which then is not looked up.
    pub url: Option<String>,
    /// A cached token with less life than this is replaced.
    pub minimum_lifetime_seconds: u32,
    /// The most time this tenant may take.
    pub timeout_seconds: u32,
    /// True to go past the cache.
    pub force_refresh: bool,
}

/// A command's parameters for one tenant.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectDocument {
    /// The command, for example `Connect-MgGraph`.
    pub command: String,
    /// Its parameters.
    pub parameters: Vec<ParameterDocument>,
    /// The tenant's id, as the token says.
    pub tenant_id: Option<String>,
    /// The scopes of its tokens; for app-only tokens their roles.
    pub scopes: Vec<String>,
    /// When the first of its tokens ends, Unix seconds.
    pub expires_on: i64,
}

/// What kind of value a parameter takes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ParameterKind {
    /// `values` has one text.
    Text,
    /// `values` has one secret, which the command takes as text.
    Secret,
    /// `values` has one secret, which the command takes as SecureString.
    SecureSecret,
    /// `values` has secrets, which the command takes as texts.
    Secrets,
    /// `on` says the value.
    Switch,
}

/// One parameter. It has no `Debug`: it may hold a token.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParameterDocument {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ParameterKind,
    /// Its value or values; none for a switch.
    pub values: Vec<String>,
    /// The value of a switch; false for every other kind.
    pub on: bool,
}

impl Drop for ParameterDocument {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}
