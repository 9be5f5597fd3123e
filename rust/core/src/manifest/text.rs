//! Where in a manifest something stands.

use crate::error::Error;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A manifest's text with the name by which a person knows it.
pub struct Text<'a> {
    /// For example the file's path.
    pub name: &'a str,
    /// JSON.
    pub text: &'a str,
}

impl Text<'_> {
    /// Reads a part of the text.
    ///
    /// # Errors
    /// `InvalidInput` with the line when it is no such thing.
    pub fn read<T: DeserializeOwned>(&self, part: &RawValue) -> Result<T, Error> {
        serde_json::from_str(part.get()).map_err(|e| self.json(&e, self.line(part)))
    }

    /// The line on which a part starts, from 1.
    pub fn line(&self, part: &RawValue) -> usize {
        // A part is borrowed from the text, so that its place is the distance of the two.
        let before = part.get().as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let before = self.text.as_bytes().get(..before).unwrap_or_default();
        before.iter().filter(|b| **b == b'\n').count().saturating_add(1)
    }

    /// What is wrong on a line.
    pub fn wrong(&self, line: usize, what: &str, remedy: impl Into<String>) -> Error {
        Error::input(format!("{}, line {line}: {what}", self.name), remedy)
    }

    /// What the JSON reader says, which counts lines from the start of what it reads.
    pub fn json(&self, error: &serde_json::Error, first: usize) -> Error {
        let line = first.saturating_add(error.line().saturating_sub(1));
        let said = error.to_string();
        // The reader's own place is within its part.
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        self.wrong(
            line,
            &format!("{}.", crate::error::clean(said)),
            "Get-Help Sync-PartnerCustomerApplicationConsent -Parameter Manifest says what a manifest holds.",
        )
    }
}
