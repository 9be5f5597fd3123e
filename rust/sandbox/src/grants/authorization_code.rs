//! The authorization_code grant (RFC 6749 section 4.1.3) with PKCE (RFC 7636 section 4.6).

use super::user::{self, UserGrant};
use super::{Client, Place, TokenResponse};
use crate::entra_error::{EntraError, invalid_grant};
use crate::identity::Identity;
use crate::parameters::Parameters;
use crate::partner::SECRET_MARK;
use crate::scope::{self, Wanted};
use crate::seal::Seals;
use crate::state::State;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// How long a code is good, in seconds.
const LIFETIME: u64 = 600;
/// What codes are sealed for.
const PURPOSE: &str = "code";

/// What an authorization code remembers.
#[derive(Debug, Deserialize, Serialize)]
pub struct Code {
    /// Its id, so that it is redeemed once.
    pub id: Uuid,
    /// Who signed in.
    pub identity: Identity,
    /// The client it was given to.
    pub client: Uuid,
    /// The tenant it was given for.
    pub tenant: Uuid,
    /// Where it was sent to.
    pub redirect_uri: String,
    /// The hash of the verifier; none without PKCE.
    pub challenge: Option<String>,
    /// For the id token.
    pub nonce: Option<String>,
    /// What was asked for.
    pub scope: String,
    /// When it was given, Unix seconds.
    pub issued: u64,
}

/// The codes that were redeemed, as long as they would be good.
#[derive(Default)]
pub struct Redeemed(Mutex<HashMap<Uuid, u64>>);

impl Code {
    /// The code as its client gets it.
    pub fn seal(&self, seals: &Seals) -> String {
        format!("{SECRET_MARK}{}", seals.seal(PURPOSE, self))
    }

    fn open(seals: &Seals, code: &str) -> Option<Self> {
        seals.open(PURPOSE, code.strip_prefix(SECRET_MARK)?)
    }
}

impl Redeemed {
    /// True the first time alone.
    fn first_time(&self, code: &Code, now: u64) -> bool {
        let mut redeemed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        redeemed.retain(|_, issued| *issued + LIFETIME >= now);
        redeemed.insert(code.id, code.issued).is_none()
    }
}

/// Redeems a code, once.
///
/// # Errors
/// Why there is no token.
pub fn redeem(
    state: &State,
    place: Place<'_>,
    client: &Client,
    parameters: &Parameters,
) -> Result<TokenResponse, EntraError> {
    let refused = |code, text: &str| invalid_grant(code, text.to_owned());
    let code = Code::open(&state.seals, parameters.require("code")?)
        .ok_or_else(|| refused(70000, "The provided value for the 'code' parameter is not valid."))?;
    let redirect_uri = parameters.require("redirect_uri")?;
    let now = state.clock.now();
    if code.issued + LIFETIME < now {
        let text = "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.";
        return Err(refused(70008, text));
    }
    if code.client != client.id {
        return Err(refused(
            70000,
            "The authorization code was issued to another application.",
        ));
    }
    if code.redirect_uri != redirect_uri {
        return Err(invalid_grant(
            500_112,
            format!(
                "The reply address '{redirect_uri}' does not match the reply address '{}' provided when requesting Authorization code.",
                code.redirect_uri
            ),
        ));
    }
    if code.challenge != parameters.get("code_verifier").map(challenge) {
        let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
        return Err(refused(501_481, text));
    }
    let tenant = place.of(state, code.tenant)?;
    if !state.redeemed.first_time(&code, now) {
        let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.";
        return Err(refused(54005, text));
    }
    let scope = parameters.get("scope").unwrap_or(&code.scope);
    let grant = UserGrant {
        wanted: Wanted::of_sign_in(scope, tenant)?,
        offline: scope::is_offline(scope) || scope::is_offline(&code.scope),
        identity: code.identity,
        nonce: code.nonce,
    };
    user::redeem(state, tenant, client, parameters, grant)
}

/// S256: what a client sends first of its verifier.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}
