//! The documents of clouds and sandboxes.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which cloud a request speaks to: a built-in one by name, a custom one by its description, or the
/// sandbox by name and addresses.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentDocument {
    /// `AzureCloud`, `AzureChinaCloud`, `AzureUSGovernment`, `AzureUSGovernmentDoD`, or the name of a custom cloud or a sandbox.
    pub name: String,
    /// Base address of the sign-in service; given for a sandbox only, as are the next three.
    pub login: Option<String>,
    /// Base address of Microsoft Graph, without version.
    pub graph: Option<String>,
    /// Base address of Partner Center, without version.
    pub partner_center: Option<String>,
    /// PEM of the certificate authority to trust for this sandbox alone.
    pub ca_certificate: Option<String>,
    /// A custom cloud; left out for a built-in cloud and a sandbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom: Option<CustomCloudDocument>,
}

/// A cloud that the caller describes. It takes real secrets.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomCloudDocument {
    /// Base address of the sign-in service: https, a host, a port if needed, as are the next three.
    pub login: String,
    /// Base address of Microsoft Graph, without version.
    pub graph: Option<String>,
    /// Base address of Partner Center, without version.
    pub partner_center: Option<String>,
    /// Base address of Azure Resource Manager.
    pub azure: Option<String>,
    /// Audiences that are not the resource's address.
    pub audiences: Vec<AudienceDocument>,
}

/// Whom the tokens of a resource are for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AudienceDocument {
    /// The resource's short name.
    pub resource: String,
    /// A URI or an application id, without `/.default`.
    pub audience: String,
}

/// Starts `environment_check`: whether an environment can be used, and its addresses in one form. Nobody is asked.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EnvironmentStart {
    /// The environment.
    pub environment: EnvironmentDocument,
}
