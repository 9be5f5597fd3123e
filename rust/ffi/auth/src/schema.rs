//! The JSON schemas of the documents, from which bindgen writes the C# classes.

use crate::documents;
use schemars::SchemaGenerator;
use serde_json::{Map, Value};

/// Every document and every type in one, by name.
#[must_use]
pub fn documents() -> Map<String, Value> {
    let mut generator = SchemaGenerator::default();
    generator.subschema_for::<documents::AccessStart>();
    generator.subschema_for::<documents::AccessRepairStart>();
    generator.subschema_for::<documents::TokenStart>();
    generator.subschema_for::<documents::InspectStart>();
    generator.subschema_for::<documents::CacheClearStart>();
    generator.subschema_for::<documents::CacheKeepStart>();
    generator.subschema_for::<documents::CertificateStart>();
    generator.subschema_for::<documents::ConnectStart>();
    generator.subschema_for::<documents::AdminConsentStart>();
    generator.subschema_for::<documents::ConsentStart>();
    generator.subschema_for::<documents::CustomerStart>();
    generator.subschema_for::<documents::EnvironmentStart>();
    generator.subschema_for::<documents::FleetJoinStart>();
    generator.subschema_for::<documents::FleetResultStart>();
    generator.subschema_for::<documents::GrantedStart>();
    generator.subschema_for::<documents::RemovalStart>();
    generator.subschema_for::<documents::ManifestStart>();
    generator.subschema_for::<documents::JournalStart>();
    generator.subschema_for::<documents::JournalNoteStart>();
    generator.subschema_for::<documents::SyncStart>();
    generator.subschema_for::<documents::ProfileStart>();
    generator.subschema_for::<documents::RefreshTokenStart>();
    generator.subschema_for::<documents::RelationshipStart>();
    generator.subschema_for::<documents::ResolveStart>();
    generator.subschema_for::<documents::SignInStart>();
    generator.subschema_for::<documents::TimelineStart>();
    generator.subschema_for::<documents::AccountCheckStart>();
    generator.subschema_for::<documents::ApplicationStart>();
    generator.subschema_for::<documents::ApplicationCheckStart>();
    generator.subschema_for::<documents::ApplicationMakeStart>();
    generator.subschema_for::<documents::OperationEvent>();
    generator.take_definitions(true)
}
