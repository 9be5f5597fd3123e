//! The documents of credentials that are no plain secret.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `certificate_open`: a file with its private key, or a certificate whose key the caller keeps.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateStart {
    /// Secret id of the file, PFX or PEM, in base64.
    pub file: Option<u64>,
    /// Secret id of the file's password; left out when it has none.
    pub password: Option<u64>,
    /// The certificate, DER in base64, of a key that the caller keeps.
    pub certificate: Option<String>,
    /// The caller's number for that key; questions repeat it.
    pub key: Option<u64>,
    /// True for assertions in the old form, RS256.
    pub rs256: bool,
}

/// A certificate that was read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CertificateDocument {
    /// The id for requests, until `certificate_close`.
    pub id: u64,
    /// Its subject.
    pub subject: String,
    /// SHA-1, capital hexadecimal digits.
    pub thumbprint: String,
    /// Its end, Unix seconds.
    pub not_after: i64,
}

/// Where another issuer's token comes from: one of the three is filled.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FederatedDocument {
    /// Secret id of a token.
    pub token: Option<u64>,
    /// The caller's number for its script; questions repeat it.
    pub script: Option<u64>,
    /// A managed identity.
    pub managed_identity: Option<ManagedIdentityDocument>,
}

/// A managed identity of the machine.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ManagedIdentityDocument {
    /// `IDENTITY_ENDPOINT`; left out on a virtual machine.
    pub endpoint: Option<String>,
    /// Secret id of `IDENTITY_HEADER`; left out on a virtual machine.
    pub header: Option<u64>,
    /// Client id of a user-assigned identity.
    pub client_id: Option<String>,
}
