//! The assertion that a certificate signs (RFC 7523 section 3; Microsoft identity platform, "Certificate credentials").

use super::certificate::Certificate;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::report::Report;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long an assertion is good, before and after it is made, in seconds. It is made for one request; the rest is for
/// clocks that are five minutes off. Both together are the ten minutes that Microsoft's documentation allows at most.
const LIFE_SECONDS: i64 = 300;

/// Makes an assertion for one request to that token endpoint.
///
/// # Errors
/// `CredentialInvalid` when the key does not sign, and what the host says when it has to be asked.
pub async fn sign(
    certificate: &Certificate,
    client_id: &ClientId,
    token_endpoint: &str,
    now_unix: i64,
    report: &dyn Report,
) -> Result<Zeroizing<String>, Error> {
    // PS256 with the SHA-256 thumbprint is what the service documents; RS256 with SHA-1 is the old form it still takes.
    let header = if certificate.is_rs256() {
        json!({ "alg": "RS256", "typ": "JWT", "x5t": certificate.sha1() })
    } else {
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": certificate.sha256() })
    };
    let claims = json!({
        "aud": token_endpoint,
        "exp": now_unix.saturating_add(LIFE_SECONDS),
        "iat": now_unix,
        "iss": client_id.to_string(),
        "jti": Uuid::new_v4().to_string(),
        "nbf": now_unix.saturating_sub(LIFE_SECONDS),
        "sub": client_id.to_string(),
    });
    let part = |json: &serde_json::Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let text = format!("{}.{}", part(&header), part(&claims));
    let signature = certificate.sign(text.as_bytes(), report).await?;
    Ok(Zeroizing::new(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))))
}
