//! Partner Center's REST API: customers, application consents, the partner's profile.

mod consents;
mod customers;
mod fault;
mod profile;
mod replays;

pub use replays::Replays;

use crate::arrival::Arrival;
use crate::faults::{self, Fault};
use crate::resources::{self, PARTNER_CENTER};
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::Claims;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{delete, get, post};
use fault::PartnerFault;
use std::sync::Arc;
use uuid::Uuid;

/// What lies below `/partnercenter/v1`.
pub fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/customers", get(customers::list))
        .route("/customers/{id}", get(customers::by_id))
        .route("/customers/{id}/applicationconsents", post(consents::create))
        .route(
            "/customers/{id}/applicationconsents/{application}",
            delete(consents::delete),
        )
        .route("/profiles/organization", get(profile::get))
}

/// Admits a caller with a token of the partner's tenant for Partner Center.
///
/// # Errors
/// 401 with the service's codes, and 403 for an indirect reseller.
fn admit(state: &State, arrival: &Arrival) -> Result<Claims, PartnerFault> {
    let Some(token) = arrival.bearer() else {
        return Err(PartnerFault::new(
            StatusCode::UNAUTHORIZED,
            800_001,
            "The authorization token is missing.",
        ));
    };
    let claims = state.tokens.claims(token, state.clock.now()).filter(|c| {
        let home = state.home().filter(|h| h.id.to_string() == c.tid);
        home.is_some_and(|h| resources::by_audience(&c.aud, h.sharepoint()) == Some(PARTNER_CENTER))
    });
    let Some(claims) = claims else {
        return Err(PartnerFault::new(StatusCode::UNAUTHORIZED, 400, "Access denied."));
    };
    // An application on its own has no `amr`, and no second factor to show.
    if claims.amr.as_ref().is_some_and(|amr| !amr.iter().any(|m| m == "mfa")) {
        return Err(PartnerFault::new(
            StatusCode::UNAUTHORIZED,
            10_001,
            "Authentication failed. MFA required.",
        ));
    }
    if state.partner_center.indirect_reseller {
        return Err(PartnerFault::new(StatusCode::FORBIDDEN, 2032, "Access denied."));
    }
    Ok(claims)
}

/// The customer of an address.
///
/// # Errors
/// 404 when there is none, and the customer's fault.
fn customer<'a>(state: &'a State, id: &str) -> Result<&'a Tenant, PartnerFault> {
    let found = Uuid::try_parse(id)
        .ok()
        .and_then(|id| state.by_id(id))
        .filter(|t| !t.is_home && !t.is_gdap_only);
    let Some(tenant) = found else {
        return Err(PartnerFault::new(StatusCode::NOT_FOUND, 1000, "Customer not found."));
    };
    let code = match tenant.fault {
        Some(Fault::PartnerCenter(code)) => code,
        Some(Fault::PartnerCenterUnavailable) => 800_003,
        _ => return Ok(tenant),
    };
    let (status, description) = faults::partner_center(code);
    Err(PartnerFault::new(status, code, description))
}

/// Finishes an answer: the caller's ids come back to it.
fn finish(arrival: &Arrival, result: Result<Response, PartnerFault>) -> Response {
    let mut response = result.unwrap_or_else(PartnerFault::answer);
    for name in ["ms-requestid", "ms-correlationid"] {
        let given = arrival.headers.get(name).cloned();
        let id = given.or_else(|| HeaderValue::from_str(&Uuid::new_v4().to_string()).ok());
        if let Some(id) = id {
            response.headers_mut().insert(HeaderName::from_static(name), id);
        }
    }
    response
}
