//! The refresh_token grant (RFC 6749 section 6): the partner's user in whichever tenant is asked.

use super::{Client, TokenResponse, claims, response};
use crate::consents::Granted;
use crate::entra_error::{EntraError, bad_request, invalid_grant};
use crate::partner::{TENANT_ID, USER_ID, USER_PRINCIPAL_NAME};
use crate::resources;
use crate::scope::{Wanted, not_there};
use crate::state::State;
use crate::tenant::Tenant;
use crate::token::Parameters;
use crate::tokens::{Claims, encode, id_token};
use serde_json::json;
use std::collections::BTreeSet;

/// Redeems a refresh token. The old one stays good.
///
/// # Errors
/// Why there is no token.
pub fn redeem(
    state: &State,
    tenant: &Tenant,
    client: &Client,
    parameters: &Parameters,
) -> Result<TokenResponse, EntraError> {
    if !state.tokens.is_refresh_token(parameters.require("refresh_token")?) {
        return Err(invalid_grant(
            70000,
            "The provided value for the input parameter 'refresh_token' is not valid.".to_owned(),
        ));
    }
    if let Some(refusal) = tenant.fault.and_then(|f| f.refusal(USER_PRINCIPAL_NAME)) {
        return Err(refusal);
    }
    let wanted = Wanted::parse(parameters.require("scope")?, tenant)?;
    let scopes = granted(tenant, client, &wanted)?;
    let claims = Claims {
        amr: Some(vec!["pwd".to_owned(), "mfa".to_owned()]),
        oid: USER_ID.to_string(),
        scp: Some(scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
        upn: Some(USER_PRINCIPAL_NAME.to_owned()),
        ..claims(state, tenant, client, &wanted)
    };
    let full: Vec<String> = scopes.iter().map(|s| format!("{}/{s}", wanted.audience)).collect();
    Ok(TokenResponse {
        scope: Some(full.join(" ")),
        refresh_token: Some(state.tokens.refresh_token()),
        id_token: wanted.openid.then(|| identity(state, &claims)),
        client_info: (parameters.get("client_info") == Some("1"))
            .then(|| encode(&json!({ "uid": USER_ID, "utid": TENANT_ID }))),
        ..response(state, &claims)
    })
}

/// The scopes of the token: all that are consented, when those asked for are among them.
fn granted(tenant: &Tenant, client: &Client, wanted: &Wanted) -> Result<BTreeSet<String>, EntraError> {
    if tenant.is_home || client.is_first_party {
        let known = resources::by_id(wanted.resource).ok_or_else(|| not_there(&wanted.audience, tenant))?;
        let usual = known.scopes.iter().map(|s| (*s).to_owned());
        return Ok(usual.chain(wanted.permissions.iter().cloned()).collect());
    }
    let granted = tenant.consents().granted(client.id, wanted.resource);
    match granted {
        Granted::UnknownApplication => Err(bad_request(
            "unauthorized_client",
            90099,
            format!(
                "The application '{}' has not been authorized in the tenant '{}'. Applications must be authorized to access the external tenant before partner delegated administrators can use them. Provide pre-consent or execute the appropriate Partner Center API to authorize the application.",
                client.id, tenant.id
            ),
        )),
        Granted::Nothing if resources::by_id(wanted.resource).is_none() => Err(not_there(&wanted.audience, tenant)),
        Granted::Nothing => Err(not_consented(client)),
        Granted::Scopes(scopes) => {
            let has = |name: &String| scopes.iter().any(|s| s.eq_ignore_ascii_case(name));
            if wanted.permissions.iter().all(has) {
                Ok(scopes)
            } else {
                Err(not_consented(client))
            }
        }
    }
}

fn not_consented(client: &Client) -> EntraError {
    let text = format!(
        "The user or administrator has not consented to use the application with ID '{}' named 'Partner application'. Send an interactive authorization request for this user and resource.",
        client.id
    );
    invalid_grant(65001, text).suberror("consent_required")
}

fn identity(state: &State, claims: &Claims) -> String {
    id_token(&json!({
        "aud": claims.appid,
        "iss": format!("{}/{}/v2.0", state.login, claims.tid),
        "iat": claims.iat,
        "nbf": claims.nbf,
        "exp": claims.exp,
        "name": "Partner Admin",
        "oid": claims.oid,
        "preferred_username": USER_PRINCIPAL_NAME,
        "sub": claims.oid,
        "tid": claims.tid,
        "ver": "2.0",
    }))
}
