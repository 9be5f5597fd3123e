//! The partner's own application (Microsoft Graph, "List applications").

use super::{answer, context};
use crate::arrival::Arrival;
use crate::partner::APPLICATION_ID;
use crate::server::Shared;
use axum::extract::{Query, State as Extract};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::HashMap;
use time::OffsetDateTime;

/// `GET /v1.0/applications`: the partner's application is registered in the partner's tenant alone.
pub async fn list(Extract(state): Shared, Query(query): Query<HashMap<String, String>>, arrival: Arrival) -> Response {
    let wanted = format!("appId eq '{APPLICATION_ID}'");
    let asked = query.get("$filter").is_some_and(|f| *f == wanted);
    answer(&state, &arrival, &["Application.", "Directory."], |caller| {
        let registered = json!({
            "appId": APPLICATION_ID,
            "displayName": "Partner application",
            "passwordCredentials": [{ "displayName": "Sandbox secret", "endDateTime": in_a_year() }],
            "keyCredentials": [{ "displayName": "O=partner-sandbox.", "endDateTime": in_a_year() }],
        });
        let value: Vec<Value> = (caller.tenant.is_home && asked)
            .then_some(registered)
            .into_iter()
            .collect();
        Ok(json!({ "@odata.context": context(&state, "applications"), "value": value }))
    })
    .await
}

/// A year from now, ISO 8601.
fn in_a_year() -> String {
    let end = OffsetDateTime::now_utc() + time::Duration::days(365);
    format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        end.year(),
        u8::from(end.month()),
        end.day()
    )
}
