//! `POST /{tenant}/oauth2/v2.0/devicecode` (RFC 8628 section 3.1).

use super::Device;
use crate::arrival::Arrival;
use crate::discovery;
use crate::entra_error::EntraError;
use crate::grants::Client;
use crate::parameters::Parameters;
use crate::partner::SECRET_MARK;
use crate::server::Shared;
use crate::state::State;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use rand::seq::IndexedRandom;
use serde_json::{Value, json};
use uuid::Uuid;

/// Letters and digits that nobody takes for one another.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// How long a user code is, as at Entra ID.
const LENGTH: usize = 9;

/// Answers a request for a device code.
pub async fn answer(Extract(state): Shared, Path(name): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    let parameters = Parameters::form(&body);
    let tenant = discovery::find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), parameters.get("scope"));
    let result = match tenant {
        Ok(tenant) => {
            tenant.wait().await;
            Client::known(&state, tenant, &parameters).and_then(|client| start(&state, &name, &client, &parameters))
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(body) => {
            let no_store = [(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"))];
            (no_store, Json(body)).into_response()
        }
        Err(error) => error.answer(&arrival),
    }
}

fn start(state: &State, tenant: &str, client: &Client, parameters: &Parameters) -> Result<Value, EntraError> {
    let scope = parameters.require("scope")?;
    let user_code = user_code();
    let device_code = format!("{SECRET_MARK}{}", Uuid::new_v4().simple());
    let page = format!("{}/common/oauth2/deviceauth", state.login);
    let (expires_in, interval) = (state.sign_in.device_code_seconds, state.sign_in.poll_seconds);
    let device = Device {
        device_code: device_code.clone(),
        user_code: user_code.clone(),
        client: client.id,
        client_name: client.name.clone(),
        scope: scope.to_owned(),
        tenant: tenant.to_owned(),
        ends: state.clock.now() + expires_in,
        interval,
        polled: None,
        decision: None,
    };
    state.devices.add(&state.clock, device);
    let message = format!(
        "To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."
    );
    Ok(json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": page,
        "expires_in": expires_in,
        "interval": interval,
        "message": message,
    }))
}

fn user_code() -> String {
    let mut random = rand::rng();
    let letters = (0..LENGTH).filter_map(|_| LETTERS.choose(&mut random));
    letters.map(|l| char::from(*l)).collect()
}
