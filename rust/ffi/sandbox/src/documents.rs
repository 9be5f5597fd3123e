//! The documents of the sandbox library: the one source of the C# classes in `bindings/Generated`.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts a sandbox.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxStart {
    /// How many customers to make; those of the scenario come first.
    pub customers: Option<u32>,
    /// The same seed makes the same customers.
    pub seed: Option<u64>,
    /// The text of a scenario file (JSON).
    pub scenario: Option<String>,
    /// True to speak https with a certificate authority made now.
    pub https: bool,
    /// The port; any free one when left out.
    pub port: Option<u16>,
}

/// What an event says.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// `sandbox` is filled.
    Started,
    /// `message` is filled.
    Error,
}

/// One event of a sandbox.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperationEvent {
    /// What the event says.
    pub kind: EventKind,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The running sandbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sandbox: Option<SandboxDocument>,
}

/// A running sandbox: where it is and what it accepts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxDocument {
    /// The environment to pass to `-Environment`.
    pub environment: SandboxEnvironment,
    /// The partner's tenant.
    pub tenant_id: String,
    /// The partner's application.
    pub application_id: String,
    /// Its secret.
    pub client_secret: String,
    /// A refresh token of the partner's user.
    pub refresh_token: String,
    /// That user.
    pub user_principal_name: String,
    /// The customers.
    pub customers: Vec<SandboxCustomer>,
}

/// The environment of a sandbox.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxEnvironment {
    /// Its name.
    pub name: String,
    /// Base address of the sign-in service.
    pub login: String,
    /// Base address of Microsoft Graph, without version.
    pub graph: String,
    /// Base address of Partner Center, without version.
    pub partner_center: String,
    /// PEM of its certificate authority; left out over http.
    pub ca_certificate: Option<String>,
}

/// A customer in the sandbox.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxCustomer {
    /// Tenant id.
    pub tenant_id: String,
    /// Domain.
    pub domain: String,
    /// Display name; may be hostile on purpose.
    pub name: String,
}
