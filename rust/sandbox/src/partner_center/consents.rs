//! Application consents of customers (Partner Center, "Control panel vendor APIs").

use super::fault::PartnerFault;
use super::replays::Given;
use super::{admit, customer, finish};
use crate::arrival::Arrival;
use crate::consents::{Grants, names};
use crate::directory::no_application;
use crate::faults::Fault;
use crate::resources;
use crate::roles::CONSENTING;
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::atomic::Ordering;
use uuid::Uuid;

/// A consent. The service does not mind the case of names, which are in lower case here.
#[derive(Deserialize)]
struct ConsentBody {
    applicationid: Uuid,
    #[serde(default)]
    applicationgrants: Vec<GrantBody>,
}

#[derive(Deserialize)]
struct GrantBody {
    enterpriseapplicationid: Uuid,
    scope: String,
}

/// `POST /v1/customers/{id}/applicationconsents`.
pub async fn create(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival, body: Bytes) -> Response {
    let tenant = state.tenant(&id);
    arrival.note(&state, tenant, None);
    if let Some(tenant) = tenant {
        tenant.wait().await;
    }
    let result = allowed(&state, &arrival, &id).and_then(|tenant| {
        // Not documented, and so it is.
        let json = arrival
            .header(CONTENT_TYPE.as_str())
            .is_some_and(|t| t.starts_with("application/json"));
        if !json {
            return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let (value, consent, grants) = read(&body)?;
        possible(&state, tenant, &consent, &grants)?;
        let id = arrival.header("ms-requestid");
        let now = state.clock.millis();
        let (status, body) = state.replays.once(id, || grant(tenant, &consent, grants, value, now));
        Ok((status, Json(body)).into_response())
    });
    finish(&arrival, result)
}

/// `DELETE /v1/customers/{id}/applicationconsents/{application}`: the grants go, the service principal stays.
pub async fn delete(
    Extract(state): Shared,
    Path((id, application)): Path<(String, String)>,
    arrival: Arrival,
) -> Response {
    let tenant = state.tenant(&id);
    arrival.note(&state, tenant, None);
    if let Some(tenant) = tenant {
        tenant.wait().await;
    }
    let result = allowed(&state, &arrival, &id).and_then(|tenant| {
        let application = Uuid::try_parse(&application)
            .map_err(|_| PartnerFault::bad_request("The application id must be a GUID."))?;
        if tenant.consents().revoke(application) {
            if let Some(Fault::ConsentFailsAfterDelete(times)) = tenant.fault {
                tenant.failing_consents.store(times, Ordering::Relaxed);
            }
            Ok(StatusCode::NO_CONTENT.into_response())
        } else {
            Err(PartnerFault::new(
                StatusCode::NOT_FOUND,
                1000,
                "Application consent not found.",
            ))
        }
    });
    finish(&arrival, result)
}

/// The customer whose consents the caller may change.
fn allowed<'a>(state: &'a State, arrival: &Arrival, id: &str) -> Result<&'a Tenant, PartnerFault> {
    let claims = admit(state, arrival)?;
    let tenant = customer(state, id)?;
    let forbidden = || PartnerFault::new(StatusCode::FORBIDDEN, 1002, "Authorization Failed");
    if claims.scp.is_some() {
        let user = Uuid::try_parse(&claims.oid).map_err(|_| forbidden())?;
        let roles = tenant.roles_of(user, state.admin_agents, state.clock.unix());
        if !state.admin_agents.is_agent(user) || !CONSENTING.iter().any(|role| roles.contains(role)) {
            return Err(forbidden());
        }
    }
    match &tenant.fault {
        Some(Fault::NoAccess | Fault::ConsentForbidden) => Err(forbidden()),
        _ => Ok(tenant),
    }
}

/// Refuses what can't be consented to, and what the scenario lets fail. Nothing is remembered of that, so that the same
/// request can come again.
fn possible(state: &State, tenant: &Tenant, consent: &ConsentBody, grants: &Grants) -> Result<(), PartnerFault> {
    let last = |count: u32| count.checked_sub(1);
    let fails = tenant.fault == Some(Fault::ConsentFails)
        || tenant
            .failing_consents
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, last)
            .is_ok();
    if fails {
        return Err(PartnerFault::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            800_003,
            "Unexpected service error.",
        ));
    }
    if state.applications.name(consent.applicationid, false).is_none() {
        return Err(PartnerFault::bad_request(&no_application(consent.applicationid)));
    }
    match tenant.consents().missing(grants.keys()) {
        None => Ok(()),
        Some(resource) => Err(PartnerFault::bad_request(&format!(
            "The service principal of the resource {} was not found in the tenant {}.",
            resources::by_id(resource).map_or_else(|| resource.to_string(), |r| format!("'{}' ({resource})", r.name)),
            tenant.id
        ))),
    }
}

fn read(body: &[u8]) -> Result<(Value, ConsentBody, Grants), PartnerFault> {
    let value: Value =
        serde_json::from_slice(body).map_err(|_| PartnerFault::bad_request("The request body is not JSON."))?;
    let consent: ConsentBody = serde_json::from_value(lower_names(value.clone()))
        .map_err(|e| PartnerFault::bad_request(&format!("The request body is no application consent: {e}.")))?;
    let mut grants = Grants::new();
    for grant in &consent.applicationgrants {
        let scopes = grants.entry(grant.enterpriseapplicationid).or_default();
        scopes.extend(names(&grant.scope));
    }
    if grants.is_empty() || grants.values().any(|scopes| scopes.is_empty()) {
        return Err(PartnerFault::bad_request(
            "An application consent needs grants, and a grant needs a scope.",
        ));
    }
    Ok((value, consent, grants))
}

fn grant(tenant: &Tenant, consent: &ConsentBody, grants: Grants, echo: Value, now: u64) -> Given {
    if tenant.consents().grant(consent.applicationid, grants, now) {
        return (StatusCode::CREATED, echo);
    }
    let body = json!({
        "code": 409,
        "description": "Permission entry already exists.",
        "data": [],
        "source": "PartnerFD",
    });
    (StatusCode::CONFLICT, body)
}

/// The same JSON with all names in lower case.
fn lower_names(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let lower = |(name, value): (String, Value)| (name.to_ascii_lowercase(), lower_names(value));
            Value::Object(fields.into_iter().map(lower).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(lower_names).collect()),
        other => other,
    }
}
