//! Roles of applications on their own (Microsoft Graph, "appRoleAssignment resource type").

use super::{guid, may_assign, name_of, object, principal, read, write};
use crate::arrival::Arrival;
use crate::consents::Role;
use crate::graph::{Query as Asked, Refusal};
use crate::moment;
use crate::object_ids;
use crate::permissions;
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::identity;
use uuid::Uuid;

const COLLECTION: &str = "appRoleAssignments";
/// What reads assignments ("List appRoleAssignments granted to a service principal").
const READ: [&str; 5] = [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.Read",
    "Directory.AccessAsUser.All",
];
/// What writes them ("Grant an appRoleAssignment to a service principal").
const WRITE: [&str; 2] = ["AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"];

/// `GET /servicePrincipals/{id}/appRoleAssignments`.
pub async fn list(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ, |tenant| {
        let application = principal(tenant, &id)?;
        let asked = Asked::read(&query, &["resourceId"])?;
        let path = format!("servicePrincipals/{id}/{COLLECTION}");
        let roles: Vec<Role> = tenant.consents().roles(application).collect();
        let shown = roles.into_iter().filter_map(|r| show(&state, tenant, application, r));
        Ok(Json(asked.page(&state, &path, &query, shown, identity)).into_response())
    })
    .await
}

/// `POST /servicePrincipals/{id}/appRoleAssignments`.
pub async fn create(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |caller| {
        let tenant = caller.tenant;
        let application = principal(tenant, &id)?;
        let body = object(&body)?;
        let (principal_id, resource_id) = (guid(&body, "principalId")?, guid(&body, "resourceId")?);
        let role_id = guid(&body, "appRoleId")?;
        if tenant.consents().object_id(application) != principal_id {
            return Err(Refusal::bad_request("Not a valid reference update."));
        }
        let resource = principal(tenant, &resource_id.to_string())?;
        if !may_assign(&state, &caller, resource) {
            return Err(Refusal::denied());
        }
        let Some(permission) = permissions::of(resource).find(|p| p.role == Some(role_id)) else {
            let text = format!("Permission being assigned was not found on application '{resource}'.");
            return Err(Refusal::bad_request(&text));
        };
        let has_it = |role: Role| role.permission == permission;
        if tenant.consents().roles(application).any(has_it) {
            let text = "Permission being assigned already exists on the object";
            return Err(Refusal::bad_request(text));
        }
        tenant.consents().assign(application, permission, state.clock.millis());
        let new = tenant
            .consents()
            .roles(application)
            .find(|r| r.permission == permission);
        let Some(shown) = new.and_then(|r| show(&state, tenant, application, r)) else {
            let text = "The sandbox keeps no roles of Microsoft's own services.";
            return Err(Refusal::bad_request(text));
        };
        let shown = Asked::default().entity(&state, &format!("servicePrincipals('{id}')/{COLLECTION}"), shown);
        Ok((StatusCode::CREATED, Json(shown)).into_response())
    })
    .await
}

/// `DELETE /servicePrincipals/{id}/appRoleAssignments/{assignment}`.
pub async fn delete(
    Extract(state): Shared,
    Path((id, assignment)): Path<(String, String)>,
    arrival: Arrival,
) -> Response {
    write(&state, &arrival, &WRITE, |caller| {
        let tenant = caller.tenant;
        let application = principal(tenant, &id)?;
        let roles: Vec<Role> = tenant.consents().roles(application).collect();
        let has_id = |role: &Role| {
            let shown = show(&state, tenant, application, *role);
            shown.is_some_and(|shown| shown.get("id").and_then(Value::as_str) == Some(assignment.as_str()))
        };
        let role = roles
            .into_iter()
            .find(has_id)
            .ok_or_else(|| Refusal::not_found(&assignment))?;
        if !may_assign(&state, &caller, role.permission.resource) {
            return Err(Refusal::denied());
        }
        tenant.consents().unassign(application, role.permission);
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

fn show(state: &State, tenant: &Tenant, application: Uuid, role: Role) -> Option<Value> {
    let resource = role.permission.resource;
    let role_id = role.permission.role?;
    let consents = tenant.consents();
    let (principal, resource_id) = (consents.object_id(application), consents.object_id(resource));
    Some(json!({
        "id": object_ids::assignment(principal, resource, role_id),
        "appRoleId": role_id,
        "createdDateTime": i64::try_from(role.assigned).ok().and_then(moment::text),
        "deletedDateTime": null,
        "principalDisplayName": name_of(state, application),
        "principalId": principal,
        "principalType": "ServicePrincipal",
        "resourceDisplayName": name_of(state, resource),
        "resourceId": resource_id,
    }))
}
