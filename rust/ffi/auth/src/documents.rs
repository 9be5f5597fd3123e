//! The documents that cross the boundary as UTF-8 JSON: the one source of the C# classes in `bindings/Generated`.
//!
//! Secrets appear in requests by id alone (`pa_secret_create`); tokens appear in results alone.

mod access;
mod admin_consent;
mod application;
mod certificate;
mod connect;
mod consent;
mod customer;
mod environment;
mod event;
mod fleet;
mod granted;
mod profile;
mod refresh_token;
mod relationship;
mod resolution;
mod sign_in;
mod sync;
mod timeline;
mod token;

pub use access::{
    AccessDocument, AccessItem, AccessRepairDocument, AccessRepairStart, AccessStart, AccessStepDocument,
    RepairDocument,
};
pub use admin_consent::{
    AdminConsentItem, AdminConsentStart, ConsentAnswerDocument, ConsentUrlDocument, ListenDocument,
};
pub use application::{
    AccountCheckStart, ApplicationChangeDocument, ApplicationCheckStart, ApplicationDocument, ApplicationMakeStart,
    ApplicationStart, CheckDocument, CheckedDocument, CredentialDocument, MadeDocument,
};
pub use certificate::{CertificateDocument, CertificateStart, FederatedDocument, ManagedIdentityDocument};
pub use connect::{ConnectDocument, ConnectItem, ConnectStart, ParameterDocument, ParameterKind};
pub use consent::{ConsentDocument, ConsentItem, ConsentStart, GrantDocument};
pub use customer::{AddressDocument, BillingProfileDocument, CustomerDocument, CustomerStart};
pub use environment::{AudienceDocument, CustomCloudDocument, EnvironmentDocument, EnvironmentStart};
pub use event::{ErrorDocument, EventKind, OperationEvent, QuestionDocument, QuestionKind};
pub use fleet::{FleetDocument, FleetJoinStart, FleetResultStart, FleetRunDocument, RedisDocument};
pub use granted::{
    GrantedDocument, GrantedItem, GrantedServiceDocument, GrantedStart, RemovalDocument, RemovalItem, RemovalStart,
};
pub use profile::{ProfileDocument, ProfileStart};
pub use refresh_token::{RefreshTokenDocument, RefreshTokenStart};
pub use relationship::{AssignmentDocument, RelationshipDocument, RelationshipStart, RoleDocument};
pub use resolution::{ResolutionDocument, ResolveStart};
pub use sign_in::{SignInDocument, SignInKind, SignInStart};
pub use sync::{
    ChangeDocument, JournalDocument, JournalNoteStart, JournalStart, ManifestDocument, ManifestStart, SyncDocument,
    SyncItem, SyncStart,
};
pub use timeline::{
    TimelineDateDocument, TimelineDocument, TimelineEntryDocument, TimelineStart, UseDocument, UseKind,
};
pub use token::{CacheClearStart, CacheKeepStart, InspectStart, TokenDocument, TokenItem, TokenStart};

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who asks: an application in a cloud, with its credential and, for delegated access, a refresh token.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccountDocument {
    /// The cloud.
    pub environment: EnvironmentDocument,
    /// Home tenant (GUID or DNS name) for calls to Partner Center; `organizations` when left out.
    pub tenant: Option<String>,
    /// Application (client) id.
    pub client_id: String,
    /// Secret id of the client secret; at most one of this and the next two is given, none for a public client.
    pub client_secret: Option<u64>,
    /// Id of the certificate (`certificate_open`).
    pub certificate: Option<u64>,
    /// Another issuer's token in place of secret and certificate.
    pub federated: Option<FederatedDocument>,
    /// Secret id of an access token that serves in place of all credentials, for its own tenant and resource.
    pub access_token: Option<u64>,
    /// Id of the refresh token (`refresh_token_create`); left out for app-only access.
    pub refresh_token: Option<u64>,
}
