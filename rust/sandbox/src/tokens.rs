//! Tokens of this sandbox: made here, and known again here and nowhere else.

use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac::{self, HMAC_SHA256, Key};
use ring::rand::SystemRandom;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An RSA signature of 2048 bits is so many keyed hashes long: a token has the length that it has in reality.
const HASHES: usize = 8;

/// Makes and checks tokens.
pub struct Tokens {
    key: Key,
}

/// Claims of an access token (Microsoft identity platform, "Access token claims reference").
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Claims {
    /// Audience, as it was asked for.
    pub aud: String,
    /// Authentication contexts that the sign-in satisfied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acrs: Vec<String>,
    /// Issuer.
    pub iss: String,
    /// Issued, Unix seconds.
    pub iat: u64,
    /// Valid from, Unix seconds.
    pub nbf: u64,
    /// Valid until, Unix seconds.
    pub exp: u64,
    /// The application.
    pub appid: String,
    /// How the user signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amr: Option<Vec<String>>,
    /// Object id of the user, or of the application's service principal.
    pub oid: String,
    /// Permissions of the application.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Delegated permissions, separated by spaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scp: Option<String>,
    /// The subject, where it is not `oid` alone that names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// The tenant.
    pub tid: String,
    /// The user's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    /// The user's roles in the tenant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wids: Vec<String>,
    /// Version of the token's shape.
    pub ver: String,
    /// Id of this token.
    pub uti: String,
}

impl Tokens {
    /// A key that no other sandbox has.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new() -> Result<Self, Error> {
        let key = Key::generate(HMAC_SHA256, &SystemRandom::new()).map_err(|_| Error::Random)?;
        Ok(Self { key })
    }

    /// An access token: a JWT by its looks.
    pub fn access_token(&self, claims: &Claims) -> String {
        let header = json!({ "typ": "JWT", "alg": "RS256", "x5t": "c2FuZGJveA", "kid": "c2FuZGJveA" });
        let text = format!("{}.{}", encode(&header), encode(&json!(claims)));
        let signature = hmac::sign(&self.key, text.as_bytes()).as_ref().repeat(HASHES);
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The claims of an access token of this sandbox that is still valid.
    pub fn claims(&self, token: &str, now: u64) -> Option<Claims> {
        self.signed(token).filter(|claims| claims.exp > now)
    }

    /// The claims of a token of this sandbox, which may have ended.
    pub fn signed(&self, token: &str) -> Option<Claims> {
        let (text, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let hash = signature.get(..signature.len() / HASHES)?;
        hmac::verify(&self.key, text.as_bytes(), hash).ok()?;
        let (_, payload) = text.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()
    }
}

/// An id token: unsigned, for it comes straight from the token endpoint.
pub fn id_token(claims: &Value) -> String {
    format!(
        "{}.{}.",
        encode(&json!({ "typ": "JWT", "alg": "none" })),
        encode(claims)
    )
}

/// JSON as a part of a token, and as `client_info`.
pub fn encode(json: &Value) -> String {
    URL_SAFE_NO_PAD.encode(json.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: u64) -> Claims {
        Claims {
            aud: "https://graph.microsoft.com".into(),
            exp,
            ..Claims::default()
        }
    }

    #[test]
    fn a_sandbox_knows_its_own_tokens_and_no_others() {
        let (tokens, other) = (Tokens::new().unwrap(), Tokens::new().unwrap());
        let access = tokens.access_token(&claims(60));
        assert_eq!(tokens.claims(&access, 59).unwrap().aud, "https://graph.microsoft.com");
        assert!(other.claims(&access, 59).is_none());
    }

    #[test]
    fn what_was_changed_or_has_ended_is_no_token() {
        let tokens = Tokens::new().unwrap();
        let access = tokens.access_token(&claims(60));
        let (head, rest) = access.split_once('.').unwrap();
        let (_, signature) = rest.split_once('.').unwrap();
        let changed = format!("{head}.{}.{signature}", encode(&json!(claims(999))));
        for bad in [changed.as_str(), "", "a.b.c", "..", &tokens.access_token(&claims(0))] {
            assert!(tokens.claims(bad, 1).is_none(), "{bad}");
        }
    }
}
