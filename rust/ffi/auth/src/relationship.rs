//! `relationship_list`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    AssignmentDocument, EventKind, OperationEvent, RelationshipDocument, RelationshipStart, RoleDocument,
};
use crate::failure::{ended, failed};
use partner_auth::partner_center::Caller;
use partner_auth::relationships::{self, Assignment, Relationship, RelationshipId, RelationshipQuery, Role};
use partner_auth::{Report, Result, Tenant};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts listing: every relationship is an event as soon as it is whole.
pub fn list(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: RelationshipStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let listing = Arc::downgrade(&operation);
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        let mut give = |relationship: Relationship| {
            if let Some(operation) = listing.upgrade() {
                operation.push(event::event(&OperationEvent {
                    relationship: Some(document(relationship)),
                    ..OperationEvent::of(EventKind::Result, None)
                }));
            }
        };
        read(&start, &report, &mut give)
            .await
            .err()
            .map(|error| failed(None, &error))
    })?;
    operation.finish();
    Ok(operation)
}

async fn read(
    start: &RelationshipStart,
    report: &Arc<dyn Report>,
    give: &mut (dyn FnMut(Relationship) + Send),
) -> Result<()> {
    let query = query(start).map_err(|e| match &start.customer {
        Some(customer) => convert::about(e, customer),
        None => e,
    })?;
    let account = convert::account(&start.account)?;
    let caller = Caller::new(client(), &account, convert::seconds(start.timeout_seconds), report);
    relationships::list(&caller, &query, give).await
}

fn query(start: &RelationshipStart) -> Result<RelationshipQuery> {
    Ok(RelationshipQuery {
        customer: start.customer.as_deref().map(Tenant::parse).transpose()?,
        id: start
            .relationship_id
            .as_deref()
            .map(RelationshipId::parse)
            .transpose()?,
        statuses: start.statuses.clone(),
        skip_assignments: start.skip_assignments,
    })
}

fn document(relationship: Relationship) -> RelationshipDocument {
    RelationshipDocument {
        microsoft_led: relationship.is_microsoft_led(),
        auto_extends: relationship.auto_extends(),
        id: relationship.id,
        name: relationship.name,
        status: relationship.status,
        customer_id: relationship.customer_id,
        customer_name: relationship.customer_name,
        duration: relationship.duration,
        auto_extend_duration: relationship.auto_extend_duration,
        created_on: relationship.created_on,
        last_modified_on: relationship.last_modified_on,
        activated_on: relationship.activated_on,
        ends_on: relationship.ends_on,
        roles: relationship.roles.into_iter().map(role).collect(),
        assignments: relationship
            .assignments
            .map(|all| all.into_iter().map(assignment).collect()),
        indirect_provider_tenant_id: relationship.indirect_provider_tenant_id,
        partner_consent_pending: relationship.partner_consent_pending,
    }
}

fn assignment(assignment: Assignment) -> AssignmentDocument {
    AssignmentDocument {
        id: assignment.id,
        status: assignment.status,
        group_id: assignment.group_id,
        group_name: assignment.group_name,
        roles: assignment.roles.into_iter().map(role).collect(),
    }
}

fn role(role: Role) -> RoleDocument {
    RoleDocument {
        id: role.id,
        name: role.name,
    }
}
