//! Relationships as a scenario file writes them. README.md documents them for its users.

use super::{AssignmentStatus, Status};
use crate::groups::{self, GroupName};
use crate::roles::{GLOBAL_ADMINISTRATOR, MICROSOFT_LED, RoleName, USUAL, by_name};
use serde::Deserialize;
use uuid::Uuid;

/// A relationship. Everything may be left out: an active one with the usual roles for the partner's users.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RelationshipScenario {
    /// Display name; made from the domain when left out.
    pub name: Option<String>,
    /// How far it is.
    pub status: Status,
    /// The roles that the customer gives away; the usual ones when left out.
    pub roles: Option<Vec<RoleName>>,
    /// Days from the start of the sandbox until it ends; below zero it has ended.
    pub days_left: Option<i32>,
    /// True when it is extended at its end.
    pub auto_extend: Option<bool>,
    /// True for one that Microsoft made: MLT_ before its name, nine roles, and the partner's agents as groups.
    pub microsoft_led: bool,
    /// The indirect provider's tenant, where the partner is an indirect reseller.
    pub indirect_provider: Option<Uuid>,
    /// True when the indirect reseller has not agreed yet.
    pub partner_consent_pending: bool,
    /// Which groups have which roles; one group with all of them when left out.
    pub assignments: Option<Vec<AssignmentScenario>>,
}

/// Roles for a group of the partner.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AssignmentScenario {
    /// The group; GDAP Administrators when left out.
    pub group: Option<GroupName>,
    /// How far it is.
    pub status: AssignmentStatus,
    /// The roles; those of the relationship when left out.
    pub roles: Option<Vec<RoleName>>,
}

impl RelationshipScenario {
    /// Its roles.
    pub(super) fn roles(&self) -> Vec<Uuid> {
        let named = |names: &[&str]| names.iter().filter_map(|n| by_name(n)).map(|r| r.id).collect();
        match &self.roles {
            Some(roles) => roles.iter().map(|r| r.0).collect(),
            None if self.microsoft_led => named(&MICROSOFT_LED),
            None => named(&USUAL),
        }
    }

    /// True when it is extended at its end.
    pub(super) fn extends(&self) -> bool {
        let lasts = self.status != Status::Expired && self.days_left.is_none();
        let unsaid = lasts && !self.microsoft_led && !self.is_global();
        self.auto_extend.unwrap_or(unsaid)
    }

    /// Its assignments. Without roles in force there is none to be had, so that is what nothing said means.
    pub(super) fn assignments(&self) -> Vec<AssignmentScenario> {
        if let Some(listed) = &self.assignments {
            return listed.clone();
        }
        let of = |group| AssignmentScenario {
            group: Some(GroupName(group)),
            ..AssignmentScenario::default()
        };
        match self.status {
            Status::Active if self.microsoft_led => groups::microsoft_led().map(of).collect(),
            Status::Active => vec![of(groups::usual())],
            _ => Vec::new(),
        }
    }

    /// Why there can be no such relationship.
    pub fn refusal(&self) -> Option<&'static str> {
        let extended = self.auto_extend == Some(true) && self.is_global();
        extended.then_some("a relationship with the role Global Administrator can't be extended at its end")
    }

    fn is_global(&self) -> bool {
        self.roles().contains(&GLOBAL_ADMINISTRATOR)
    }
}
