//! The documents of what an application may do in customers, and of taking it back.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `consent_read`: what an application may do in many customers; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantedStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items.
    pub items: Vec<GrantedItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// What an application may do in one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantedItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// The application; the account's own when left out.
    pub application_id: Option<String>,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// What an application may do in one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantedDocument {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// Object id of its service principal, where the directory was read and has one.
    pub service_principal_id: Option<String>,
    /// True when tokens told this, as the directory may not be read: no roles then, and no services that are not known.
    pub from_tokens: bool,
    /// Service by service.
    pub services: Vec<GrantedServiceDocument>,
}

/// What an application may do with one service.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantedServiceDocument {
    /// The service's application id.
    pub resource: String,
    /// The service's name.
    pub name: String,
    /// What it may do for users.
    pub scopes: Vec<String>,
    /// What it may do alone.
    pub roles: Vec<String>,
}

/// Starts `consent_remove`: consents of one application are taken back in many customers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovalStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items.
    pub items: Vec<RemovalItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// The consent of one customer that is taken back.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovalItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// The application; the account's own when left out.
    pub application_id: Option<String>,
    /// True to delete the application's service principal too.
    pub with_service_principal: bool,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// What was taken back in one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovalDocument {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// True when there was a consent.
    pub consent: bool,
    /// True when its service principal was deleted.
    pub service_principal: bool,
}
