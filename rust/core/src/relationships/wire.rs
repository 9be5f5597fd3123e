//! Relationships as Graph writes them.

use super::Role;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relationship {
    id: String,
    #[serde(default)]
    display_name: Option<String>,
    #[serde(default)]
    status: Option<String>,
    customer: Option<Customer>,
    duration: Option<String>,
    auto_extend_duration: Option<String>,
    created_date_time: Option<String>,
    last_modified_date_time: Option<String>,
    activated_date_time: Option<String>,
    end_date_time: Option<String>,
    access_details: Option<AccessDetails>,
    indirect_provider_tenant_id: Option<String>,
    is_partner_consent_pending: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Customer {
    tenant_id: Option<String>,
    display_name: Option<String>,
}

/// Roles of a relationship or of an assignment.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessDetails {
    #[serde(default)]
    unified_roles: Vec<UnifiedRole>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UnifiedRole {
    role_definition_id: String,
}

impl AccessDetails {
    /// The roles, without names.
    pub fn roles(self) -> Vec<Role> {
        let role = |r: UnifiedRole| Role {
            id: r.role_definition_id,
            name: None,
        };
        self.unified_roles.into_iter().map(role).collect()
    }
}

impl From<Relationship> for super::Relationship {
    fn from(wire: Relationship) -> Self {
        let (customer_id, customer_name) = wire.customer.map(|c| (c.tenant_id, c.display_name)).unwrap_or_default();
        Self {
            id: wire.id,
            name: wire.display_name.unwrap_or_default(),
            status: wire.status.unwrap_or_default(),
            customer_id,
            customer_name,
            duration: wire.duration,
            auto_extend_duration: wire.auto_extend_duration,
            created_on: wire.created_date_time,
            last_modified_on: wire.last_modified_date_time,
            activated_on: wire.activated_date_time,
            ends_on: wire.end_date_time,
            roles: wire.access_details.unwrap_or_default().roles(),
            assignments: None,
            indirect_provider_tenant_id: wire.indirect_provider_tenant_id,
            partner_consent_pending: wire.is_partner_consent_pending,
        }
    }
}
