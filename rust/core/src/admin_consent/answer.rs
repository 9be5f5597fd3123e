//! What the browser brings back from a consent page (Microsoft identity platform, "Admin consent on the Microsoft
//! identity platform").

use super::page;
use crate::error::{Error, ErrorKind};
use crate::loopback::Answer;
use crate::oauth;
use std::collections::HashMap;
use url::form_urlencoded;
use uuid::Uuid;

/// The answer to a link. Whoever has the link can write it, so nothing of it but its state decides anything.
#[derive(Clone, Debug)]
pub struct ConsentAnswer {
    /// The id of the tenant that the link was for, where it is known.
    pub tenant_id: Option<Uuid>,
    /// The tenant that the answer names.
    pub answered_by: Option<Uuid>,
    /// Whether these two are the same; nothing when one is not known.
    pub is_tenant_asked: Option<bool>,
    /// The scopes that the answer names; the first version names none.
    pub scopes: Vec<String>,
    /// Why the consent was not given; nothing when it was.
    pub refusal: Option<Error>,
}

impl ConsentAnswer {
    /// True when the consent was given.
    #[must_use]
    pub fn granted(&self) -> bool {
        self.refusal.is_none()
    }
}

/// An answer as it was brought back.
pub(super) struct Reply {
    granted: bool,
    error: Option<String>,
    error_description: String,
    error_subcode: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) tenant: Option<Uuid>,
}

impl Answer for Reply {
    const FOREIGN: &'static str = page::FOREIGN;

    /// With the state, everything else is an answer: what does not say that the consent was given is none.
    fn read(query: &str) -> Option<(String, Self)> {
        let mut values = HashMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // No parameter stands twice (RFC 6749 section 3.1): which one counts would be a guess.
            if values.insert(name.into_owned(), value.into_owned()).is_some() {
                return None;
            }
        }
        let state = values.remove("state")?;
        let mut given = |name: &str| values.remove(name).filter(|value| !value.trim().is_empty());
        let is_word = |s: &&str| s.bytes().all(|b| b.is_ascii_graphic());
        let scopes = given("scope").unwrap_or_default();
        let reply = Self {
            granted: given("admin_consent").is_some_and(|value| value.eq_ignore_ascii_case("true")),
            error: given("error"),
            error_description: given("error_description").unwrap_or_default(),
            error_subcode: given("error_subcode"),
            scopes: scopes.split_whitespace().filter(is_word).map(str::to_owned).collect(),
            tenant: given("tenant").and_then(|id| Uuid::try_parse(&id).ok()),
        };
        Some((state, reply))
    }

    fn page(&self) -> &'static str {
        if self.is_granted() {
            page::GRANTED
        } else {
            page::NOT_GRANTED
        }
    }
}

impl Reply {
    /// An error beats the mark of success: the service sends both when a consent failed.
    pub(super) fn is_granted(&self) -> bool {
        self.granted && self.error.is_none() && self.error_subcode.is_none()
    }

    /// Why the consent was not given; nothing when it was.
    pub(super) fn refusal(&self) -> Option<Error> {
        if self.is_granted() {
            return None;
        }
        let Some(error) = &self.error else {
            let missing = Error::new(
                ErrorKind::ServiceError,
                "The answer does not say that the consent was given.",
                "Open the link again; if it stays so, look up the application in the tenant's enterprise applications.",
            );
            return Some(missing);
        };
        let made = oauth::sign_in_error(error, &self.error_description);
        let is_cancel = self.error_subcode.as_deref() == Some("cancel") || error == "access_denied";
        // The table's advice for a declined consent is that of a sign-in.
        if is_cancel && matches!(made.service_code(), Some("AADSTS65004" | "access_denied")) {
            return Some(declined(&made));
        }
        Some(made)
    }
}

/// Reads what a consent page brings back: its state, the tenant that it names, and why the consent was not given.
pub(crate) fn read(query: &str) -> Option<(String, Option<Uuid>, Option<Error>)> {
    let (state, reply) = Reply::read(query)?;
    Some((state, reply.tenant, reply.refusal()))
}

/// The administrator said no.
fn declined(made: &Error) -> Error {
    Error::new(
        ErrorKind::SignInDeclined,
        "The consent was declined.",
        "Ask the administrator why, and make a new link with New-PartnerConsentUrl.",
    )
    .cause("Someone answered the consent page with no.")
    .service(made.service_code().map(str::to_owned), made.service_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(query: &str) -> Error {
        Reply::read(query).unwrap().1.refusal().unwrap()
    }

    #[test]
    fn only_the_mark_of_success_without_an_error_is_a_consent() {
        let tenant = "11111111-2222-3333-4444-555555555555";
        for version in ["", "&scope=User.Read+openid"] {
            let query = format!("admin_consent=True&tenant={tenant}{version}&state=my+state");
            let (state, reply) = Reply::read(&query).unwrap();
            assert_eq!(state, "my state");
            assert!(reply.is_granted() && reply.refusal().is_none() && reply.page() == page::GRANTED);
            assert_eq!(reply.tenant.unwrap().to_string(), tenant);
        }
        for query in [
            "state=s",
            "state=s&tenant=x",
            "state=s&admin_consent=False",
            "state=s&admin_consent=",
            "state=s&code=c",
            "state=s&admin_consent=True&error=consent_required&error_description=AADSTS65004%3A+no",
            "state=s&admin_consent=True&error_subcode=cancel",
        ] {
            let (_, reply) = Reply::read(query).unwrap();
            assert!(!reply.is_granted() && reply.page() == page::NOT_GRANTED, "{query}");
            assert!(!refusal(query).remedy().is_empty());
        }
    }

    #[test]
    fn what_has_no_state_or_a_parameter_twice_is_no_answer() {
        for query in [
            "",
            "admin_consent=True",
            "admin_consent=True&state=a&state=b",
            "admin_consent=True&admin_consent=True&state=a",
        ] {
            assert!(Reply::read(query).is_none(), "{query}");
        }
    }

    #[test]
    fn a_refusal_says_why_by_the_table_and_what_the_service_said() {
        let error =
            refusal("state=s&error=access_denied&error_subcode=cancel&error_description=AADSTS65004%3A+User+declined");
        assert_eq!(error.kind(), ErrorKind::SignInDeclined);
        assert_eq!(error.service_code(), Some("AADSTS65004"));
        assert!(error.service_text().unwrap().contains("User declined"));
        assert_eq!(refusal("state=s&error=access_denied").kind(), ErrorKind::SignInDeclined);

        let error = refusal("state=s&error=permission_denied&error_description=AADSTS90094%3A+x%1b%5B31m");
        assert_eq!(error.service_code(), Some("AADSTS90094"));
        assert!(error.cause_known().is_some() && !error.service_text().unwrap().contains('\u{1b}'));

        assert_eq!(
            refusal("state=s&error=permission_denied").to_string(),
            "The admin consent was refused. (permission_denied)"
        );
        assert_eq!(refusal("state=s&error=%1b%5B2J").service_code(), Some("[2J"));
    }
}
