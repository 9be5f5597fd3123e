//! The device_code grant (RFC 8628 section 3.4): a client asks whether its user has signed in elsewhere.

use super::user::{self, UserGrant};
use super::{Client, Place, TokenResponse};
use crate::device::Poll;
use crate::entra_error::{EntraError, bad_request, invalid_grant};
use crate::parameters::Parameters;
use crate::scope::{self, Wanted};
use crate::state::State;

/// Redeems a device code, once.
///
/// # Errors
/// The errors of RFC 8628 section 3.5, and why there is no token.
pub fn redeem(
    state: &State,
    place: Place<'_>,
    client: &Client,
    parameters: &Parameters,
) -> Result<TokenResponse, EntraError> {
    let code = parameters.require("device_code")?;
    let error = |error, code, text: &str| Err(bad_request(error, code, text.to_owned()));
    let sign_in = match state.devices.poll(&state.clock, code, client.id) {
        Poll::Pending => {
            let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            return error("authorization_pending", 70016, text);
        }
        Poll::TooFast => {
            let text = "OAuth 2.0 device flow error. The client polls faster than the interval; it is five seconds longer from now on.";
            return error("slow_down", 70016, text);
        }
        Poll::Declined => {
            let text = "OAuth 2.0 device flow error. The end user denied the authorization request.";
            return error("authorization_declined", 70020, text);
        }
        Poll::Ended => {
            let text = "OAuth 2.0 device flow error. The device code has expired.";
            return error("expired_token", 70019, text);
        }
        Poll::Unknown => {
            let text = "OAuth 2.0 device flow error. The verification code is not valid or was redeemed already.";
            return error("bad_verification_code", 70018, text);
        }
        Poll::Foreign => {
            let text = "The device code was issued to another application.";
            return Err(invalid_grant(70000, text.to_owned()));
        }
        Poll::SignedIn(sign_in) => sign_in,
    };
    let tenant = place.of(state, sign_in.tenant)?;
    let scope = parameters.get("scope").unwrap_or(&sign_in.scope);
    let grant = UserGrant {
        wanted: Wanted::of_sign_in(scope, tenant)?,
        offline: scope::is_offline(scope) || scope::is_offline(&sign_in.scope),
        identity: sign_in.identity,
        nonce: None,
    };
    user::redeem(state, tenant, client, parameters, grant)
}
