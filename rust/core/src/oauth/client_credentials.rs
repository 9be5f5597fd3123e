//! The client_credentials grant (RFC 6749 section 4.4): the application acts for itself.

use super::Form;
use crate::scope::ScopeSet;

/// Writes the grant's parameters and gives its name.
pub fn write(form: &mut Form, scopes: &ScopeSet) -> &'static str {
    form.append_pair("grant_type", "client_credentials");
    form.append_pair("scope", &scopes.joined());
    "client_credentials"
}
