//! Azure Resource Manager: the subscriptions that a user sees (Azure Resource Manager, "Subscriptions - List").

use crate::arrival::Arrival;
use crate::customers;
use crate::resources;
use crate::server::Shared;
use axum::Json;
use axum::extract::{Query, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::collections::HashMap;
use uuid::{Uuid, uuid};

/// Azure Resource Manager's application id.
const AZURE: Uuid = uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013");

/// `GET /azure/subscriptions`: a token alone is no access, and without one's own role of Azure the list is empty.
pub async fn subscriptions(
    Extract(state): Shared,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    let claims = arrival
        .bearer()
        .and_then(|token| state.tokens.claims(token, state.clock.now()));
    let tenant = claims.as_ref().and_then(|c| state.tenant(&c.tid));
    arrival.note(&state, tenant, None);
    let (Some(claims), Some(tenant)) = (claims, tenant) else {
        return refusal(
            StatusCode::UNAUTHORIZED,
            "AuthenticationFailed",
            "Authentication failed.",
        );
    };
    tenant.wait().await;
    if resources::by_audience(&claims.aud, tenant.sharepoint()) != Some(AZURE) {
        let text = "The access token has been obtained for wrong audience or resource.";
        return refusal(StatusCode::UNAUTHORIZED, "InvalidAuthenticationTokenAudience", text);
    }
    if !query.contains_key("api-version") {
        let text = "The api-version query parameter (?api-version=) is required for all requests.";
        return refusal(StatusCode::BAD_REQUEST, "MissingApiVersionParameter", text);
    }
    let seen: Vec<_> = (1..=tenant.azure_subscriptions)
        .map(|number| {
            let id = customers::tenant_id(0, &format!("{}/subscriptions/{number}", tenant.domain));
            json!({
                "id": format!("/subscriptions/{id}"),
                "subscriptionId": id,
                "tenantId": tenant.id,
                "displayName": format!("Azure subscription {number}"),
                "state": "Enabled",
            })
        })
        .collect();
    Json(json!({ "value": seen, "count": { "type": "Total", "value": seen.len() } })).into_response()
}

fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
}
