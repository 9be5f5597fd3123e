//! What the browser brings back (RFC 6749 section 4.1.2).

use crate::secret::Secret;
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// An answer that belongs to the sign-in under way.
pub struct Callback {
    /// The code; nothing when it failed.
    pub code: Option<Secret>,
    /// OAuth's name of the failure.
    pub error: Option<String>,
    /// The service's words about it.
    pub error_description: String,
    /// Who answers (RFC 9207).
    pub iss: Option<String>,
}

impl Callback {
    /// Reads a query; nothing when it is not the answer to the sign-in with that state.
    pub fn read(query: &str, state: &str) -> Option<Self> {
        let mut callback = Self {
            code: None,
            error: None,
            error_description: String::new(),
            iss: None,
        };
        let mut given_state = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "state" => given_state = Some(value.into_owned()),
                "code" if !value.is_empty() => callback.code = Some(Secret::new(value.into_owned())),
                "error" if !value.is_empty() => callback.error = Some(value.into_owned()),
                "error_description" => callback.error_description = value.into_owned(),
                "iss" => callback.iss = Some(value.into_owned()),
                _ => {}
            }
        }
        let ours = given_state.is_some_and(|given| bool::from(given.as_bytes().ct_eq(state.as_bytes())));
        (ours && (callback.code.is_some() || callback.error.is_some())).then_some(callback)
    }

    /// True when the person cancelled, or declined the consent.
    pub fn is_declined(&self) -> bool {
        matches!(self.error.as_deref(), Some("access_denied" | "consent_required"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_with_its_own_state_alone() {
        assert!(Callback::read("code=c&state=Abc", "Abc").is_some());
        for foreign in [
            "code=c",
            "code=c&state=",
            "code=c&state=abc",
            "code=c&state=Abcd",
            "state=Abc",
            "",
        ] {
            assert!(Callback::read(foreign, "Abc").is_none(), "{foreign}");
        }
    }

    #[test]
    fn a_failure_keeps_the_services_words() {
        let callback = Callback::read("error=access_denied&error_description=AADSTS65004%3A+no&state=s", "s").unwrap();
        assert_eq!(callback.error.as_deref(), Some("access_denied"));
        assert_eq!(callback.error_description, "AADSTS65004: no");
    }
}
