//! Service principals (Microsoft Graph, "servicePrincipal resource type").

use super::{READ_APPLICATIONS, WRITE_APPLICATIONS, conflict, guid, no_application, object, principal, read, write};
use crate::arrival::Arrival;
use crate::graph::{Caller, Query as Asked, Refusal, group_item};
use crate::partner::{APPLICATION_ID, PUBLIC_APPLICATION_ID, TENANT_ID};
use crate::permissions;
use crate::resources;
use crate::server::{self, Shared};
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::identity;
use uuid::Uuid;

const COLLECTION: &str = "servicePrincipals";

type Parameters = Query<HashMap<String, String>>;

/// `GET /servicePrincipals`.
pub async fn list(Extract(state): Shared, Query(query): Parameters, arrival: Arrival) -> Response {
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        let asked = Asked::read(&query, &["appId", "displayName", "id"])?;
        let mut ids: Vec<Uuid> = tenant.consents().principals().collect();
        ids.sort_unstable();
        let all = ids.into_iter().map(|id| show(&state, tenant, id));
        Ok(Json(asked.page(&state, COLLECTION, &query, all, identity)).into_response())
    })
    .await
}

/// `GET /servicePrincipals/{id}`.
pub async fn one(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Parameters,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        entity(&state, tenant, principal(tenant, &id)?, &query)
    })
    .await
}

/// `GET /servicePrincipals/{id}/memberOf` and `/transitiveMemberOf`: the partner's application alone is in groups, and in
/// none by another group.
pub async fn member_of(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Parameters,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        let asked = Asked::read(&query, &["displayName", "id"])?;
        let is_own = tenant.is_home && principal(tenant, &id)? == APPLICATION_ID;
        let groups = state.application_groups.iter().filter(|_| is_own);
        let path = format!("{COLLECTION}/{id}/memberOf");
        Ok(Json(asked.page(&state, &path, &query, groups, |g| group_item(g))).into_response())
    })
    .await
}

/// `GET /servicePrincipals(appId='{id}')`.
pub async fn one_by_app_id(
    extract: Shared,
    Path(name): Path<String>,
    Query(query): Parameters,
    uri: OriginalUri,
    arrival: Arrival,
) -> Response {
    let Some(id) = app_id(&name) else {
        return server::unknown(extract, arrival, uri).await;
    };
    let Extract(state) = extract;
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        entity(&state, tenant, known(tenant, id)?, &query)
    })
    .await
}

/// `POST /servicePrincipals`.
pub async fn create(Extract(state): Shared, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE_APPLICATIONS, |Caller { tenant, .. }| {
        let id = guid(&object(&body)?, "appId")?;
        let is_there = id == PUBLIC_APPLICATION_ID
            || resources::by_id(id).is_some()
            || state.applications.name(id, tenant.is_home).is_some();
        if !is_there {
            return Err(Refusal::bad_request(&no_application(id)));
        }
        if !tenant.consents().provision(id) {
            return Err(conflict(format!(
                "The service principal cannot be created, updated, or restored because the service principal name {id} is already in use."
            )));
        }
        let shown = Asked::default().entity(&state, COLLECTION, show(&state, tenant, id));
        Ok((StatusCode::CREATED, Json(shown)).into_response())
    })
    .await
}

/// `DELETE /servicePrincipals/{id}`.
pub async fn delete(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival) -> Response {
    write(&state, &arrival, &WRITE_APPLICATIONS, |Caller { tenant, .. }| {
        let application = principal(tenant, &id)?;
        tenant.consents().delete(application);
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// `DELETE /servicePrincipals(appId='{id}')`.
pub async fn delete_by_app_id(
    extract: Shared,
    Path(name): Path<String>,
    uri: OriginalUri,
    arrival: Arrival,
) -> Response {
    let Some(id) = app_id(&name) else {
        return server::unknown(extract, arrival, uri).await;
    };
    let Extract(state) = extract;
    write(&state, &arrival, &WRITE_APPLICATIONS, |Caller { tenant, .. }| {
        let application = known(tenant, id)?;
        tenant.consents().delete(application);
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// The application id in `servicePrincipals(appId='{id}')`.
fn app_id(name: &str) -> Option<Uuid> {
    let id = name.strip_prefix("servicePrincipals(appId='")?.strip_suffix("')")?;
    Uuid::try_parse(id).ok()
}

fn known(tenant: &Tenant, id: Uuid) -> Result<Uuid, Refusal> {
    let found = tenant.consents().principals().find(|known| *known == id);
    found.ok_or_else(|| Refusal::not_found(&id.to_string()))
}

fn entity(
    state: &State,
    tenant: &Tenant,
    application: Uuid,
    query: &HashMap<String, String>,
) -> Result<Response, Refusal> {
    let asked = Asked::read(query, &[])?;
    let shown = asked.entity(state, COLLECTION, show(state, tenant, application));
    Ok(Json(shown).into_response())
}

/// The display name of an application or a service.
pub fn name(state: &State, application: Uuid) -> String {
    match resources::by_id(application) {
        Some(service) => service.name.to_owned(),
        None if application == PUBLIC_APPLICATION_ID => "Microsoft Azure CLI".to_owned(),
        None => state.applications.name(application, true).unwrap_or_default(),
    }
}

fn show(state: &State, tenant: &Tenant, application: Uuid) -> Value {
    let name = name(state, application);
    // Microsoft's own belong to a tenant that is not told here.
    let is_own = state.applications.name(application, true).is_some();
    json!({
        "id": tenant.consents().object_id(application),
        "accountEnabled": true,
        "appDisplayName": name,
        "appId": application,
        "appOwnerOrganizationId": is_own.then_some(TENANT_ID),
        "appRoleAssignmentRequired": false,
        "appRoles": app_roles(application),
        "deletedDateTime": null,
        "displayName": name,
        "oauth2PermissionScopes": scopes(application),
        "servicePrincipalNames": [application],
        "servicePrincipalType": "Application",
        "signInAudience": "AzureADMultipleOrgs",
    })
}

fn app_roles(application: Uuid) -> Vec<Value> {
    let roles = permissions::of(application).filter_map(|p| Some((p.role?, p.name)));
    let shown = roles.map(|(id, name)| {
        json!({
            "allowedMemberTypes": ["Application"],
            "description": name,
            "displayName": name,
            "id": id,
            "isEnabled": true,
            "origin": "Application",
            "value": name,
        })
    });
    shown.collect()
}

fn scopes(application: Uuid) -> Vec<Value> {
    let scopes = permissions::of(application).filter_map(|p| Some((p.scope?, p.name)));
    let shown = scopes.map(|(id, name)| {
        json!({
            "adminConsentDescription": name,
            "adminConsentDisplayName": name,
            "id": id,
            "isEnabled": true,
            "type": "Admin",
            "userConsentDescription": null,
            "userConsentDisplayName": null,
            "value": name,
        })
    });
    shown.collect()
}
