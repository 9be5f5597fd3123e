//! A tenant's root site, which names its SharePoint host (Microsoft Graph, "Get a site resource").

use super::{answer, context};
use crate::arrival::Arrival;
use crate::server::Shared;
use axum::extract::State as Extract;
use axum::response::Response;
use serde_json::json;
use uuid::Uuid;

/// `GET /v1.0/sites/root`.
pub async fn root(Extract(state): Shared, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["Sites."], |caller| {
        let host = format!("{}.sharepoint.com", caller.tenant.sharepoint());
        Ok(json!({
            "@odata.context": context(&state, "sites/$entity"),
            "id": format!("{host},{},{}", Uuid::nil(), Uuid::nil()),
            "displayName": caller.tenant.name,
            "root": {},
            "siteCollection": { "hostname": host },
            "webUrl": format!("https://{host}"),
        }))
    })
    .await
}
