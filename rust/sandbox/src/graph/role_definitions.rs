//! The roles of a directory (Microsoft Graph, "List roleDefinitions").

use super::{Query as Asked, answer};
use crate::arrival::Arrival;
use crate::roles::{self, Role};
use crate::server::Shared;
use axum::extract::{Query, State as Extract};
use axum::response::Response;
use serde_json::json;
use std::collections::HashMap;

/// `GET /v1.0/roleManagement/directory/roleDefinitions`: the built-in roles, which are the same in every tenant.
pub async fn list(Extract(state): Shared, Query(query): Query<HashMap<String, String>>, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["RoleManagement.", "Directory."], |_| {
        let item = |role: &Role| {
            json!({
                "id": role.id,
                "templateId": role.id,
                "displayName": role.name,
                "isBuiltIn": true,
                "isEnabled": true,
                "resourceScopes": ["/"],
            })
        };
        let path = "roleManagement/directory/roleDefinitions";
        Ok(Asked::read(&query, &["displayName", "id", "templateId"])?.page(
            &state,
            path,
            &query,
            roles::all().iter(),
            item,
        ))
    })
    .await
}
