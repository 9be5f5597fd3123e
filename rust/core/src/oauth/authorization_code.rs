//! The authorization_code grant with PKCE (RFC 6749 section 4.1.3, RFC 7636 section 4.5).

use super::Form;
use crate::secret::Secret;

/// The code that a sign-in ended with, and what proves that it is ours.
pub struct AuthorizationCode {
    /// The code; it is good once.
    pub code: Secret,
    /// The address that the browser was sent back to.
    pub redirect_uri: String,
    /// The verifier of the challenge that the sign-in began with.
    pub verifier: Secret,
}

/// Writes the grant's parameters and gives its name. The scope is the one that the sign-in began with: the standard has none
/// here, and servers that keep to it refuse one.
pub fn write(form: &mut Form, code: &AuthorizationCode) -> &'static str {
    form.append_pair("grant_type", "authorization_code");
    form.append_pair("code", code.code.expose());
    form.append_pair("redirect_uri", &code.redirect_uri);
    form.append_pair("code_verifier", code.verifier.expose());
    form.append_pair("client_info", "1");
    "authorization_code"
}
