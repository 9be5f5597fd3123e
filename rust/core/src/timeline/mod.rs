//! The timeline: dated changes that break partners' scripts. Data, so that every reader says the same dates.

mod entry;
mod field;
mod query;
mod recognise;
mod when;

pub use entry::{Entry, OtherDate, State, Use, UseKind};
pub use query::{Found, Query};
pub use time::Date;
pub use when::{Status, When, day};

use crate::data;
use crate::error::Error;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The form of the data file that this version reads.
const SCHEMA: u64 = 1;

const REMEDY: &str = "Give a timeline in the form of this version's own, schemaVersion 1.";

/// A data file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Timeline {
    #[serde(rename = "schemaVersion")]
    _schema: u64,
    /// The day as of which the entries are told.
    #[serde(deserialize_with = "field::day")]
    pub as_of: String,
    /// The entries by date.
    pub entries: Vec<Entry>,
}

static BUILT_IN: Lazy<Timeline> = Lazy::new(|| {
    let text = data::inflate(data::table!("timeline")).and_then(|text| String::from_utf8(text).ok());
    text.and_then(|text| Timeline::parse(&text).ok())
        .unwrap_or_else(Timeline::empty)
});

impl Timeline {
    /// The timeline that comes with this version.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads a data file.
    ///
    /// # Errors
    /// `InvalidInput` that says where: no JSON, another schema version, a field that is missing, unknown or can't be
    /// right, an id that stands twice.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refused = |reason: String| Error::input(format!("This is no timeline: {reason}."), REMEDY);
        let text = text.trim_start_matches('\u{feff}');
        // The version goes first, so that a newer form is named as such; nothing of a file that is none is repeated.
        let whole: serde_json::Value = serde_json::from_str(text).map_err(|e| refused(e.to_string()))?;
        match whole.get("schemaVersion") {
            None => return Err(refused("schemaVersion is missing".into())),
            Some(version) if version.as_u64() != Some(SCHEMA) => {
                return Err(refused(format!("its schemaVersion is not {SCHEMA}")));
            }
            Some(_) => {}
        }
        let mut timeline: Self =
            serde_json::from_str(text).map_err(|e| refused(crate::error::clean(&e.to_string())))?;
        let mut places = BTreeMap::new();
        for (place, entry) in (1_usize..).zip(&timeline.entries) {
            if let Some(first) = places.insert(entry.id.as_str(), place) {
                let id = &entry.id;
                return Err(refused(format!("entry {place} has the id '{id}' of entry {first}")));
            }
        }
        timeline.entries.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
        Ok(timeline)
    }

    fn empty() -> Self {
        Self {
            _schema: SCHEMA,
            as_of: String::new(),
            entries: Vec::new(),
        }
    }
}

/// The entry that says since when something is retired; `None` for what is not. Case is ignored.
#[must_use]
pub fn retired(kind: UseKind, value: &str) -> Option<&'static Entry> {
    let is_named = |u: &Use| u.retired && u.kind == kind && u.value.eq_ignore_ascii_case(value);
    BUILT_IN.entries.iter().find(|entry| entry.uses.iter().any(is_named))
}

#[cfg(test)]
mod tests;
