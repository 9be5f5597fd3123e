//! The client_credentials grant (RFC 6749 section 4.4): the application on its own.

use super::client::not_there;
use super::{Client, TokenResponse, claims, response};
use crate::entra_error::{EntraError, bad_request};
use crate::parameters::Parameters;
use crate::scope::{self, Wanted};
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::Claims;

/// Redeems the application's credential. Partner Center's consents are delegated: an application has roles in the
/// partner's own tenant, and where a customer's administrator has consented.
///
/// # Errors
/// Why there is no token.
pub fn redeem(
    state: &State,
    tenant: &Tenant,
    client: &Client,
    parameters: &Parameters,
) -> Result<TokenResponse, EntraError> {
    if client.is_first_party {
        return Err(bad_request(
            "unauthorized_client",
            700_016,
            "A public client has no credential of its own and gets no token by client_credentials.".to_owned(),
        ));
    }
    let given = parameters.require("scope")?;
    let wanted = Wanted::parse(given, tenant)?;
    if !wanted.permissions.is_empty() {
        return Err(bad_request(
            "invalid_scope",
            1_002_012,
            format!(
                "The provided value for scope {given} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
            ),
        ));
    }
    let consents = tenant.consents();
    if !consents.knows(client.id) {
        return Err(not_there(client.id, tenant));
    }
    if !consents.has_service(wanted.resource) {
        return Err(scope::not_there(&wanted.audience, tenant));
    }
    let claims = Claims {
        // The service principal is another one in each tenant.
        oid: consents.object_id(client.id).to_string(),
        roles: consents.role_names(client.id, wanted.resource, state.clock.millis()),
        ..claims(state, tenant, client, &wanted)
    };
    Ok(response(state, &claims))
}
