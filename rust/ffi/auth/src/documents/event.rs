//! Events and failures.

use super::{
    AccessDocument, AccessRepairDocument, ApplicationDocument, CertificateDocument, CheckedDocument, ConnectDocument,
    ConsentAnswerDocument, ConsentDocument, ConsentUrlDocument, CustomerDocument, EnvironmentDocument, FleetDocument,
    FleetRunDocument, GrantedDocument, JournalDocument, MadeDocument, ManifestDocument, ProfileDocument,
    RefreshTokenDocument, RelationshipDocument, RemovalDocument, ResolutionDocument, SignInDocument, SyncDocument,
    TimelineDocument, TokenDocument,
};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an event says.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventKind {
    /// `message` tells what is asked of whom.
    Verbose,
    /// `message` tells what the user should know although the work goes on.
    Warning,
    /// `message` tells how far the work is.
    Progress,
    /// The answer is filled: `token`, `consent`, `customer` and so on.
    Result,
    /// `error` is filled; nothing further comes for this item.
    Error,
    /// `question` is filled; the item waits for its reply.
    Question,
    /// A request of the item failed and is sent again.
    Retry,
}

/// What is asked of the caller.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum QuestionKind {
    /// Sign `data` with the key of that number: RSA PSS with SHA-256.
    SignPs256,
    /// Sign `data` with the key of that number: RSA PKCS#1 with SHA-256.
    SignRs256,
    /// Run the script of that number; reply with the token it gives.
    FederatedToken,
    /// Let the person paste the address that the browser ended at.
    PasteAddress,
}

/// A question to the caller.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QuestionDocument {
    /// Its number; the reply names it.
    pub id: u64,
    /// What is asked.
    pub kind: QuestionKind,
    /// The caller's number for the key or script, where there is one.
    pub source: Option<u64>,
    /// What to sign, base64.
    pub data: Option<String>,
}

/// One event of an operation. It has no `Debug`: it may hold a token.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OperationEvent {
    /// What the event says.
    pub kind: EventKind,
    /// The item it is about; left out when it is about the whole operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Text for a person, never a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<TokenDocument>,
    /// Parameters for a Connect command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect: Option<ConnectDocument>,
    /// A customer's consent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentDocument>,
    /// A link for the administrator of a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_url: Option<ConsentUrlDocument>,
    /// The answer to such a link.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_answer: Option<ConsentAnswerDocument>,
    /// What an application may do in a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub granted: Option<GrantedDocument>,
    /// A consent that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removal: Option<RemovalDocument>,
    /// How a customer went on the way to the wanted state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sync: Option<SyncDocument>,
    /// A manifest that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest: Option<ManifestDocument>,
    /// A journal that was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal: Option<JournalDocument>,
    /// A customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerDocument>,
    /// An environment that can be used, its addresses in one form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<EnvironmentDocument>,
    /// The partner's profile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileDocument>,
    /// The partner's own application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationDocument>,
    /// What was seen of the partner's own application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<CheckedDocument>,
    /// The partner's own application, made or extended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub made: Option<MadeDocument>,
    /// A certificate that was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<CertificateDocument>,
    /// What is known of a refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RefreshTokenDocument>,
    /// A GDAP relationship.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship: Option<RelationshipDocument>,
    /// What a sign-in brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<SignInDocument>,
    /// A question to the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionDocument>,
    /// What is known about a failure that somebody else told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<ResolutionDocument>,
    /// The way to a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessDocument>,
    /// How the repair of a customer went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_repair: Option<AccessRepairDocument>,
    /// What a run that several machines divide knows of the tenant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fleet: Option<FleetDocument>,
    /// Such a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fleet_run: Option<FleetRunDocument>,
    /// Entries of the timeline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeline: Option<TimelineDocument>,
    /// A failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDocument>,
}

impl OperationEvent {
    /// An event that says something.
    #[must_use]
    pub fn saying(kind: EventKind, item: Option<u32>, message: String) -> Self {
        Self {
            message: Some(message),
            ..Self::of(kind, item)
        }
    }

    /// An event with nothing filled in.
    #[must_use]
    pub fn of(kind: EventKind, item: Option<u32>) -> Self {
        Self {
            kind,
            item,
            message: None,
            token: None,
            connect: None,
            consent: None,
            consent_answer: None,
            consent_url: None,
            granted: None,
            journal: None,
            manifest: None,
            removal: None,
            sync: None,
            customer: None,
            environment: None,
            profile: None,
            application: None,
            checked: None,
            made: None,
            certificate: None,
            refresh_token: None,
            relationship: None,
            sign_in: None,
            question: None,
            resolution: None,
            access: None,
            access_repair: None,
            fleet: None,
            fleet_run: None,
            timeline: None,
            error: None,
        }
    }
}

/// A failure, with what a person needs to act on it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorDocument {
    /// The kind, which is PowerShell's ErrorId: `ConsentMissing`, `Throttled` and so on.
    pub kind: String,
    /// One sentence: what went wrong and why. Partner Center's own words where it gave some.
    pub message: String,
    /// One sentence: why it happened, where the guidance table knows.
    pub cause: Option<String>,
    /// One sentence: what to do.
    pub remedy: String,
    /// The tenant as the caller gave it.
    pub tenant: Option<String>,
    /// The tenant's id where it is known.
    pub tenant_id: Option<String>,
    /// `AADSTS65001`, `1002`, `Authorization_RequestDenied` and so on.
    pub service_code: Option<String>,
    /// The service's own words, capped at 1 KiB and free of control characters.
    pub service_text: Option<String>,
    /// HTTP status where there was an answer.
    pub http_status: Option<u16>,
    /// Correlation id.
    pub correlation_id: Option<String>,
    /// The class of the cause, as `docs/errors.md` names it: `consent`, `gdap`, `mfa` and so on.
    pub class: String,
    /// True when the credential itself fails: every other tenant would fail alike.
    pub of_credential: bool,
    /// True when nothing was sent, as the same credential failed before.
    pub held_back: bool,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// How long the service asked to wait.
    pub retry_after_seconds: Option<u32>,
    /// Claims challenge, as the service sent it.
    pub claims: Option<String>,
    /// Scopes that the consent lacks, with `ConsentScopesMissing`.
    pub missing_scopes: Vec<String>,
}
