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
    /// Its certificate, which does in place of the secret.
    pub certificate: SandboxCertificate,
    /// A managed identity's token, which does in place of the secret for a day.
    pub federated_token: String,
    /// Where a managed identity gets such tokens.
    pub managed_identity: SandboxManagedIdentity,
    /// A refresh token of the partner's user.
    pub refresh_token: String,
    /// A refresh token of that user for the Azure CLI, Microsoft's public client.
    pub public_refresh_token: String,
    /// That user.
    pub user_principal_name: String,
    /// The partner's users, who sign in on the pages.
    pub accounts: Vec<SandboxAccount>,
    /// The password of `admin@` each customer's domain.
    pub customer_password: String,
    /// The customers.
    pub customers: Vec<SandboxCustomer>,
}

/// A certificate with its key.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxCertificate {
    /// Both as a PFX file, base64.
    pub pfx: String,
    /// The password of the PFX file.
    pub password: String,
    /// Both as PEM: the certificate, then the key.
    pub pem: String,
}

/// A managed identity that the partner's application trusts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxManagedIdentity {
    /// What the variable `IDENTITY_ENDPOINT` holds in App Service and Functions.
    pub endpoint: String,
    /// What the variable `IDENTITY_HEADER` holds there.
    pub header: String,
    /// The identity's client id.
    pub client_id: String,
    /// The token endpoint of virtual machines.
    pub imds_endpoint: String,
}

/// Someone who can sign in.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SandboxAccount {
    /// The name at sign-in.
    pub user_principal_name: String,
    /// The password.
    pub password: String,
    /// The code of the second factor; none for an account without.
    pub mfa_code: Option<String>,
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
