//! GDAP (Microsoft Graph, "List delegatedAdminRelationships", "List accessAssignments", "List delegatedAdminCustomers").
//! Only a partner's tenant has any.

use super::refusal::Refusal;
use super::{Caller, Query as Asked, answer};
use crate::arrival::Arrival;
use crate::moment;
use crate::relationships::{Assignment, DURATION_DAYS, EXTENSION_DAYS, Relationship, Status};
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::extract::{Path, Query, State as Extract};
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// The most on one page.
const MOST: usize = 300;
/// What lets read relationships.
const ALLOWED: [&str; 1] = ["DelegatedAdminRelationship."];
const RELATIONSHIPS: &str = "tenantRelationships/delegatedAdminRelationships";

/// `GET /v1.0/tenantRelationships/delegatedAdminRelationships`.
pub async fn list(Extract(state): Shared, Query(query): Query<HashMap<String, String>>, arrival: Arrival) -> Response {
    answer(&state, &arrival, &ALLOWED, |caller| {
        let asked = Asked::read_most(&query, &["status", "customer/tenantId"], MOST)?;
        let now = state.clock.unix();
        let show = |(customer, one)| item(customer, one, now);
        Ok(asked.page(&state, RELATIONSHIPS, &query, all(&state, &caller), show))
    })
    .await
}

/// `GET /v1.0/tenantRelationships/delegatedAdminRelationships/{id}`.
pub async fn by_id(Extract(state): Shared, Path(id): Path<String>, arrival: Arrival) -> Response {
    answer(&state, &arrival, &ALLOWED, |caller| {
        let (customer, relationship) = find(&state, &caller, &id)?;
        let one = item(customer, relationship, state.clock.unix());
        Ok(Asked::default().entity(&state, RELATIONSHIPS, one))
    })
    .await
}

/// `GET /v1.0/tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments`.
pub async fn assignments(
    Extract(state): Shared,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    answer(&state, &arrival, &ALLOWED, |caller| {
        let (_, relationship) = find(&state, &caller, &id)?;
        let path = format!("{RELATIONSHIPS}/{id}/accessAssignments");
        let created = relationship.activated.unwrap_or(relationship.created);
        let show = |one| assignment(one, created);
        let asked = Asked::read_most(&query, &["status"], MOST)?;
        Ok(asked.page(&state, &path, &query, relationship.assignments.iter(), show))
    })
    .await
}

/// `GET /v1.0/tenantRelationships/delegatedAdminCustomers`: those with an active relationship.
pub async fn customers(
    Extract(state): Shared,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    answer(&state, &arrival, &ALLOWED, |caller| {
        let asked = Asked::read_most(&query, &["tenantId"], MOST)?;
        let now = state.clock.unix();
        let found = state.customers().filter(|c| {
            let active = c.relationships.iter().any(|r| r.status(now) == Status::Active);
            caller.tenant.is_home && active
        });
        let show = |c: &Tenant| json!({ "id": c.id, "tenantId": c.id, "displayName": c.name });
        Ok(asked.page(
            &state,
            "tenantRelationships/delegatedAdminCustomers",
            &query,
            found,
            show,
        ))
    })
    .await
}

fn all<'a>(state: &'a State, caller: &Caller<'_>) -> impl Iterator<Item = (&'a Tenant, &'a Relationship)> {
    let is_home = caller.tenant.is_home;
    let customers = state.customers().filter(move |_| is_home);
    customers.flat_map(|c| c.relationships.iter().map(move |r| (c, r)))
}

fn find<'a>(state: &'a State, caller: &Caller<'_>, id: &str) -> Result<(&'a Tenant, &'a Relationship), Refusal> {
    all(state, caller)
        .find(|(_, r)| r.id.eq_ignore_ascii_case(id))
        .ok_or_else(|| Refusal::not_found(id))
}

fn item(customer: &Tenant, relationship: &Relationship, now: i64) -> Value {
    let extension = if relationship.extends { EXTENSION_DAYS } else { 0 };
    let modified = relationship.activated.unwrap_or(relationship.created);
    let mut item = json!({
        "@odata.etag": etag(&relationship.id),
        "id": relationship.id,
        "displayName": relationship.name,
        "duration": format!("P{DURATION_DAYS}D"),
        "customer": { "tenantId": customer.id, "displayName": customer.name },
        "accessDetails": { "unifiedRoles": roles(&relationship.roles) },
        "status": relationship.status(now),
        "autoExtendDuration": if extension == 0 { "PT0S".to_owned() } else { format!("P{extension}D") },
        "createdDateTime": moment_of(relationship.created),
        "lastModifiedDateTime": moment_of(modified),
        "activatedDateTime": relationship.activated.map(moment_of),
        "endDateTime": relationship.ends(now).map(moment_of),
    });
    if let (Some(provider), Some(fields)) = (relationship.indirect_provider, item.as_object_mut()) {
        let name = "#microsoft.graph.resellerDelegatedAdminRelationship";
        fields.insert("@odata.type".to_owned(), json!(name));
        fields.insert("indirectProviderTenantId".to_owned(), json!(provider));
        let pending = relationship.is_partner_consent_pending;
        fields.insert("isPartnerConsentPending".to_owned(), json!(pending));
    }
    item
}

fn assignment(assignment: &Assignment, created: i64) -> Value {
    json!({
        "@odata.etag": etag(&assignment.id.to_string()),
        "id": assignment.id,
        "status": assignment.status,
        "createdDateTime": moment_of(created),
        "lastModifiedDateTime": moment_of(created),
        "accessContainer": {
            "accessContainerId": assignment.group.id,
            "accessContainerType": "securityGroup",
        },
        "accessDetails": { "unifiedRoles": roles(&assignment.roles) },
    })
}

fn roles(ids: &[Uuid]) -> Value {
    ids.iter().map(|id| json!({ "roleDefinitionId": id })).collect()
}

fn etag(of: &str) -> String {
    format!("W/\"{}\"", crate::customers::tenant_id(0, of).simple())
}

/// Unix seconds as Graph writes them.
fn moment_of(unix: i64) -> Option<String> {
    moment::text(unix.saturating_mul(1000))
}
