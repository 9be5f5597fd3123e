//! The parameters of a request: those of its query and those of its form.

use crate::entra_error::{EntraError, missing_parameter};
use std::collections::BTreeMap;
use url::form_urlencoded;

/// The parameters of a request. An empty one counts as left out (RFC 6749 section 3.1 and 3.2).
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// Those of a form.
    pub fn form(body: &[u8]) -> Self {
        Self::both(None, body)
    }

    /// Those of a query and a form; the form's win.
    pub fn both(query: Option<&str>, body: &[u8]) -> Self {
        let query = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self(
            query
                .chain(form_urlencoded::parse(body))
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// A parameter, where it was given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// AADSTS900144.
    pub fn require(&self, name: &str) -> Result<&str, EntraError> {
        self.get(name).ok_or_else(|| missing_parameter(name))
    }

    /// All but those of that name.
    pub fn without(&self, names: &[&str]) -> Vec<(&str, &str)> {
        let pairs = self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()));
        pairs.filter(|(n, _)| !names.contains(n)).collect()
    }
}
