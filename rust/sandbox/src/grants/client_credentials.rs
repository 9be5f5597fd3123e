//! The client_credentials grant (RFC 6749 section 4.4): the application on its own.

use super::client::not_there;
use super::{Client, TokenResponse, claims, response};
use crate::customers;
use crate::entra_error::{EntraError, bad_request};
use crate::parameters::Parameters;
use crate::resources;
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
    if !tenant.is_home && !tenant.consents().knows(client.id) {
        return Err(not_there(client.id, tenant));
    }
    let known = resources::by_id(wanted.resource).ok_or_else(|| scope::not_there(&wanted.audience, tenant))?;
    let has_roles = tenant.is_home || tenant.consents().has_roles(client.id, known.id);
    let roles = if has_roles { known.roles } else { &[] };
    // The service principal is another one in each tenant.
    let principal = customers::tenant_id(0, &format!("{}/{}", tenant.id, client.id)).to_string();
    let claims = Claims {
        oid: principal,
        roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        ..claims(state, tenant, client, &wanted)
    };
    Ok(response(state, &claims))
}
