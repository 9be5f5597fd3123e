//! Delegated grants (Microsoft Graph, "oAuth2PermissionGrant resource type").

use super::{conflict, guid, object, principal, read, write};
use crate::arrival::Arrival;
use crate::consents;
use crate::graph::{Caller, Query as Asked, Refusal};
use crate::object_ids;
use crate::server::Shared;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use std::convert::identity;
use uuid::Uuid;

const COLLECTION: &str = "oauth2PermissionGrants";
/// What reads grants ("List oauth2PermissionGrants").
const READ: [&str; 3] = [
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.Read",
    "Directory.AccessAsUser.All",
];
/// What writes them ("Create oAuth2PermissionGrant").
const WRITE: [&str; 3] = [
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
];

type Parameters = Query<HashMap<String, String>>;

/// `GET /oauth2PermissionGrants`.
pub async fn list(Extract(state): Shared, Query(query): Parameters, arrival: Arrival) -> Response {
    read(&state, &arrival, &READ, |tenant| {
        let asked = Asked::read(&query, &["clientId", "consentType", "principalId", "resourceId"])?;
        Ok(Json(asked.page(&state, COLLECTION, &query, all(tenant).into_iter(), identity)).into_response())
    })
    .await
}

/// `GET /servicePrincipals/{id}/oauth2PermissionGrants`.
pub async fn of_client(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Parameters,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ, |tenant| {
        principal(tenant, &id)?;
        let asked = Asked::read(&query, &["consentType", "principalId", "resourceId"])?;
        let path = format!("servicePrincipals/{id}/{COLLECTION}");
        let own = all(tenant)
            .into_iter()
            .filter(|g| g["clientId"] == id.to_ascii_lowercase());
        Ok(Json(asked.page(&state, &path, &query, own, identity)).into_response())
    })
    .await
}

/// `GET /oauth2PermissionGrants/{id}`.
pub async fn one(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Parameters,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ, |tenant| {
        let asked = Asked::read(&query, &[])?;
        let found = all(tenant).into_iter().find(|g| g["id"] == id);
        let found = found.ok_or_else(|| Refusal::not_found(&id))?;
        Ok(Json(asked.entity(&state, COLLECTION, found)).into_response())
    })
    .await
}

/// `POST /oauth2PermissionGrants`: a grant for everybody in the tenant.
pub async fn create(Extract(state): Shared, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        let body = object(&body)?;
        if body.get("consentType").and_then(Value::as_str) != Some("AllPrincipals") {
            let text = "The sandbox keeps grants of consentType 'AllPrincipals' alone.";
            return Err(Refusal::bad_request(text));
        }
        let named = |name| {
            let id = guid(&body, name)?.to_string();
            principal(tenant, &id)
        };
        let (client, resource) = (named("clientId")?, named("resourceId")?);
        let scopes = scopes(&body)?;
        if find(tenant, |(c, r)| (c, r) == (client, resource)).is_some() {
            return Err(conflict("Permission entry already exists.".to_owned()));
        }
        let now = state.clock.millis();
        if !tenant.consents().set(client, resource, scopes.clone(), now) {
            let text = "The sandbox keeps no grants of Microsoft's own services.";
            return Err(Refusal::bad_request(text));
        }
        let shown = show(tenant, client, resource, &scopes);
        let shown = Asked::default().entity(&state, COLLECTION, shown);
        Ok((StatusCode::CREATED, Json(shown)).into_response())
    })
    .await
}

/// `PATCH /oauth2PermissionGrants/{id}`: the scopes of a grant, and nothing else of it, can be changed.
pub async fn change(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        let (client, resource) = by_id(tenant, &id)?;
        let body = object(&body)?;
        if let Some(name) = body.keys().find(|name| *name != "scope") {
            return Err(Refusal::bad_request(&format!("Property '{name}' cannot be updated.")));
        }
        let scopes = scopes(&body)?;
        tenant.consents().set(client, resource, scopes, state.clock.millis());
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// `DELETE /oauth2PermissionGrants/{id}`.
pub async fn delete(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        let (client, resource) = by_id(tenant, &id)?;
        tenant.consents().withdraw(client, resource);
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

fn scopes(body: &Map<String, Value>) -> Result<BTreeSet<String>, Refusal> {
    let text = body.get("scope").and_then(Value::as_str);
    let text = text.ok_or_else(|| Refusal::bad_request("A value is required for property 'scope' of resource."))?;
    Ok(consents::names(text).collect())
}

/// The grant that has an id: application and resource.
fn by_id(tenant: &Tenant, id: &str) -> Result<(Uuid, Uuid), Refusal> {
    let consents = tenant.consents();
    let has_id = |(client, resource): &(Uuid, Uuid)| {
        object_ids::grant(consents.object_id(*client), consents.object_id(*resource)) == id
    };
    let found = consents
        .grants()
        .map(|(client, resource, _)| (client, resource))
        .find(has_id);
    found.ok_or_else(|| Refusal::not_found(id))
}

fn find(tenant: &Tenant, is_wanted: impl Fn((Uuid, Uuid)) -> bool) -> Option<(Uuid, Uuid)> {
    let consents = tenant.consents();
    let mut pairs = consents.grants().map(|(client, resource, _)| (client, resource));
    pairs.find(|pair| is_wanted(*pair))
}

/// All grants in the order of their ids.
fn all(tenant: &Tenant) -> Vec<Value> {
    let granted: Vec<(Uuid, Uuid, BTreeSet<String>)> = {
        let consents = tenant.consents();
        consents.grants().map(|(c, r, scopes)| (c, r, scopes.clone())).collect()
    };
    let shown = granted.iter().map(|(c, r, scopes)| show(tenant, *c, *r, scopes));
    let mut shown: Vec<Value> = shown.collect();
    shown.sort_unstable_by(|a, b| a["id"].as_str().cmp(&b["id"].as_str()));
    shown
}

fn show(tenant: &Tenant, client: Uuid, resource: Uuid, scopes: &BTreeSet<String>) -> Value {
    let consents = tenant.consents();
    let (client, resource) = (consents.object_id(client), consents.object_id(resource));
    let names: Vec<&str> = scopes.iter().map(String::as_str).collect();
    json!({
        "id": object_ids::grant(client, resource),
        "clientId": client,
        "consentType": "AllPrincipals",
        "principalId": null,
        "resourceId": resource,
        "scope": names.join(" "),
    })
}
