//! The documents of links for admin consent.

use super::{EnvironmentDocument, ErrorDocument};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `admin_consent`: links for the administrators of many customers; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdminConsentStart {
    /// How to wait for the answers on this machine; left out, the links are all there is.
    pub listen: Option<ListenDocument>,
    /// The first items.
    pub items: Vec<AdminConsentItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// How to wait for answers on this machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ListenDocument {
    /// True to listen on any free port.
    pub any_port: bool,
    /// The most time that the answer to one link may take.
    pub timeout_seconds: u32,
}

/// The link for one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AdminConsentItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// The cloud.
    pub environment: EnvironmentDocument,
    /// The application to consent to.
    pub client_id: String,
    /// GUID, DNS name, or `organizations`.
    pub tenant: String,
    /// Short resource names or full scopes; with none, the link asks for what the registration names.
    pub scopes: Vec<String>,
    /// Where the administrator is sent at the end, when nobody listens; the first port of old registrations when left out.
    pub redirect_uri: Option<String>,
    /// What the answer repeats; random when left out.
    pub state: Option<String>,
}

/// A link.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentUrlDocument {
    /// The link.
    pub url: String,
    /// What the answer repeats.
    pub state: String,
    /// Where the administrator is sent at the end.
    pub redirect_uri: String,
    /// The application.
    pub client_id: String,
    /// The tenant's id, where it was given.
    pub tenant_id: Option<String>,
    /// Full scopes; none in version 1.
    pub scopes: Vec<String>,
    /// The version of the page: 1 or 2.
    pub version: u32,
}

/// The answer to a link.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentAnswerDocument {
    /// The id of the tenant that was asked, where it is known.
    pub tenant_id: Option<String>,
    /// The tenant that the answer names.
    pub answered_by: Option<String>,
    /// Whether these are the same; left out when one is not known.
    pub is_tenant_asked: Option<bool>,
    /// The scopes that the answer names.
    pub scopes: Vec<String>,
    /// Why the consent was not given; left out when it was.
    pub refusal: Option<ErrorDocument>,
}
