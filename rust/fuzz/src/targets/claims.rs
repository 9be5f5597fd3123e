//! The claims of a token: the whole text of one, or the document within it.

use super::StillClock;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partner_auth::claims::{Claims, ClientInfo};
use partner_auth::token::Token;
use partner_auth::{Secret, fuzzing};

/// As a token, as the payload of one, and as `client_info`.
pub fn run(bytes: &[u8]) -> bool {
    let payload = URL_SAFE_NO_PAD.encode(bytes);
    let wrapped = format!("e30.{payload}.c2ln");
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let _is_info = ClientInfo::read(text).is_some() || ClientInfo::read(&payload).is_some();
    let _is_record = fuzzing::kept_record(bytes, &StillClock);
    [text, &wrapped].into_iter().any(is_token)
}

fn is_token(text: &str) -> bool {
    let claims = Claims::read(text);
    if let Some(claims) = &claims {
        let _said = (claims.expires_on(), claims.is_app_only(), claims.mfa(), claims.user());
    }
    if let Ok(token) = Token::inspect(Secret::new(text.to_owned()), &StillClock) {
        assert!(claims.is_some() && token.expires_on > super::NOW);
    }
    claims.is_some()
}
