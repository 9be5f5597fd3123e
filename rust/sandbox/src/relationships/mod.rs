//! Granular delegated admin privileges: which of the partner's groups has which roles in a customer (Partner Center,
//! "Introduction to GDAP").

mod scenario;

pub use scenario::{AssignmentScenario, RelationshipScenario};

use crate::customers;
use crate::groups::{self, AdminAgents, Group};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A day in seconds.
const DAY: i64 = 24 * 60 * 60;
/// How long a relationship lasts: the most that a partner can ask for.
pub const DURATION_DAYS: i64 = 730;
/// How much longer it lasts after an extension.
pub const EXTENSION_DAYS: i64 = 180;
/// Days left of a relationship when a scenario does not say.
const DAYS_LEFT: i32 = 365;

/// How far a relationship is (Microsoft Graph, "delegatedAdminRelationship resource type").
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "Graph's own words")]
pub enum Status {
    Created,
    ApprovalPending,
    Approved,
    Activating,
    #[default]
    Active,
    Expiring,
    Expired,
    TerminationRequested,
    Terminating,
    Terminated,
    UnknownFutureValue,
}

/// How far an assignment is (Microsoft Graph, "delegatedAdminAccessAssignment resource type").
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "Graph's own words")]
pub enum AssignmentStatus {
    Pending,
    #[default]
    Active,
    Deleting,
    Deleted,
    Error,
    UnknownFutureValue,
}

/// A relationship between a customer and the partner. Times are Unix seconds.
#[derive(Debug)]
pub struct Relationship {
    /// Its id: two GUIDs.
    pub id: String,
    /// Display name.
    pub name: String,
    /// The roles that the customer gives away.
    pub roles: Vec<Uuid>,
    /// When it was made.
    pub created: i64,
    /// When it became active; nothing before that.
    pub activated: Option<i64>,
    /// True when it is extended at its end.
    pub extends: bool,
    /// The indirect provider, where the partner is an indirect reseller.
    pub indirect_provider: Option<Uuid>,
    /// True when the indirect reseller has not agreed yet.
    pub is_partner_consent_pending: bool,
    /// Which groups have which roles.
    pub assignments: Vec<Assignment>,
    status: Status,
    ends: Option<i64>,
}

/// Roles for a group of the partner.
#[derive(Debug)]
pub struct Assignment {
    /// Its id.
    pub id: Uuid,
    /// The group.
    pub group: &'static Group,
    /// How far it is.
    pub status: AssignmentStatus,
    /// The roles.
    pub roles: Vec<Uuid>,
}

impl Relationship {
    /// A relationship as a scenario wants it, with the customer of that domain and as its `number`th; `now` is Unix
    /// seconds.
    pub fn new(wanted: &RelationshipScenario, domain: &str, number: usize, now: i64) -> Self {
        let id = |part: &str| customers::tenant_id(0, &format!("{domain}/relationships/{number}/{part}"));
        let roles = wanted.roles();
        let label = domain.split('.').next().unwrap_or_default();
        let start = if wanted.microsoft_led { "MLT_" } else { "GDAP_" };
        let unsaid = || format!("{label}_{}", number + 1);
        let begun = !matches!(
            wanted.status,
            Status::Created | Status::ApprovalPending | Status::Approved
        );
        let unsaid_left = if wanted.status == Status::Expired {
            -30
        } else {
            DAYS_LEFT
        };
        let ends = now + i64::from(wanted.days_left.unwrap_or(unsaid_left)) * DAY;
        let activated = begun.then_some(ends - DURATION_DAYS * DAY);
        let assignments = wanted.assignments().into_iter().enumerate();
        Self {
            id: format!("{}-{}", id("a"), id("b")),
            name: match &wanted.name {
                Some(name) if wanted.microsoft_led => format!("{start}{name}"),
                Some(name) => name.clone(),
                None => format!("{start}{}", unsaid()),
            },
            created: activated.unwrap_or(now) - DAY,
            activated,
            extends: wanted.extends(),
            indirect_provider: wanted.indirect_provider,
            is_partner_consent_pending: wanted.partner_consent_pending,
            assignments: assignments
                .map(|(n, a)| Assignment {
                    id: id(&format!("assignments/{n}")),
                    group: a.group.map_or_else(groups::usual, |g| g.0),
                    status: a.status,
                    roles: a
                        .roles
                        .map_or_else(|| roles.clone(), |listed| listed.iter().map(|r| r.0).collect()),
                })
                .collect(),
            roles,
            status: wanted.status,
            ends: begun.then_some(ends),
        }
    }

    /// How far it is at that time: an active one ends by itself.
    pub fn status(&self, now: i64) -> Status {
        match (self.status, self.ends(now)) {
            (Status::Active, Some(ends)) if ends <= now => Status::Expired,
            (status, _) => status,
        }
    }

    /// When it ends, as it looks at that time: extensions count when they have come.
    pub fn ends(&self, now: i64) -> Option<i64> {
        let ends = self.ends?;
        if !self.extends || self.status != Status::Active || ends > now {
            return Some(ends);
        }
        let step = EXTENSION_DAYS * DAY;
        Some(ends + ((now - ends) / step + 1) * step)
    }

    /// The roles that it gives a user at that time: through groups that the user is in, not through groups in those.
    fn roles_of(&self, user: Uuid, agents: AdminAgents, now: i64) -> impl Iterator<Item = Uuid> {
        let in_force = self.status(now) == Status::Active;
        self.assignments
            .iter()
            .filter(move |a| in_force && a.status == AssignmentStatus::Active && agents.has(a.group, user))
            .flat_map(|a| a.roles.iter().copied())
            .filter(|role| self.roles.contains(role))
    }
}

/// The roles that a user has in a customer with these relationships.
pub fn roles_of(relationships: &[Relationship], user: Uuid, agents: AdminAgents, now: i64) -> BTreeSet<Uuid> {
    relationships
        .iter()
        .flat_map(|r| r.roles_of(user, agents, now))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::partner::USER_ID;

    fn made(scenario: &str) -> Relationship {
        let wanted: RelationshipScenario = serde_json::from_str(scenario).unwrap();
        Relationship::new(&wanted, "a.example", 0, 0)
    }

    fn roles(scenario: &str, now: i64) -> usize {
        roles_of(&[made(scenario)], USER_ID, AdminAgents::default(), now).len()
    }

    #[test]
    fn nothing_said_is_an_active_relationship_whose_roles_count() {
        let usual = made("{}");
        assert_eq!((usual.status(0), usual.ends(0)), (Status::Active, Some(365 * DAY)));
        assert_eq!(roles("{}", 0), 12);
        assert_eq!(usual.id.len(), 73);
    }

    #[test]
    fn a_relationship_ends_by_itself_unless_it_is_extended() {
        assert_eq!(made(r#"{"daysLeft": 3}"#).status(3 * DAY), Status::Expired);
        assert_eq!(roles(r#"{"daysLeft": 3}"#, 3 * DAY), 0);
        let extended = made(r#"{"daysLeft": 3, "autoExtend": true}"#);
        assert_eq!(extended.status(3 * DAY), Status::Active);
        assert_eq!(extended.ends(3 * DAY), Some(183 * DAY));
        assert_eq!(extended.ends(182 * DAY), Some(183 * DAY));
        assert_eq!(extended.ends(183 * DAY), Some(363 * DAY));
    }

    #[test]
    fn only_active_assignments_to_a_group_that_the_user_is_in_give_roles() {
        for (assignment, count) in [
            (r#"{"roles": ["Global Reader"]}"#, 1),
            (r#"{"roles": ["Reports Reader"]}"#, 0),
            (r#"{"status": "pending"}"#, 0),
            (r#"{"status": "error"}"#, 0),
            (r#"{"group": "GDAP Engineers"}"#, 0),
            (r#"{"group": "GDAP Others"}"#, 0),
        ] {
            let found = roles(&format!(r#"{{"assignments": [{assignment}]}}"#), 0);
            assert_eq!(found, count, "{assignment}");
        }
        assert_eq!(roles(r#"{"assignments": []}"#, 0), 0);
        assert_eq!(roles(r#"{"microsoftLed": true}"#, 0), 9);
        for status in ["approvalPending", "expired", "terminated", "expiring"] {
            assert_eq!(roles(&format!(r#"{{"status": "{status}"}}"#), 0), 0, "{status}");
        }
    }
}
