//! Applications of the partner's own tenant (Microsoft Graph, "application resource type").

use super::{READ_APPLICATIONS, object, read, write};
use crate::applications::Application;
use crate::arrival::Arrival;
use crate::graph::{Caller, Query as Asked, Refusal};
use crate::moment;
use crate::partner::DOMAIN;
use crate::server::Shared;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::convert::identity;
use uuid::Uuid;

const COLLECTION: &str = "applications";
/// What writes applications ("Create application").
const WRITE: [&str; 3] = super::WRITE_APPLICATIONS;
/// Whom an application may be for.
const AUDIENCES: [&str; 4] = [
    "AzureADMyOrg",
    "AzureADMultipleOrgs",
    "AzureADandPersonalMicrosoftAccount",
    "PersonalMicrosoftAccount",
];

type Parameters = Query<HashMap<String, String>>;

/// `GET /applications`.
pub async fn list(Extract(state): Shared, Query(query): Parameters, arrival: Arrival) -> Response {
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        let asked = Asked::read(&query, &["appId", "displayName", "id"])?;
        let applications = state.applications.lock();
        let all = applications.iter().filter(|_| tenant.is_home).map(show);
        Ok(Json(asked.page(&state, COLLECTION, &query, all, identity)).into_response())
    })
    .await
}

/// `GET /applications/{id}`.
pub async fn one(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Parameters,
    arrival: Arrival,
) -> Response {
    read(&state, &arrival, &READ_APPLICATIONS, |tenant| {
        let asked = Asked::read(&query, &[])?;
        let mut applications = state.applications.lock();
        let shown = show(find(tenant, &mut applications, &id)?);
        Ok(Json(asked.entity(&state, COLLECTION, shown)).into_response())
    })
    .await
}

/// `POST /applications`: in the partner's own tenant.
pub async fn create(Extract(state): Shared, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        if !tenant.is_home {
            let text = "The sandbox registers applications in the partner's own tenant alone.";
            return Err(Refusal::bad_request(text));
        }
        let mut properties = object(&body)?;
        if !properties.contains_key("displayName") {
            let text = "A value is required for property 'displayName' of resource 'Application'.";
            return Err(Refusal::bad_request(text));
        }
        check(&properties)?;
        let audience = properties.entry("signInAudience");
        audience.or_insert_with(|| Value::from("AzureADandPersonalMicrosoftAccount"));
        let application = Application::register(properties, state.clock.millis());
        let shown = Asked::default().entity(&state, COLLECTION, show(&application));
        state.applications.lock().push(application);
        Ok((StatusCode::CREATED, Json(shown)).into_response())
    })
    .await
}

/// `PATCH /applications/{id}`.
pub async fn change(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        let mut applications = state.applications.lock();
        let application = find(tenant, &mut applications, &id)?;
        let changes = object(&body)?;
        check(&changes)?;
        for (name, value) in changes {
            match (application.properties.get_mut(&name), value) {
                // What a complex property's change leaves out stays.
                (Some(Value::Object(there)), Value::Object(new)) => there.extend(new),
                (_, value) => drop(application.properties.insert(name, value)),
            }
        }
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

/// `POST /applications/{id}/addPassword`.
pub async fn add_password(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    write(&state, &arrival, &WRITE, |Caller { tenant, .. }| {
        let mut applications = state.applications.lock();
        let application = find(tenant, &mut applications, &id)?;
        let body = if body.is_empty() { Map::new() } else { object(&body)? };
        let wanted = body.get("passwordCredential").cloned().unwrap_or_default();
        let time = |name: &str| match wanted.get(name).and_then(Value::as_str) {
            None => Ok(None),
            Some(text) => {
                let refused = || Refusal::bad_request(&format!("The value '{text}' of '{name}' is no date and time."));
                moment::parse(text).map(Some).ok_or_else(refused)
            }
        };
        let now = i64::try_from(state.clock.millis()).unwrap_or(i64::MAX);
        let (starts, ends) = (time("startDateTime")?.unwrap_or(now), time("endDateTime")?);
        let name = wanted.get("displayName").and_then(Value::as_str).map(str::to_owned);
        let shown = application.add_secret(name, starts, ends);
        let shown = Asked::default().entity(&state, "passwordCredential", shown);
        Ok(Json(shown).into_response())
    })
    .await
}

/// The application of an address; it is in the partner's own tenant alone.
fn find<'a>(tenant: &Tenant, applications: &'a mut [Application], id: &str) -> Result<&'a mut Application, Refusal> {
    let wanted = Uuid::try_parse(id).ok().filter(|_| tenant.is_home);
    let found = applications.iter_mut().find(|a| Some(a.id) == wanted);
    found.ok_or_else(|| Refusal::not_found(id))
}

/// Refuses properties that there are not, and values that they can't have.
fn check(properties: &Map<String, Value>) -> Result<(), Refusal> {
    for (name, value) in properties {
        let fits = match name.as_str() {
            "displayName" => value.as_str().is_some_and(|n| !n.trim().is_empty() && n.len() <= 256),
            "signInAudience" => value.as_str().is_some_and(|a| AUDIENCES.contains(&a)),
            "isFallbackPublicClient" => value.is_boolean() || value.is_null(),
            "notes" | "description" => value.is_string() || value.is_null(),
            "tags" => value.is_array(),
            "web" | "publicClient" | "spa" | "api" => value.is_object(),
            "requiredResourceAccess" => value.as_array().is_some_and(|all| all.iter().all(is_required_access)),
            _ => return Err(Refusal::bad_request(&format!("Invalid property '{name}'."))),
        };
        if !fits {
            return Err(Refusal::bad_request(&format!(
                "Invalid value specified for property '{name}' of resource 'Application'."
            )));
        }
    }
    Ok(())
}

/// A service with ids of its permissions.
fn is_required_access(value: &Value) -> bool {
    let is_guid = |value: &Value| value.as_str().is_some_and(|t| Uuid::try_parse(t).is_ok());
    let is_access =
        |access: &Value| is_guid(&access["id"]) && matches!(access["type"].as_str(), Some("Scope" | "Role"));
    let all = value["resourceAccess"].as_array();
    is_guid(&value["resourceAppId"]) && all.is_some_and(|all| all.iter().all(is_access))
}

fn show(application: &Application) -> Value {
    let mut shown = json!({
        "id": application.id,
        "appId": application.app_id,
        "createdDateTime": moment::text(application.created),
        "deletedDateTime": null,
        "isFallbackPublicClient": null,
        "keyCredentials": application.key_credentials(),
        "passwordCredentials": application.password_credentials(),
        "publicClient": { "redirectUris": [] },
        "publisherDomain": DOMAIN,
        "requiredResourceAccess": [],
        "spa": { "redirectUris": [] },
        "tags": [],
        "web": { "redirectUris": [] },
    });
    if let Some(fields) = shown.as_object_mut() {
        fields.extend(application.properties.clone());
    }
    shown
}
