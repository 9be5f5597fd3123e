//! The documents of GDAP relationships.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `relationship_list`: the relationships of all customers or of one, or one relationship by its id.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelationshipStart {
    /// Who asks.
    pub account: AccountDocument,
    /// One customer's, by tenant id or domain.
    pub customer: Option<String>,
    /// One, by its id.
    pub relationship_id: Option<String>,
    /// Those that are as far as one of these says; all when empty.
    pub statuses: Vec<String>,
    /// True to leave out which groups have which roles.
    pub skip_assignments: bool,
    /// The most time one call may take.
    pub timeout_seconds: u32,
}

/// A GDAP relationship. Times and lengths are ISO 8601, as the service writes them.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelationshipDocument {
    /// Its id: two GUIDs.
    pub id: String,
    /// Display name.
    pub name: String,
    /// `active`, `approvalPending` and so on, as the service wrote it.
    pub status: String,
    /// The customer's tenant id.
    pub customer_id: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// How long it lasts.
    pub duration: Option<String>,
    /// By how much it is extended at its end.
    pub auto_extend_duration: Option<String>,
    /// True when it is extended at its end.
    pub auto_extends: Option<bool>,
    /// When it was made.
    pub created_on: Option<String>,
    /// When it was changed last.
    pub last_modified_on: Option<String>,
    /// When it became active.
    pub activated_on: Option<String>,
    /// When it ends.
    pub ends_on: Option<String>,
    /// True when Microsoft made it.
    pub microsoft_led: bool,
    /// The roles that the customer gives away.
    pub roles: Vec<RoleDocument>,
    /// Which groups have which of them; null when that was not read.
    pub assignments: Option<Vec<AssignmentDocument>>,
    /// The indirect provider's tenant.
    pub indirect_provider_tenant_id: Option<String>,
    /// True when the indirect reseller has not agreed yet.
    pub partner_consent_pending: Option<bool>,
}

/// A role.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleDocument {
    /// Its template's id.
    pub id: String,
    /// Its name, where it is known.
    pub name: Option<String>,
}

/// Roles for a group of the partner.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignmentDocument {
    /// Its id.
    pub id: String,
    /// `active`, `pending`, `error` and so on, as the service wrote it.
    pub status: String,
    /// The group's object id.
    pub group_id: Option<String>,
    /// The group's name, where it may be read.
    pub group_name: Option<String>,
    /// The roles.
    pub roles: Vec<RoleDocument>,
}
