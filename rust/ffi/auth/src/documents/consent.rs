//! The documents of consents.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `consent_grant`: consents of one application for many customers; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items.
    pub items: Vec<ConsentItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// The consent of one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// The application that is consented to.
    pub application_id: String,
    /// The application's name as the customer sees it.
    pub display_name: Option<String>,
    /// One grant per resource, posted in this order.
    pub grants: Vec<GrantDocument>,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// Delegated permissions of one resource.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantDocument {
    /// Application id of the resource, for example Microsoft Graph's.
    pub enterprise_application_id: String,
    /// Scope names, separated by commas or white space.
    pub scope: String,
}

/// What was consented in one customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentDocument {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// Its name as the service answered, or as asked.
    pub display_name: Option<String>,
    /// The grants asked for, scopes separated by commas.
    pub grants: Vec<GrantDocument>,
    /// True when each grant was created now or read back as covered; left out when one could not be read back.
    pub verified: Option<bool>,
}
