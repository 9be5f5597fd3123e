//! The built-in roles of Microsoft Entra ID ("Microsoft Entra built-in roles"), for names where Graph's can't be read.

use crate::data;
use once_cell::sync::Lazy;
use serde::Deserialize;
use uuid::Uuid;

/// A built-in role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltInRole {
    /// Its template's id, which is the same in every tenant.
    pub id: String,
    /// Its name when the table was made: Microsoft renames roles.
    pub name: String,
}

/// The built-in roles.
pub static BUILT_IN: Lazy<Vec<BuiltInRole>> = Lazy::new(|| data::read(data::table!("roles")).unwrap_or_default());

/// A built-in role's name.
#[must_use]
pub fn built_in(id: Uuid) -> Option<&'static str> {
    let id = id.to_string();
    BUILT_IN.iter().find(|r| r.id == id).map(|r| r.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_read_whole_and_no_role_stands_twice() {
        let ids: BTreeSet<Uuid> = BUILT_IN.iter().map(|r| Uuid::try_parse(&r.id).unwrap()).collect();
        let names: BTreeSet<&str> = BUILT_IN.iter().map(|r| r.name.as_str()).collect();
        assert_eq!((ids.len(), names.len()), (123, 123));
        let reader = Uuid::try_parse("f2ef992c-3afb-46b9-b7cf-a126ee74c451").unwrap();
        assert_eq!(built_in(reader), Some("Global Reader"));
    }
}
