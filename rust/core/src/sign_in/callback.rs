//! What the browser brings back (RFC 6749 section 4.1.2).

use super::page;
use crate::loopback::Answer;
use crate::secret::Secret;
use url::form_urlencoded;

/// An answer to a sign-in.
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

impl Answer for Callback {
    const FOREIGN: &'static str = page::FOREIGN;

    fn read(query: &str) -> Option<(String, Self)> {
        let mut callback = Self {
            code: None,
            error: None,
            error_description: String::new(),
            iss: None,
        };
        let mut state = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "state" => state = Some(value.into_owned()),
                "code" if !value.is_empty() => callback.code = Some(Secret::new(value.into_owned())),
                "error" if !value.is_empty() => callback.error = Some(value.into_owned()),
                "error_description" => callback.error_description = value.into_owned(),
                "iss" => callback.iss = Some(value.into_owned()),
                _ => {}
            }
        }
        let is_answer = callback.code.is_some() || callback.error.is_some();
        state.filter(|_| is_answer).map(|state| (state, callback))
    }

    fn page(&self) -> &'static str {
        match self.code {
            Some(_) => page::DONE,
            None if self.is_declined() => page::DECLINED,
            None => page::FAILED,
        }
    }
}

impl Callback {
    /// True when the person cancelled, or declined the consent.
    pub fn is_declined(&self) -> bool {
        matches!(self.error.as_deref(), Some("access_denied" | "consent_required"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_has_a_state_and_a_code_or_an_error() {
        assert_eq!(Callback::read("code=c&state=Abc").unwrap().0, "Abc");
        for none in ["code=c", "code=&state=Abc", "state=Abc", ""] {
            assert!(Callback::read(none).is_none(), "{none}");
        }
    }

    #[test]
    fn a_failure_keeps_the_services_words() {
        let (_, callback) = Callback::read("error=access_denied&error_description=AADSTS65004%3A+no&state=s").unwrap();
        assert_eq!(callback.error.as_deref(), Some("access_denied"));
        assert_eq!(callback.error_description, "AADSTS65004: no");
    }
}
