//! What can go wrong in a tenant, and what the token endpoint answers then.

mod on_demand;
pub mod random;

pub use on_demand::{graph, partner_center};

use crate::answer;
use crate::entra_error::{EntraError, invalid_grant};
use crate::grants::user::{mfa_required, no_account};
use crate::identity::Identity;
use axum::response::Response;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Deserializer};
use std::time::Duration;

/// The authentication context that [`Fault::ClaimsChallenge`] wants.
const CONTEXT: &str = "c1";
/// The claims that ask for it (Microsoft identity platform, "Claims challenges, claims requests and client capabilities").
pub const CHALLENGE: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
/// The claims that a policy asks for.
const POLICY: &str =
    r#"{"access_token":{"capolids":{"essential":true,"values":["44444444-dddd-4ddd-8ddd-444444444444"]}}}"#;

/// What goes wrong in a tenant. The name in a scenario is the variant's, beginning in lower case, or a service's own code.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(remote = "Self", rename_all = "camelCase")]
pub enum Fault {
    /// No delegated access: AADSTS50020, and Partner Center refuses consents.
    NoAccess,
    /// A policy refuses the sign-in: AADSTS53003 with a claims challenge.
    ConditionalAccess,
    /// A sign-in with certain claims is wanted: AADSTS50076 with the claims, and 401 by Microsoft Graph.
    ClaimsChallenge,
    /// Multifactor authentication is wanted, and none is enough: AADSTS50076.
    MfaRequired,
    /// The tenant does not exist any more: AADSTS90002.
    TenantNotFound,
    /// The user is a guest who can't satisfy a policy: AADSTS50177.
    Guest,
    /// Delegated administration is blocked because of suspicious activity: AADSTS530034.
    Blocked,
    /// Too many equal requests: AADSTS50196.
    Loop,
    /// The refresh token has not been used for 90 days: AADSTS700082.
    ExpiredRefreshToken,
    /// 429 in plain text with `Retry-After: 60`, always.
    Throttled,
    /// 429 in plain text with `Retry-After: 1`, the first time.
    ThrottledOnce,
    /// 503, always.
    Unavailable,
    /// 503, the first time.
    UnavailableOnce,
    /// 502 with an HTML page.
    HtmlPage,
    /// 200 with an empty body.
    EmptyBody,
    /// 200 with JSON that ends in the middle.
    CutJson,
    /// 200 with more than a mebibyte.
    HugeBody,
    /// The connection closes without an answer.
    Reset,
    /// Every answer takes ten seconds, or `latencyMs` of the tenant.
    Slow,
    /// A consent for Microsoft Graph with `User.Read` alone is there already.
    ConsentAlreadyThere,
    /// Partner Center refuses consents: 403 with code 1002.
    ConsentForbidden,
    /// Partner Center answers 500 to every new consent.
    ConsentFails,
    /// After a consent was deleted, Partner Center answers 500 to so many new ones.
    #[serde(skip)]
    ConsentFailsAfterDelete(u32),
    /// Microsoft Graph refuses to read and to write applications and consents.
    GraphDenied,
    /// Microsoft Graph refuses to write applications and consents.
    GraphWritesDenied,
    /// Partner Center answers 503 for this customer.
    PartnerCenterUnavailable,
    /// The token endpoint answers with that code.
    #[serde(skip)]
    Aadsts(u32),
    /// Partner Center answers with that code for this customer.
    #[serde(skip)]
    PartnerCenter(u32),
    /// Microsoft Graph answers with that code.
    #[serde(skip)]
    Graph(String),
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match on_demand::parse(&text) {
            Some(fault) => Ok(fault),
            None => {
                let name: StrDeserializer<'_, D::Error> = text.as_str().into_deserializer();
                // That of the derive, which knows the names.
                Self::deserialize(name)
            }
        }
    }
}

impl Fault {
    /// How long each answer takes where the scenario does not say.
    pub fn latency(&self) -> Option<Duration> {
        (*self == Self::Slow).then_some(Duration::from_secs(10))
    }

    /// What comes in place of any answer of the token endpoint. `first_time` is asked by faults that happen once.
    ///
    /// # Errors
    /// Errors in Entra's own shape.
    pub fn instead(&self, first_time: impl Fn() -> bool) -> Result<Option<Response>, EntraError> {
        let response = match self {
            Self::Throttled => answer::too_many_requests(60),
            Self::ThrottledOnce if first_time() => answer::too_many_requests(1),
            Self::Aadsts(code) => return Err(on_demand::entra(*code)),
            Self::Unavailable => return Err(EntraError::unavailable()),
            Self::UnavailableOnce if first_time() => return Err(EntraError::unavailable()),
            Self::HtmlPage => answer::html_page(),
            Self::EmptyBody => answer::json_text(String::new()),
            Self::CutJson => answer::json_text(r#"{"token_type":"Bearer","expires_in":3599,"access_tok"#.to_owned()),
            Self::HugeBody => answer::huge(),
            Self::Reset => answer::reset(),
            _ => return Ok(None),
        };
        Ok(Some(response))
    }

    /// True when a sign-in lacks the authentication context that is wanted.
    pub fn challenges(&self, acrs: &[String]) -> bool {
        *self == Self::ClaimsChallenge && !acrs.iter().any(|acr| acr == CONTEXT)
    }

    /// Why a user who signed in like that gets no token there.
    pub fn refusal(&self, identity: &Identity) -> Option<EntraError> {
        let user = &identity.user;
        let error = match self {
            Self::Aadsts(code) => on_demand::entra(*code),
            Self::ClaimsChallenge if self.challenges(&identity.acrs) => mfa_required().claims(CHALLENGE),
            Self::NoAccess => no_account(user),
            Self::ConditionalAccess => invalid_grant(
                53003,
                "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.".to_owned(),
            )
            .suberror("message_only")
            .claims(POLICY),
            Self::MfaRequired => mfa_required(),
            Self::Guest => invalid_grant(
                50177,
                "External challenge is not supported for passthrough users.".to_owned(),
            )
            .error("interaction_required"),
            Self::Blocked => invalid_grant(
                530034,
                "A delegated administrator was blocked from accessing the tenant due to account risk in their home tenant.".to_owned(),
            )
            .error("access_denied"),
            Self::Loop => invalid_grant(
                50196,
                "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.".to_owned(),
            ),
            Self::ExpiredRefreshToken => invalid_grant(
                700082,
                "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.".to_owned(),
            )
            .suberror("bad_token"),
            _ => return None,
        };
        Some(error)
    }
}
