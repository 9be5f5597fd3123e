//! Microsoft Graph: an organization, the partner's contracts, a tenant's root site.

use crate::arrival::Arrival;
use crate::directory;
use crate::faults::{self, CHALLENGE, Fault};
use crate::resources::{self, GRAPH};
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::Claims;
use axum::extract::{Query, State as Extract};
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What lies below `/graph/v1.0`.
pub fn routes() -> Router<Arc<State>> {
    Router::new()
        .merge(directory::routes())
        .route("/organization", get(organization))
        .route("/contracts", get(contracts))
        .route("/sites/root", get(root_site))
}

/// An error in Graph's shape.
pub struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
    /// Claims that a new token must satisfy.
    challenge: Option<&'static str>,
}

async fn organization(Extract(state): Shared, arrival: Arrival) -> Response {
    let allowed = ["User.Read", "Organization.", "Directory."];
    answer(&state, &arrival, &allowed, |tenant| {
        Ok(json!({
            "@odata.context": context(&state, "organization"),
            "value": [{
                "id": tenant.id,
                "displayName": tenant.name,
                "tenantType": "AAD",
                "verifiedDomains": [
                    { "name": tenant.domain, "type": "Managed", "isDefault": true, "isInitial": true },
                ],
            }],
        }))
    })
    .await
}

async fn contracts(Extract(state): Shared, Query(query): Query<HashMap<String, String>>, arrival: Arrival) -> Response {
    let filter = query.get("$filter").map(String::as_str);
    answer(&state, &arrival, &["Directory."], |tenant| {
        let matches = contract_filter(filter)?;
        // Only a partner's tenant has contracts.
        let customers = state.customers().filter(|c| tenant.is_home && matches(c));
        let value: Vec<Value> = customers.map(contract).collect();
        Ok(json!({ "@odata.context": context(&state, "contracts"), "value": value }))
    })
    .await
}

async fn root_site(Extract(state): Shared, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["Sites."], |tenant| {
        let host = format!("{}.sharepoint.com", tenant.sharepoint());
        Ok(json!({
            "@odata.context": context(&state, "sites/$entity"),
            "id": format!("{host},{},{}", Uuid::nil(), Uuid::nil()),
            "displayName": tenant.name,
            "root": {},
            "siteCollection": { "hostname": host },
            "webUrl": format!("https://{host}"),
        }))
    })
    .await
}

/// Answers with JSON for the tenant of the bearer token, which needs one of the permissions that begin as allowed.
async fn answer(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(&Tenant) -> Result<Value, Refusal>,
) -> Response {
    respond(state, arrival, allowed, |tenant| {
        body(tenant).map(|b| Json(b).into_response())
    })
    .await
}

/// Answers for the tenant of the bearer token, which needs one of the permissions that begin as allowed.
pub async fn respond(
    state: &State,
    arrival: &Arrival,
    allowed: &[&str],
    body: impl FnOnce(&Tenant) -> Result<Response, Refusal>,
) -> Response {
    let claims = arrival
        .bearer()
        .and_then(|token| state.tokens.claims(token, state.clock.now()));
    let tenant = claims.as_ref().and_then(|c| state.tenant(&c.tid));
    arrival.note(state, tenant, None);
    let result = match (&claims, tenant) {
        (Some(claims), Some(tenant)) => {
            tenant.wait().await;
            admit(claims, tenant, allowed).and_then(|()| body(tenant))
        }
        _ => Err(unauthorized(
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
        return Err(unauthorized("Access token validation failure. Invalid audience."));
    }
    match &tenant.fault {
        Some(Fault::Graph(code)) => {
            let (status, message) = faults::graph(code);
            return Err(Refusal::new(status, code, message.to_owned()));
        }
        Some(fault) if fault.challenges(&claims.acrs) => {
            let text = "The token lacks claims that are wanted here.";
            return Err(Refusal {
                challenge: Some(CHALLENGE),
                ..unauthorized(text)
            });
        }
        _ => {}
    }
    let scopes = claims.scp.iter().flat_map(|s| s.split(' '));
    let mut permissions = scopes.chain(claims.roles.iter().map(String::as_str));
    if permissions.any(|p| allowed.iter().any(|a| p.starts_with(a))) {
        return Ok(());
    }
    let text = "Insufficient privileges to complete the operation.";
    Err(Refusal::new(
        StatusCode::FORBIDDEN,
        "Authorization_RequestDenied",
        text.to_owned(),
    ))
}

/// The one kind of filter that there is: a property equals a text (OData 4.01 section 11.2.6.1).
fn contract_filter(filter: Option<&str>) -> Result<impl Fn(&Tenant) -> bool, Refusal> {
    let wanted = match filter {
        None => None,
        Some(filter) => {
            let parsed = filter.trim().split_once(" eq ").and_then(|(property, value)| {
                let value = value.trim().strip_prefix('\'')?.strip_suffix('\'')?;
                matches!(property, "defaultDomainName" | "customerId")
                    .then(|| (property.to_owned(), value.replace("''", "'")))
            });
            Some(parsed.ok_or_else(|| {
                let text = format!("Unsupported or invalid query filter clause specified: {filter}");
                Refusal::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", text)
            })?)
        }
    };
    Ok(move |tenant: &Tenant| match &wanted {
        None => true,
        Some((property, value)) if property == "customerId" => tenant.id.to_string().eq_ignore_ascii_case(value),
        Some((_, value)) => tenant.domain.eq_ignore_ascii_case(value),
    })
}

fn contract(customer: &Tenant) -> Value {
    json!({
        "id": crate::customers::tenant_id(0, &customer.domain),
        "contractType": "ResellerPartner",
        "customerId": customer.id,
        "defaultDomainName": customer.domain,
        "displayName": customer.name,
    })
}

/// What the answer is, as OData says it.
pub fn context(state: &State, what: &str) -> String {
    format!("{}/graph/v1.0/$metadata#{what}", state.login)
}

fn unauthorized(message: &str) -> Refusal {
    Refusal::new(
        StatusCode::UNAUTHORIZED,
        "InvalidAuthenticationToken",
        message.to_owned(),
    )
}

impl Refusal {
    /// An error with the service's code and words.
    pub fn new(status: StatusCode, code: &str, message: String) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message,
            challenge: None,
        }
    }

    fn answer(self, request_id: &str) -> Response {
        let body = json!({
            "error": { "code": self.code, "message": self.message, "innerError": { "request-id": request_id } },
        });
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = self.challenge.map_or_else(
                || "Bearer".to_owned(),
                |claims| {
                    let claims = URL_SAFE_NO_PAD.encode(claims);
                    format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\"")
                },
            );
            if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            }
        }
        response
    }
}
