//! Applications, service principals and consents in a tenant's directory (Microsoft Graph v1.0).

mod app_role_assignments;
mod applications;
mod permission_grants;
mod service_principals;

use crate::arrival::Arrival;
use crate::faults::Fault;
use crate::graph::{self, Caller, Refusal};
use crate::resources::GRAPH;
use crate::roles::{ASSIGNING, WRITING};
use crate::server;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{delete, get, post};
use serde_json::{Map, Value};
use service_principals::name as name_of;
use std::sync::Arc;
use uuid::Uuid;

/// What reads applications and service principals ("List servicePrincipals").
const READ_APPLICATIONS: [&str; 4] = [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read",
    "Directory.AccessAsUser.All",
];
/// What writes them ("Create serviceprincipal").
const WRITE_APPLICATIONS: [&str; 3] = [
    "Application.ReadWrite.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
];

/// What lies below `/graph/v1.0`.
pub fn routes() -> Router<Arc<State>> {
    Router::new()
        .route("/applications", get(applications::list).post(applications::create))
        .route("/applications/{id}", get(applications::one).patch(applications::change))
        .route("/applications/{id}/addPassword", post(applications::add_password))
        .route(
            "/oauth2PermissionGrants",
            get(permission_grants::list).post(permission_grants::create),
        )
        .route(
            "/oauth2PermissionGrants/{id}",
            get(permission_grants::one)
                .patch(permission_grants::change)
                .delete(permission_grants::delete),
        )
        .route(
            "/servicePrincipals",
            get(service_principals::list).post(service_principals::create),
        )
        .route(
            "/servicePrincipals/{id}",
            get(service_principals::one).delete(service_principals::delete),
        )
        .route("/servicePrincipals/{id}/memberOf", get(service_principals::member_of))
        .route(
            "/servicePrincipals/{id}/transitiveMemberOf",
            get(service_principals::member_of),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignments",
            get(app_role_assignments::list).post(app_role_assignments::create),
        )
        .route(
            "/servicePrincipals/{id}/appRoleAssignments/{assignment}",
            delete(app_role_assignments::delete),
        )
        .route(
            "/servicePrincipals/{id}/oauth2PermissionGrants",
            get(permission_grants::of_client),
        )
        // servicePrincipals(appId='...')
        .route(
            "/{entity}",
            get(service_principals::one_by_app_id)
                .delete(service_principals::delete_by_app_id)
                .fallback(server::unknown),
        )
}

/// Answers a request that reads.
async fn read(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(&Tenant) -> Result<Response, Refusal>,
) -> Response {
    graph::respond(state, arrival, allowed, |caller| match caller.tenant.fault {
        Some(Fault::GraphDenied) => Err(Refusal::denied()),
        _ => body(caller.tenant),
    })
    .await
}

/// Answers a request that writes, which needs a role beside a permission.
async fn write(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(Caller<'_>) -> Result<Response, Refusal>,
) -> Response {
    graph::respond(state, arrival, allowed, |caller| match caller.tenant.fault {
        Some(Fault::GraphDenied | Fault::GraphWritesDenied) => Err(Refusal::denied()),
        _ if !has_role(state, &caller, &WRITING) => Err(Refusal::denied()),
        _ => body(caller),
    })
    .await
}

/// True for an application on its own, for an administrator of the tenant, and for a partner's user with one of the roles.
fn has_role(state: &State, caller: &Caller<'_>, roles: &[Uuid]) -> bool {
    let Some(name) = &caller.claims.upn else {
        return true;
    };
    let account = state.account(name);
    if account.is_some_and(|a| a.tenant == caller.tenant.id && a.is_administrator) {
        return true;
    }
    let has = &caller.claims.wids;
    roles.iter().any(|role| has.iter().any(|has| *has == role.to_string()))
}

/// True when the caller may give and take roles of a service: Microsoft Graph's own need more.
fn may_assign(state: &State, caller: &Caller<'_>, resource: Uuid) -> bool {
    resource != GRAPH || has_role(state, caller, &ASSIGNING)
}

fn conflict(text: String) -> Refusal {
    Refusal::new(StatusCode::CONFLICT, "Request_MultipleObjectsWithSameKeyValue", text)
}

/// No tenant but its own has that application.
pub fn no_application(app_id: Uuid) -> String {
    format!("The appId '{app_id}' of the service principal does not reference a valid application object.")
}

/// The object of a request's body.
fn object(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    serde_json::from_slice(body).map_err(|_| {
        let text = "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.";
        Refusal::new(StatusCode::BAD_REQUEST, "BadRequest", text.to_owned())
    })
}

/// A GUID that a body needs.
fn guid(body: &Map<String, Value>, name: &str) -> Result<Uuid, Refusal> {
    let text = body.get(name).and_then(Value::as_str);
    text.and_then(|t| Uuid::try_parse(t).ok()).ok_or_else(|| {
        Refusal::bad_request(&format!(
            "A value is required for property '{name}' of resource, a GUID."
        ))
    })
}

/// The application whose service principal an address names by its object id.
fn principal(tenant: &Tenant, id: &str) -> Result<Uuid, Refusal> {
    let found = Uuid::try_parse(id)
        .ok()
        .and_then(|id| tenant.consents().by_object_id(id));
    found.ok_or_else(|| Refusal::not_found(id))
}
