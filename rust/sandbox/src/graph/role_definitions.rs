//! The roles of a directory (Microsoft Graph, "List roleDefinitions").

use super::list::page;
use super::{answer, context};
use crate::arrival::Arrival;
use crate::roles::{self, Role};
use crate::server::Shared;
use axum::extract::{Query, State as Extract};
use axum::response::Response;
use serde_json::json;
use std::collections::HashMap;

/// The most roles on one page.
const MOST: usize = 999;

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
        let context = context(&state, "roleManagement/directory/roleDefinitions");
        page(&state, &arrival, &query, MOST, context, roles::all().iter(), item)
    })
    .await
}
