//! `POST /{tenant}/oauth2/v2.0/token` (RFC 6749 section 3.2): the way of every request before and after its grant.

use crate::arrival::Arrival;
use crate::discovery;
use crate::entra_error::{EntraError, missing_parameter};
use crate::grants;
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use url::form_urlencoded;

/// The parameters of a token request. An empty one counts as left out (RFC 6749 section 3.2).
pub struct Parameters(HashMap<String, String>);

/// Answers a token request.
pub async fn answer(Extract(state): Shared, Path(name): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    let parameters = Parameters::read(&body);
    let tenant = discovery::find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), parameters.get("scope"));
    let result = match tenant {
        Ok(tenant) => {
            tenant.wait().await;
            redeem(&state, tenant, &parameters)
        }
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| error.answer(&arrival))
}

fn redeem(state: &State, tenant: &Tenant, parameters: &Parameters) -> Result<Response, EntraError> {
    if let Some(fault) = tenant.fault
        && let Some(response) = fault.instead(|| tenant.first_time())?
    {
        return Ok(response);
    }
    let token = grants::redeem(state, tenant, parameters)?;
    let mut response = Json(token).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    if let Ok(id) = HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()) {
        headers.insert(HeaderName::from_static("x-ms-request-id"), id);
    }
    Ok(response)
}

impl Parameters {
    fn read(body: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(body)
                .into_owned()
                .filter(|(_, v)| !v.is_empty())
                .collect(),
        )
    }

    /// A parameter, where it was given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// AADSTS900144.
    pub fn require(&self, name: &str) -> Result<&str, EntraError> {
        self.get(name).ok_or_else(|| missing_parameter(name))
    }
}
