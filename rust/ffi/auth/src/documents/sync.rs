//! The documents of consent as a wanted state: the manifest, the journal, one customer after the other.

use super::AccountDocument;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `manifest_open`: reads a manifest.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestStart {
    /// How a person knows it, for example its path; errors name it.
    pub name: String,
    /// JSON.
    pub text: String,
}

/// A manifest that was read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManifestDocument {
    /// Its id for requests (`manifest_close`).
    pub id: u64,
    /// The application; left out before it was made.
    pub application_id: Option<String>,
    /// The application's name as customers see it.
    pub display_name: Option<String>,
    /// What it shall have, in one line for a person.
    pub summary: String,
}

/// `journal_open`: opens a run's journal, or makes one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JournalStart {
    /// The file.
    pub path: String,
    /// The application whose lines count.
    pub application_id: String,
    /// What the run is for, where its customers have no steps.
    pub goal: Option<String>,
}

/// A journal that was opened.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JournalDocument {
    /// Its id for requests (`journal_close`).
    pub id: u64,
    /// Tenant ids of customers whose consent was deleted and not brought back.
    pub interrupted: Vec<String>,
    /// Customers that an earlier run for the same goal was done with.
    pub finished: Vec<String>,
}

/// Starts `journal_note`: a run is done with a customer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JournalNoteStart {
    /// The journal's id.
    pub journal: u64,
    /// What the run is for.
    pub goal: String,
    /// The customer's names: as it was given, and its tenant id.
    pub customers: Vec<String>,
}

/// Starts `consent_sync`: many customers; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncStart {
    /// The most customers in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items.
    pub items: Vec<SyncItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// One customer on the way to the wanted state.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// The customer's tenant: GUID or DNS name.
    pub customer: String,
    /// The manifest's id.
    pub manifest: u64,
    /// The journal's id.
    pub journal: Option<u64>,
    /// Nothing is changed.
    pub what_if: bool,
    /// A consent that can't be extended is deleted and posted anew.
    pub recreate: bool,
    /// What the manifest does not name is taken back.
    pub prune: bool,
    /// A customer who took a consent back is asked again.
    pub force: bool,
    /// The scopes for setting up stay.
    pub keep_bootstrap: bool,
    /// Id of the run (`fleet_join`) that says whose turn it is.
    pub fleet: Option<u64>,
    /// The most time this customer may take.
    pub timeout_seconds: u32,
}

/// How one customer went.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SyncDocument {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// The application.
    pub application_id: String,
    /// `Created`, `Extended`, `Pruned`, `Recreated`, `Unchanged`, `NeedsRecreate` or `RevokedByCustomer`.
    pub outcome: String,
    /// What was done, would be, or would have to be.
    pub changes: Vec<ChangeDocument>,
    /// Why nothing was done, where something differs.
    pub reason: Option<String>,
}

/// A change of one service.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeDocument {
    /// `Grant`, `Extend`, `Assign` or `Remove`.
    pub action: String,
    /// The service's application id.
    pub resource: String,
    /// The service's name.
    pub name: String,
    /// The scopes or roles.
    pub permissions: Vec<String>,
}
