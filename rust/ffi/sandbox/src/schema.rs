//! The JSON schemas of the documents, from which bindgen writes the C# classes.

use crate::documents;
use schemars::SchemaGenerator;
use serde_json::{Map, Value};

/// Every document and every type in one, by name.
#[must_use]
pub fn documents() -> Map<String, Value> {
    let mut generator = SchemaGenerator::default();
    generator.subschema_for::<documents::SandboxStart>();
    generator.subschema_for::<documents::OperationEvent>();
    generator.take_definitions(true)
}
