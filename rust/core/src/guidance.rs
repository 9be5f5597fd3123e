//! The guidance table: what a service's code means and what to do about it. Data, so that every reader says the same.

use crate::error::ErrorKind;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::HashMap;

/// What is known about one code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// `AADSTS65001`, or Partner Center's code as `PartnerCenter 1002`.
    pub code: String,
    /// The kind, which is the ErrorId.
    pub kind: ErrorKind,
    /// One sentence: what it means.
    pub meaning: String,
    /// One sentence: what to do.
    pub remedy: String,
    /// True when the same call may succeed soon.
    #[serde(default)]
    pub retryable: bool,
}

static TABLE: Lazy<HashMap<String, Guidance>> = Lazy::new(|| {
    let rows: Vec<Guidance> = serde_json::from_str(include_str!("../data/guidance.json")).unwrap_or_default();
    rows.into_iter().map(|g| (g.code.clone(), g)).collect()
});

/// What is known about a code as the table names it.
#[must_use]
pub fn of(code: &str) -> Option<&'static Guidance> {
    TABLE.get(code)
}

/// What is known about a code of Entra ID.
#[must_use]
pub fn of_aadsts(code: i64) -> Option<&'static Guidance> {
    of(&format!("AADSTS{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole_and_each_row_says_what_to_do() {
        let rows: Vec<Guidance> = serde_json::from_str(include_str!("../data/guidance.json")).unwrap();
        assert_eq!(rows.len(), TABLE.len(), "a code stands twice");
        for row in &rows {
            assert!(row.meaning.ends_with('.') && row.remedy.ends_with('.'), "{}", row.code);
        }
        assert_eq!(of_aadsts(90099).unwrap().kind, ErrorKind::ConsentMissing);
    }
}
