//! Application (client) ids.

use crate::error::Error;
use std::fmt;
use uuid::Uuid;

/// The id of an application, a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(Uuid);

impl ClientId {
    /// Reads an application id, with or without braces.
    ///
    /// # Errors
    /// `InvalidInput` when it is no GUID.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Uuid::try_parse(text.trim_matches(' ')).map(Self).map_err(|_| {
            let why = if text.chars().any(char::is_control) {
                "it holds a line break or another control character"
            } else {
                "it is not a GUID"
            };
            Error::input(
                format!("'{}' is no application id: {why}.", crate::error::clean(text)),
                "Give the application (client) id shown on the app registration's overview page.",
            )
        })
    }
}

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_taken_with_and_without_braces_and_nothing_else_is() {
        let id = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
        assert_eq!(
            ClientId::parse(&format!("{{{}}}", id.to_uppercase()))
                .unwrap()
                .to_string(),
            id
        );
        for bad in [
            "",
            "app",
            "04b07795-8ddb-461a-bbee-02f9e1bf7b46/x",
            "04b07795\r\n",
            "04b07795-8ddb-461a-bbee-02f9e1bf7b46\n",
        ] {
            assert!(ClientId::parse(bad).is_err(), "{bad:?} was taken");
        }
    }
}
