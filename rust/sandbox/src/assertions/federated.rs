//! Tokens of a managed identity, shown in place of a secret (Microsoft identity platform, "Workload identity federation").

use super::in_time;
use super::malformed;
use crate::entra_error::{EntraError, invalid_client};
use crate::managed_identity::{EXCHANGE, TRUSTED};
use crate::partner::TENANT_ID;
use crate::state::State;
use uuid::Uuid;

/// Checks a token, which comes without the mark.
///
/// # Errors
/// AADSTS700213 for another subject or issuer, 700212 for another audience, 700024 for its time, 50027 for what this
/// sandbox has not signed.
pub fn check(state: &State, client: Uuid, token: &str) -> Result<(), EntraError> {
    // It says itself when it has ended.
    let claims = state
        .tokens
        .signed(token)
        .ok_or_else(|| malformed("nobody here has signed it"))?;
    let subject = claims.sub.unwrap_or(claims.oid);
    let trusted = TRUSTED.principal.to_string();
    if claims.iss != state.issuer(&TENANT_ID.to_string()) || subject != trusted {
        return Err(invalid_client(
            700_213,
            format!(
                "No matching federated identity record found for presented assertion subject '{subject}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. (app id '{client}')"
            ),
        ));
    }
    if claims.aud != EXCHANGE {
        let text = format!(
            "No matching federated identity record found for presented assertion audience '{}'.",
            claims.aud
        );
        return Err(invalid_client(700_212, text));
    }
    in_time(state.clock.now(), claims.nbf, claims.exp)
}
