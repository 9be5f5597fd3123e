//! The user behind a token (Microsoft Graph, "Get a user", "List a user's direct memberships", "List a user's transitive
//! memberships").

use super::refusal::Refusal;
use super::{Caller, Query as Asked, answer, context, groups, permits};
use crate::arrival::Arrival;
use crate::groups::{AdminAgents, Group, all};
use crate::server::Shared;
use crate::state::State;
use axum::extract::{Query, State as Extract};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// What lets read a user's memberships.
const MEMBERSHIPS: [&str; 4] = ["User.Read", "Directory.", "Group.", "GroupMember."];
/// What lets read the groups' names as well: without, Microsoft Graph gives their ids alone.
const GROUPS: [&str; 3] = ["Directory.", "Group.", "GroupMember."];

/// `GET /v1.0/me`: a partner's user is in no customer's directory, unless as a guest.
pub async fn me(Extract(state): Shared, arrival: Arrival) -> Response {
    answer(&state, &arrival, &["User.", "Directory."], |caller| {
        let name = user(&caller)?;
        let account = state
            .account(name)
            .ok_or_else(|| Refusal::not_found(&caller.claims.oid))?;
        let own = account.tenant == caller.tenant.id;
        if !own && !caller.tenant.has_guest {
            return Err(Refusal::not_found(&caller.claims.oid));
        }
        let principal = if own {
            account.user_principal_name.clone()
        } else {
            format!(
                "{}#EXT#@{}",
                account.user_principal_name.replace('@', "_"),
                caller.tenant.domain
            )
        };
        Ok(json!({
            "@odata.context": context(&state, "users/$entity"),
            "id": caller.claims.oid,
            "displayName": account.name,
            "userPrincipalName": principal,
            "userType": if own { "Member" } else { "Guest" },
        }))
    })
    .await
}

/// `GET /v1.0/me/memberOf`.
pub async fn member_of(
    Extract(state): Shared,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    memberships(&state, &query, &arrival, "me/memberOf", AdminAgents::has).await
}

/// `GET /v1.0/me/transitiveMemberOf`.
pub async fn transitive_member_of(
    Extract(state): Shared,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    memberships(&state, &query, &arrival, "me/transitiveMemberOf", AdminAgents::reaches).await
}

/// The groups at home that have the user.
async fn memberships(
    state: &State,
    query: &HashMap<String, String>,
    arrival: &Arrival,
    path: &str,
    has: fn(AdminAgents, &Group, Uuid) -> bool,
) -> Response {
    answer(state, arrival, &MEMBERSHIPS, |caller| {
        let user = id(&caller)?;
        let groups = all()
            .iter()
            .filter(|g| caller.tenant.is_home && has(state.admin_agents, g, user));
        let named = permits(caller.claims, &GROUPS);
        let item = |group| item(group, named);
        Ok(Asked::read(query, &["displayName", "id"])?.page(state, path, query, groups, item))
    })
    .await
}

/// The user's name; an application alone has no `me`.
fn user<'a>(caller: &Caller<'a>) -> Result<&'a str, Refusal> {
    let name = caller.claims.upn.as_deref();
    name.ok_or_else(|| Refusal::bad_request("/me request is only valid with delegated authentication flow."))
}

fn id(caller: &Caller<'_>) -> Result<Uuid, Refusal> {
    user(caller)?;
    Uuid::try_parse(&caller.claims.oid).map_err(|_| Refusal::not_found(&caller.claims.oid))
}

fn item(group: &Group, named: bool) -> Value {
    let mut item = groups::item(group);
    if let Some(fields) = item.as_object_mut() {
        if !named {
            let hidden = fields.iter_mut().filter(|(name, _)| *name != "id");
            hidden.for_each(|(_, value)| *value = Value::Null);
        }
        fields.insert("@odata.type".to_owned(), json!("#microsoft.graph.group"));
    }
    item
}
