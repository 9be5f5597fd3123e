//! The refresh_token grant (RFC 6749 section 6), at the tenant the token is wanted for.

use super::Form;
use crate::scope::ScopeSet;
use crate::secret::Secret;

/// Writes the grant's parameters and gives its name.
pub fn write(form: &mut Form, token: &Secret, scopes: &ScopeSet) -> &'static str {
    form.append_pair("grant_type", "refresh_token");
    form.append_pair("refresh_token", token.expose());
    form.append_pair("scope", &super::with_openid(scopes));
    form.append_pair("client_info", "1");
    "refresh_token"
}
