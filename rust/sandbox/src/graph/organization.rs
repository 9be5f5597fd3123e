//! The organization of a tenant (Microsoft Graph, "List organizations").

use super::{answer, context};
use crate::arrival::Arrival;
use crate::server::Shared;
use axum::extract::State as Extract;
use axum::response::Response;
use serde_json::json;

/// `GET /v1.0/organization`.
pub async fn list(Extract(state): Shared, arrival: Arrival) -> Response {
    let allowed = ["User.Read", "Organization.", "Directory."];
    answer(&state, &arrival, &allowed, |caller| {
        let tenant = caller.tenant;
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
