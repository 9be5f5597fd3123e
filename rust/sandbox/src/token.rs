//! `POST /{tenant}/oauth2/v2.0/token` (RFC 6749 section 3.2): the way of every request before and after its grant.

use crate::arrival::Arrival;
use crate::discovery;
use crate::entra_error::EntraError;
use crate::grants::{self, Place};
use crate::parameters::Parameters;
use crate::server::Shared;
use crate::state::State;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

/// Answers a token request.
pub async fn answer(Extract(state): Shared, Path(name): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    let parameters = Parameters::form(&body);
    let tenant = discovery::find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), parameters.get("scope"));
    let result = match tenant {
        Ok(tenant) => {
            tenant.wait().await;
            redeem(&state, Place::new(tenant, &name), &parameters)
        }
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| error.answer(&arrival))
}

fn redeem(state: &State, place: Place<'_>, parameters: &Parameters) -> Result<Response, EntraError> {
    let tenant = place.tenant;
    if let Some(fault) = &tenant.fault
        && let Some(response) = fault.instead(|| tenant.first_time())?
    {
        return Ok(response);
    }
    let token = grants::redeem(state, place, parameters)?;
    let mut response = Json(token).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        headers.insert(HeaderName::from_static("x-ms-request-id"), id);
    }
    Ok(response)
}
