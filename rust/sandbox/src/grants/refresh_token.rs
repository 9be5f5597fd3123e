//! The refresh_token grant (RFC 6749 section 6): a user in whichever tenant is asked.

use super::user::{self, UserGrant};
use super::{Client, Place, TokenResponse};
use crate::entra_error::{EntraError, invalid_grant};
use crate::identity::RefreshToken;
use crate::parameters::Parameters;
use crate::scope::Wanted;
use crate::state::State;

/// How long a refresh token lives: 90 days (Microsoft identity platform, "Refresh tokens").
const LIFETIME: u64 = 90 * 24 * 60 * 60;

/// Redeems a refresh token. The old one stays good.
///
/// # Errors
/// Why there is no token.
pub fn redeem(
    state: &State,
    place: Place<'_>,
    client: &Client,
    parameters: &Parameters,
) -> Result<TokenResponse, EntraError> {
    let Some(token) = RefreshToken::open(&state.seals, parameters.require("refresh_token")?) else {
        return Err(invalid_grant(
            70000,
            "The provided value for the input parameter 'refresh_token' is not valid.".to_owned(),
        ));
    };
    if token.client != client.id {
        return Err(invalid_grant(
            700_007,
            format!(
                "The refresh token was issued to the application '{}' and not to '{}'.",
                token.client, client.id
            ),
        )
        .suberror("client_mismatch"));
    }
    if token.issued + LIFETIME < state.clock.now() {
        return Err(invalid_grant(
            700_082,
            "The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.".to_owned(),
        )
        .suberror("bad_token"));
    }
    let tenant = place.of_user(state, &token.identity)?;
    let grant = UserGrant {
        wanted: Wanted::parse(parameters.require("scope")?, tenant)?,
        identity: token.identity,
        nonce: None,
        offline: true,
    };
    user::redeem(state, tenant, client, parameters, grant)
}
