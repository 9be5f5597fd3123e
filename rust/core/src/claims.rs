//! Claims of a token, read without validating: tokens are opaque to a client, and these serve for display and checks
//! against slips, never for a decision about trust.

use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use zeroize::Zeroizing;

/// The claims that this product looks at (Microsoft identity platform, "Access token claims reference").
#[derive(Debug, Default, Deserialize, PartialEq)]
pub struct Claims {
    /// Audience.
    pub aud: Option<String>,
    /// The tenant that issued it.
    pub tid: Option<String>,
    /// Object id of the user or service principal.
    pub oid: Option<String>,
    /// Whether it is an application's or a user's, where the application asks for this claim.
    pub idtyp: Option<String>,
    /// Delegated scopes, separated by spaces.
    pub scp: Option<String>,
    /// Application roles.
    #[serde(default)]
    pub roles: Vec<String>,
    /// How the user signed in.
    #[serde(default)]
    pub amr: Vec<String>,
    /// Ids of the directory roles that the user has in that tenant.
    #[serde(default)]
    pub wids: Vec<String>,
    /// The user's name.
    pub upn: Option<String>,
    /// The user's name in tokens of version 2.0 and in id tokens.
    pub preferred_username: Option<String>,
    /// The application, in tokens of version 1.0.
    pub appid: Option<String>,
    /// The application, in tokens of version 2.0.
    pub azp: Option<String>,
    /// The number that the sign-in began with, in an id token.
    pub nonce: Option<String>,
    /// End of life, Unix seconds.
    pub exp: Option<f64>,
}

impl Claims {
    /// Reads the claims of a JWT (RFC 7519 section 3); nothing for a token that is none, for not every service's is.
    #[must_use]
    pub fn read(token: &str) -> Option<Self> {
        let mut parts = token.split('.');
        let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
            return None;
        };
        let json = Zeroizing::new(URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?);
        serde_json::from_slice(&json).ok()
    }

    /// Reads the claims of an access token that a person gave.
    ///
    /// # Errors
    /// `InvalidInput` when it is no JWT.
    pub fn of_access_token(token: &str) -> Result<Self, Error> {
        Self::read(token).ok_or_else(|| {
            Error::input(
                "The access token can't be read: it is not a JSON web token.",
                "Pass the token alone, without 'Bearer' before it.",
            )
        })
    }

    /// End of life, Unix seconds.
    #[must_use]
    pub fn expires_on(&self) -> Option<i64> {
        // The cast saturates, which is right for a lifetime that is absurd.
        #[expect(
            clippy::as_conversions,
            reason = "the one float to integer conversion that can't fail is a cast"
        )]
        self.exp.filter(|e| e.is_finite()).map(|e| e as i64)
    }

    /// True when it acts for an application alone: it says so, or has no delegated scope.
    #[must_use]
    pub fn is_app_only(&self) -> bool {
        match self.idtyp.as_deref() {
            Some(kind) => kind == "app",
            None => self.scp.is_none(),
        }
    }

    /// Whether the user signed in with multifactor authentication, where the token says how.
    #[must_use]
    pub fn mfa(&self) -> Option<bool> {
        (!self.amr.is_empty()).then(|| self.amr.iter().any(|method| method == "mfa"))
    }

    /// The application.
    #[must_use]
    pub fn application(&self) -> Option<&str> {
        self.appid.as_deref().or(self.azp.as_deref())
    }

    /// The user.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.upn.as_deref().or(self.preferred_username.as_deref())
    }
}

/// `client_info` of a token response: who the user is at home.
#[derive(Debug, Default, Deserialize, PartialEq)]
pub struct ClientInfo {
    /// Object id in the home tenant.
    pub uid: Option<String>,
    /// The home tenant.
    pub utid: Option<String>,
}

impl ClientInfo {
    /// Reads the value of `client_info`.
    #[must_use]
    pub fn read(value: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value.trim_end_matches('=')).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(payload: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn claims_are_read_and_unknown_ones_ignored() {
        let claims = Claims::read(&token(r#"{"tid":"t","scp":"A B","exp":1700000000,"x":[1]}"#)).unwrap();
        assert_eq!((claims.tid.as_deref(), claims.scp.as_deref()), (Some("t"), Some("A B")));
        assert_eq!(claims.expires_on(), Some(1_700_000_000));
    }

    #[test]
    fn a_token_of_an_application_alone_says_so_or_has_no_delegated_scope() {
        for (payload, app_only) in [
            (r#"{"idtyp":"app","roles":["A"]}"#, true),
            (r#"{"idtyp":"user","roles":["A"]}"#, false),
            (r#"{"roles":["A"]}"#, true),
            (r#"{"scp":"A"}"#, false),
        ] {
            assert_eq!(
                Claims::read(&token(payload)).unwrap().is_app_only(),
                app_only,
                "{payload}"
            );
        }
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for bad in ["", "a.b", "a.b.c", "a.b.c.d", "e30.!!.x", &token("[1]"), &token("{")] {
            assert_eq!(Claims::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_absurd_lifetime_does_not_overflow() {
        assert_eq!(
            Claims::read(&token(r#"{"exp":1e300}"#)).unwrap().expires_on(),
            Some(i64::MAX)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,200}") {
            let _ = Claims::read(&text);
            let _ = ClientInfo::read(&text);
        }
    }
}
