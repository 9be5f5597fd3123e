//! The documents of a look at the way to customers: which link of it is broken.

use super::{AccountDocument, SyncDocument, SyncItem};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `access_test`: the way to many customers; further items are fed one by one. What is the same for all of them
/// is asked once.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// Short names of the resources that shall be reached; those of the manifest, or Graph, when empty.
    pub workloads: Vec<String>,
    /// Id of a manifest (`manifest_open`) that says what the application shall be able to do with them.
    pub manifest: Option<u64>,
    /// A relationship that ends within so many days is told of.
    pub expiring_days: u32,
    /// The first items.
    pub items: Vec<AccessItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// Starts `access_repair`: what is broken in the consents of many customers is repaired; further items are fed one by
/// one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessRepairStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// Short names of the resources that shall be reached; those of the manifest when empty.
    pub workloads: Vec<String>,
    /// The first items.
    pub items: Vec<SyncItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// How the repair of one customer went.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessRepairDocument {
    /// The way to the customer before.
    pub before: AccessDocument,
    /// What was done to its consent; nothing where that is not what is broken.
    pub sync: Option<SyncDocument>,
    /// The way afterwards, where something was changed.
    pub after: Option<AccessDocument>,
}

/// One customer whose access is looked at.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// Id of the run (`fleet_join`) that says whose turn it is.
    pub fleet: Option<u64>,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// The way to one customer, step by step.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessDocument {
    /// The customer's tenant id; nothing when no such tenant is known.
    pub tenant_id: Option<String>,
    /// The customer's name, as the customer wrote it.
    pub name: Option<String>,
    /// The application whose way it is.
    pub application_id: String,
    /// The short names of the resources that were looked at.
    pub workloads: Vec<String>,
    /// The steps in their order; each was made or says why not.
    pub steps: Vec<AccessStepDocument>,
    /// When the last active relationship ends, ISO 8601.
    pub relationship_ends_on: Option<String>,
}

/// One step.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessStepDocument {
    /// Its name, the same in every customer.
    pub name: String,
    /// The resource's short name, where the step is about one.
    pub workload: Option<String>,
    /// `Passed`, `Failed`, `Unknown` or `Skipped`.
    pub outcome: String,
    /// What was found, one sentence.
    pub message: String,
    /// The name of what breaks it, or will soon where it passed.
    pub cause: Option<String>,
    /// What to do, one sentence.
    pub remedy: Option<String>,
    /// What repairs it, where that can be said.
    pub repair: Option<RepairDocument>,
    /// The service's code.
    pub service_code: Option<String>,
    /// The service's own words.
    pub service_text: Option<String>,
    /// Correlation id.
    pub correlation_id: Option<String>,
}

/// What repairs a step: a command, or a request.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RepairDocument {
    /// The command line.
    pub command: Option<String>,
    /// The request's method.
    pub method: Option<String>,
    /// The request's address.
    pub uri: Option<String>,
    /// The request's body, JSON.
    pub body: Option<String>,
}
