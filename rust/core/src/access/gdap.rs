//! The steps of GDAP, read in the partner's tenant: the relationship, its assignments, the user's groups.

use super::Look;
use super::cause::Cause;
use super::repair::Repair;
use super::roles;
use super::step::{Rung, Step};
use super::survey::{Groups, Survey};
use super::tenant::Entry;
use crate::error::{Error, clean};
use crate::relationships::{self, Assignment, Relationship};
use futures_util::future::{join, join_all};
use std::collections::BTreeSet;
use std::sync::Arc;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

const DAY: i64 = 86_400;
/// The least role that may consent for a customer (Partner Center, "Control panel vendor APIs").
const CONSENTING: &str = "Cloud Application Administrator";
/// What the user needs that nobody can read without.
const NO_GDAP: &str = "Microsoft Graph tells neither relationships nor groups of this user.";

/// What the partner's tenant says of a customer.
#[derive(Default)]
pub(super) struct Gdap {
    /// All relationships with the customer; nothing when they could not be read.
    all: Vec<Relationship>,
    /// Those that are active, with their groups where those could be read.
    active: Vec<Relationship>,
    /// Why relationships or groups with roles could not be read.
    unread: Option<Error>,
    /// The groups that the user is in.
    groups: Option<Result<Arc<Groups>, Error>>,
}

impl Gdap {
    /// Reads it.
    pub(super) async fn read(survey: &Survey, look: &Look<'_>) -> Self {
        let of_user = async {
            if look.caller.account.is_app_only() {
                return None;
            }
            Some(look.home.groups(look.caller).await)
        };
        let (all, groups) = join(survey.relationships(look.home, look.caller, look.id), of_user).await;
        let all = match all {
            Ok(all) => all,
            Err(error) => {
                return Self {
                    unread: Some(error),
                    groups,
                    ..Self::default()
                };
            }
        };
        let active = all.iter().filter(|r| r.status == "active").cloned();
        let read = active.map(|r| async {
            let bare = r.clone();
            relationships::with_groups(look.caller, r).await.map_err(|e| (bare, e))
        });
        let mut gdap = Self {
            groups,
            ..Self::default()
        };
        for one in join_all(read).await {
            match one {
                Ok(relationship) => gdap.active.push(relationship),
                Err((bare, error)) => {
                    gdap.active.push(bare);
                    gdap.unread = Some(error);
                }
            }
        }
        gdap.all = all;
        gdap
    }

    /// The customer's name, as the customer wrote it.
    pub(super) fn customer_name(&self) -> Option<String> {
        self.all.iter().find_map(|r| r.customer_name.clone())
    }

    /// When the last active relationship ends.
    pub(super) fn ends_on(&self) -> Option<String> {
        let ends = self.counting().filter_map(|r| r.ends_on.as_deref());
        ends.max_by_key(|e| seconds(e)).map(str::to_owned)
    }

    /// The active relationships through which a group has roles; all of them where none has, or nobody told.
    fn counting(&self) -> impl Iterator<Item = &Relationship> {
        let has = |r: &Relationship| r.assignments.iter().flatten().any(|a| a.status == "active");
        let any = self.active.iter().any(has);
        self.active.iter().filter(move |r| !any || has(r))
    }

    /// The groups that have roles now.
    pub(super) fn groups_with_roles(&self) -> impl Iterator<Item = Uuid> {
        self.assignments().filter_map(group)
    }

    /// The steps, as far as the way goes.
    pub(super) fn climb(&self, look: &Look<'_>, entry: &Entry) -> Vec<Step> {
        let mut steps = vec![self.relationship(look, entry)];
        for next in [Self::assignment, Self::group] {
            if steps.iter().any(Step::stops) {
                break;
            }
            steps.push(next(self, look, entry));
        }
        steps
    }

    /// The names of the roles that the user has in the customer's tenant: as the tenant's token says, and as the groups
    /// do. The second is true where groups could be read, so that a role which is not there is missing.
    pub(super) fn roles(&self, entry: &Entry) -> (BTreeSet<String>, bool) {
        let mut names: BTreeSet<String> = entry.roles.iter().map(|id| roles::name(id)).collect();
        let direct = self.groups.as_ref().and_then(|g| g.as_ref().ok());
        let Some(groups) = direct.filter(|_| self.unread.is_none()) else {
            return (names, false);
        };
        let of_user = self
            .assignments()
            .filter(|a| group(a).is_some_and(|id| groups.direct.contains(&id)));
        let of_groups: BTreeSet<String> = of_user.flat_map(|a| roles::names(&a.roles)).collect();
        let is_told = !of_groups.is_empty();
        names.extend(of_groups);
        (names, is_told)
    }

    /// An active relationship that has one of these roles, by their ids.
    pub(super) fn with_role(&self, ids: &[String]) -> Option<&Relationship> {
        let has = |r: &&Relationship| r.roles.iter().any(|own| ids.contains(&own.id));
        self.active.iter().find(has)
    }

    /// True when the user is in a group that has roles, or in a group in one.
    pub(super) fn reaches_user(&self) -> bool {
        let groups = self.groups.as_ref().and_then(|g| g.as_ref().ok());
        groups.is_some_and(|g| self.groups_with_roles().any(|id| g.all.contains(&id)))
    }

    fn assignments(&self) -> impl Iterator<Item = &Assignment> {
        let all = self.active.iter().flat_map(|r| r.assignments.iter().flatten());
        all.filter(|a| a.status == "active")
    }

    fn relationship(&self, look: &Look<'_>, entry: &Entry) -> Step {
        let rung = Rung::Relationship;
        if let Some(gone) = entry.gone() {
            return Step::of_error(rung, Cause::TenantGone, gone.clone());
        }
        if let (Some(error), true) = (&self.unread, self.all.is_empty()) {
            return Step::unread(rung, error.clone());
        }
        if !self.active.is_empty() {
            return self.active_one(look);
        }
        let ask = |roles: &[String]| Repair::new_relationship(look.id, roles, look.today());
        let is = |words: &[&str]| self.all.iter().rev().find(|r| words.contains(&r.status.as_str()));
        if self.all.is_empty() {
            let remedy = "Ask the customer for a GDAP relationship: make it, lock it for approval, and have the customer's Global Administrator approve it.";
            let wanted = look.goal.workloads().unwrap_or_default();
            let mut least: Vec<&str> = wanted.iter().filter_map(|w| roles::usual(*w)).collect();
            // Without it nobody can consent for the customer.
            least.push(CONSENTING);
            return Step::failed(
                rung,
                Cause::NoRelationship,
                "There is no GDAP relationship with this customer.",
                remedy,
            )
            .repair(ask(&roles::ids(&least)));
        }
        if let Some(one) = is(&["approvalPending", "approved", "activating"]) {
            let message = format!(
                "The relationship {} is not active yet: {}.",
                clean(&one.id),
                clean(&one.status)
            );
            let remedy = match one.status.as_str() {
                "approvalPending" => {
                    "Have the customer's Global Administrator approve it; the link is in Partner Center."
                }
                _ => "Wait until it is active, which takes some minutes.",
            };
            return Step::failed(rung, Cause::RelationshipPending, message, remedy);
        }
        let remedy = "Ask the customer for a new GDAP relationship: make it, lock it for approval, and have the customer's Global Administrator approve it.";
        if let Some(one) = is(&["expired", "expiring"]) {
            let ended = one.ends_on.as_deref().unwrap_or("an unknown time");
            let message = format!("The relationship {} ended on {}.", clean(&one.id), clean(ended));
            let ids: Vec<String> = one.roles.iter().map(|r| r.id.clone()).collect();
            return Step::failed(rung, Cause::RelationshipExpired, message, remedy).repair(ask(&ids));
        }
        if let Some(one) = is(&["terminated", "terminating", "terminationRequested"]) {
            let message = format!("The relationship {} was terminated.", clean(&one.id));
            let ids: Vec<String> = one.roles.iter().map(|r| r.id.clone()).collect();
            return Step::failed(rung, Cause::RelationshipTerminated, message, remedy).repair(ask(&ids));
        }
        if let Some(one) = is(&["created"]) {
            let message = format!(
                "The relationship {} is a draft that the customer has not seen.",
                clean(&one.id)
            );
            let remedy = "Lock it for approval, send the customer its link, and have the customer's Global Administrator approve it.";
            return Step::failed(rung, Cause::RelationshipPending, message, remedy).repair(Repair::lock(one));
        }
        let words: Vec<&str> = self.all.iter().take(5).map(|r| r.status.as_str()).collect();
        Step::unknown(
            rung,
            format!(
                "The relationships have a status that is not known here: {}.",
                words.join(", ")
            ),
        )
    }

    fn active_one(&self, look: &Look<'_>) -> Step {
        let rung = Rung::Relationship;
        let count = self.active.len();
        let which = if count == 1 {
            "A relationship is active".to_owned()
        } else {
            format!("{count} relationships are active")
        };
        let Some(ends) = self.ends_on() else {
            return Step::passed(rung, format!("{which}."));
        };
        let last = self.counting().find(|r| r.ends_on.as_deref() == Some(&ends));
        let now = look.caller.client.clock().unix();
        let days = seconds(&ends).map(|end| end.saturating_sub(now).div_euclid(DAY));
        let (Some(days), Some(last)) = (days, last) else {
            return Step::passed(rung, format!("{which}."));
        };
        if self.counting().any(|r| r.auto_extends() == Some(true)) {
            return Step::passed(rung, format!("{which}, and extended on {} by itself.", clean(&ends)));
        }
        let step = Step::passed(
            rung,
            format!("{which}; the last ends in {days} days, on {}.", clean(&ends)),
        );
        if days > i64::from(look.goal.expiring_days) {
            return step;
        }
        let ids: Vec<String> = last.roles.iter().map(|r| r.id.clone()).collect();
        step.soon(
            Cause::RelationshipExpiring,
            "Ask the customer for a new GDAP relationship, or extend this one automatically; Global Administrator must not be among its roles for that.",
        )
        .repair(Repair::new_relationship(look.id, &ids, look.today()))
    }

    fn assignment(&self, _: &Look<'_>, _: &Entry) -> Step {
        let rung = Rung::Assignment;
        let groups: BTreeSet<&str> = self.assignments().filter_map(name).collect();
        if !groups.is_empty() {
            let groups: Vec<&str> = groups.into_iter().collect();
            return Step::passed(rung, format!("Roles are assigned to {}.", clean(&groups.join(", "))));
        }
        if let Some(error) = &self.unread {
            return Step::unread(rung, error.clone());
        }
        let all = || self.active.iter().flat_map(|r| r.assignments.iter().flatten());
        let (cause, message, remedy) = if let Some(one) = all().find(|a| a.status == "error") {
            (
                Cause::AssignmentFailed,
                format!(
                    "Roles could not be assigned to {}.",
                    clean(name(one).unwrap_or("a group"))
                ),
                "Delete the assignment and make it again: its group must be a security group of the partner, and its roles those of the relationship.",
            )
        } else if let Some(one) = all().find(|a| a.status == "pending") {
            (
                Cause::AssignmentPending,
                format!("Roles are being assigned to {}.", clean(name(one).unwrap_or("a group"))),
                "Wait some minutes and look again.",
            )
        } else {
            (
                Cause::NoActiveAssignment,
                "The relationship is active, and no group of the partner has its roles.".to_owned(),
                "Assign its roles to a security group of the partner that the user is in.",
            )
        };
        let step = Step::failed(rung, cause, message, remedy);
        match self.active.first() {
            Some(relationship) if cause != Cause::AssignmentPending => {
                let ids: Vec<String> = relationship.roles.iter().map(|r| r.id.clone()).collect();
                step.repair(Repair::new_assignment(relationship, &ids))
            }
            _ => step,
        }
    }

    fn group(&self, look: &Look<'_>, entry: &Entry) -> Step {
        let rung = Rung::Group;
        let groups = match &self.groups {
            Some(Ok(groups)) => groups,
            Some(Err(error)) => return Step::unread(rung, error.clone()),
            None => return Step::unknown(rung, NO_GDAP),
        };
        let within = |set: &BTreeSet<Uuid>| {
            self.assignments()
                .find(|a| group(a).is_some_and(|id| set.contains(&id)))
        };
        if let Some(direct) = within(&groups.direct) {
            let group = clean(name(direct).unwrap_or("a group with roles"));
            return Step::passed(rung, format!("The user is in {group}."));
        }
        if let Some(error) = &self.unread {
            return Step::unread(rung, error.clone());
        }
        let repair = |a: &Assignment| {
            let graph = look.caller.account.cloud.graph().unwrap_or_default();
            Repair::join_group(a, look.user.as_deref().unwrap_or("<object id of the user>"), graph)
        };
        if let Some(nested) = within(&groups.all) {
            let group = clean(name(nested).unwrap_or("a group with roles"));
            if !entry.roles.is_empty() {
                return Step::passed(rung, format!("The user is in a group in {group}, and has its roles."));
            }
            let message = format!("The user is in a group in {group}, and that gives no roles.");
            let step = Step::failed(
                rung,
                Cause::NestedGroup,
                message,
                "Make the user a member of the group itself.",
            );
            return repair(nested).map_or(step.clone(), |r| step.repair(r));
        }
        let groups: Vec<&str> = self.assignments().filter_map(name).collect();
        let message = format!(
            "The user is in none of the groups with roles: {}.",
            clean(&groups.join(", "))
        );
        let remedy = "Make the user a member of one of them.";
        let step = Step::failed(rung, Cause::NotInGroup, message, remedy);
        self.assignments()
            .next()
            .and_then(repair)
            .map_or(step.clone(), |r| step.repair(r))
    }
}

/// A time of Graph's in Unix seconds.
fn seconds(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &Rfc3339)
        .ok()
        .map(OffsetDateTime::unix_timestamp)
}

fn group(assignment: &Assignment) -> Option<Uuid> {
    Uuid::try_parse(assignment.group_id.as_deref()?).ok()
}

fn name(assignment: &Assignment) -> Option<&str> {
    assignment.group_name.as_deref().or(assignment.group_id.as_deref())
}
