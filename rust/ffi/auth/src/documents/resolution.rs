//! The documents of errors that somebody else told.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `error_resolve`: looks up what a text says without asking anybody.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolveStart {
    /// Secret id of the text: what was pasted from a log may hold a token.
    pub text: u64,
}

/// What is known about a failure. It holds no secret, whatever the text held.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResolutionDocument {
    /// The code as its service writes it; left out when the text holds none.
    pub code: Option<String>,
    /// The service that uses the code; left out when the code is unknown.
    pub service: Option<String>,
    /// True when the code is known.
    pub known: bool,
    /// The kind, which is the ErrorId, or `Unknown`.
    pub kind: String,
    /// One sentence: what it means.
    pub meaning: String,
    /// Why it happens.
    pub cause: Option<String>,
    /// What to do.
    pub remedy: String,
    /// `consent`, `gdap`, `mfa` and so on.
    pub class: Option<String>,
    /// True when the credential itself fails: every other tenant would fail alike.
    pub credential: bool,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// The tenant's id, where the text says it.
    pub tenant_id: Option<String>,
    /// Correlation id, where the text says it.
    pub correlation_id: Option<String>,
    /// The text on one line, at most 1 KiB, its secrets masked.
    pub text: String,
}
