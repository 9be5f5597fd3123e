//! Microsoft Graph: one family of addresses per file, and what all of them share.

mod contracts;
mod groups;
mod me;
mod organization;
mod query;
mod refusal;
mod relationships;
mod role_definitions;
mod sites;

pub use groups::item as group_item;
pub use query::Query;
pub use refusal::Refusal;

use crate::arrival::Arrival;
use crate::directory;
use crate::faults::{self, CHALLENGE, Fault};
use crate::resources::{self, GRAPH};
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::Claims;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;
use std::sync::Arc;
use uuid::Uuid;

/// What lies below `/graph/v1.0`.
pub fn routes() -> Router<Arc<State>> {
    Router::new()
        .merge(directory::routes())
        .route("/contracts", get(contracts::list))
        .route("/groups/{id}", get(groups::by_id))
        .route("/me", get(me::me))
        .route("/me/memberOf", get(me::member_of))
        .route("/me/transitiveMemberOf", get(me::transitive_member_of))
        .route("/organization", get(organization::list))
        .route("/roleManagement/directory/roleDefinitions", get(role_definitions::list))
        .route("/sites/root", get(sites::root))
        .route(
            "/tenantRelationships/delegatedAdminCustomers",
            get(relationships::customers),
        )
        .route(
            "/tenantRelationships/delegatedAdminRelationships",
            get(relationships::list),
        )
        .route(
            "/tenantRelationships/delegatedAdminRelationships/{id}",
            get(relationships::by_id),
        )
        .route(
            "/tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments",
            get(relationships::assignments),
        )
}

/// Who asks: the tenant of the bearer token, and what else the token says.
pub struct Caller<'a> {
    /// The tenant.
    pub tenant: &'a Tenant,
    /// The token's claims.
    pub claims: &'a Claims,
}

/// Answers with JSON for the tenant of the bearer token, which needs one of the permissions that begin as allowed.
async fn answer(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(Caller<'_>) -> Result<Value, Refusal>,
) -> Response {
    respond(state, arrival, allowed, |caller| {
        body(caller).map(|b| Json(b).into_response())
    })
    .await
}

/// Answers for the tenant of the bearer token, which needs one of the permissions that begin as allowed.
pub async fn respond(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(Caller<'_>) -> Result<Response, Refusal>,
) -> Response {
    let claims = arrival
        .bearer()
        .and_then(|token| state.tokens.claims(token, state.clock.now()));
    let tenant = claims.as_ref().and_then(|c| state.tenant(&c.tid));
    arrival.note(state, tenant, None);
    let result = match (&claims, tenant) {
        (Some(claims), Some(tenant)) => {
            tenant.wait().await;
            admit(claims, tenant, allowed).and_then(|()| body(Caller { tenant, claims }))
        }
        _ => Err(Refusal::unauthorized(
            "Access token is missing, has ended or is not this sandbox's.",
        )),
    };
    let request_id = Uuid::new_v4().to_string();
    let mut response = match result {
        Ok(response) => response,
        Err(refusal) => refusal.answer(&request_id),
    };
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(HeaderName::from_static("request-id"), id);
    }
    response
}

fn admit(claims: &Claims, tenant: &Tenant, allowed: &[&str]) -> Result<(), Refusal> {
    if resources::by_audience(&claims.aud, tenant.sharepoint()) != Some(GRAPH) {
        return Err(Refusal::unauthorized(
            "Access token validation failure. Invalid audience.",
        ));
    }
    match &tenant.fault {
        Some(Fault::Graph(code)) => {
            let (status, message) = faults::graph(code);
            return Err(Refusal::new(status, code, message.to_owned()));
        }
        Some(fault) if fault.challenges(&claims.acrs) => return Err(Refusal::challenge(CHALLENGE)),
        _ => {}
    }
    if permits(claims, allowed) {
        Ok(())
    } else {
        Err(Refusal::denied())
    }
}

/// True when the token has one of the permissions that begin as allowed.
fn permits(claims: &Claims, allowed: &[&str]) -> bool {
    let scopes = claims.scp.iter().flat_map(|s| s.split(' '));
    let mut permissions = scopes.chain(claims.roles.iter().map(String::as_str));
    permissions.any(|p| allowed.iter().any(|a| p.starts_with(a)))
}

/// What the answer is, as OData says it.
pub fn context(state: &State, what: &str) -> String {
    format!("{}/graph/v1.0/$metadata#{what}", state.login)
}
