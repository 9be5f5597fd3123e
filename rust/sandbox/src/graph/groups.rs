//! Groups (Microsoft Graph, "Get group").

use super::refusal::Refusal;
use super::{Query as Asked, answer};
use crate::arrival::Arrival;
use crate::groups::{self, Group};
use crate::server::Shared;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use serde_json::{Value, json};

/// `GET /v1.0/groups/{id}`: the partner's tenant alone has groups.
pub async fn by_id(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["Group.", "GroupMember.", "Directory."], |caller| {
        let found = groups::all()
            .iter()
            .find(|g| caller.tenant.is_home && g.id.to_string().eq_ignore_ascii_case(&id));
        let group = item(found.ok_or_else(|| Refusal::not_found(&id))?);
        Ok(Asked::default().entity(&state, "groups", group))
    })
    .await
}

/// A group as Graph writes it.
pub fn item(group: &Group) -> Value {
    json!({
        "id": group.id,
        "displayName": group.name,
        "groupTypes": [],
        "isAssignableToRole": null,
        "mailEnabled": false,
        "securityEnabled": true,
    })
}
