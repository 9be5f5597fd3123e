//! The grants, one per file, and what they share: the application, the tenant and the response.

mod authorization_code;
mod client;
mod client_credentials;
mod device_code;
mod place;
mod refresh_token;
pub mod user;

pub use authorization_code::{Code, Redeemed};
pub use client::Client;
pub use place::Place;

use crate::entra_error::{EntraError, bad_request};
use crate::parameters::Parameters;
use crate::scope::Wanted;
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::Claims;
use rand::RngExt;
use serde::Serialize;
use uuid::Uuid;

/// A token response (RFC 6749 section 5.1), in the order in which Entra ID writes it.
#[derive(Serialize)]
pub struct TokenResponse {
    token_type: &'static str,
    /// Left out by client_credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    expires_in: u64,
    ext_expires_in: u64,
    access_token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_info: Option<String>,
}

/// Redeems whatever is brought.
///
/// # Errors
/// Why there is no token.
pub fn redeem(state: &State, place: Place<'_>, parameters: &Parameters) -> Result<TokenResponse, EntraError> {
    let grant = parameters.require("grant_type")?;
    let client = Client::read(state, place, parameters)?;
    match grant {
        "authorization_code" => authorization_code::redeem(state, place, &client, parameters),
        "client_credentials" => client_credentials::redeem(state, place.tenant, &client, parameters),
        // The short name is what Microsoft's own clients send.
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => {
            device_code::redeem(state, place, &client, parameters)
        }
        "refresh_token" => refresh_token::redeem(state, place, &client, parameters),
        other => Err(bad_request(
            "unsupported_grant_type",
            70003,
            format!("The app requested an unsupported grant type '{other}'."),
        )),
    }
}

/// The claims that every access token has. It lives between 60 and 90 minutes, as in reality.
fn claims(state: &State, tenant: &Tenant, client: &Client, wanted: &Wanted) -> Claims {
    let issued = state.clock.now();
    Claims {
        aud: wanted.audience.clone(),
        iss: format!("{}/{}/", state.login, tenant.id),
        iat: issued,
        nbf: issued,
        exp: issued + rand::rng().random_range(3600..5400),
        appid: client.id.to_string(),
        tid: tenant.id.to_string(),
        ver: "1.0".to_owned(),
        uti: Uuid::new_v4().simple().to_string(),
        ..Claims::default()
    }
}

/// A response with an access token alone.
fn response(state: &State, claims: &Claims) -> TokenResponse {
    let life = claims.exp - claims.iat;
    TokenResponse {
        token_type: "Bearer",
        scope: None,
        expires_in: life,
        ext_expires_in: life,
        access_token: state.tokens.access_token(claims),
        refresh_token: None,
        id_token: None,
        client_info: None,
    }
}
