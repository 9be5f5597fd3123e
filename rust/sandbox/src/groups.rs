//! The groups of the partner's tenant, and who is in them.

use crate::accounts::AGENT_ID;
use crate::partner::USER_ID;
use serde::Deserialize;
use uuid::{Uuid, uuid};

/// Whose members act for the partner.
const ADMIN_AGENTS: &str = "AdminAgents";
/// A group that is nested.
const FIELD_ENGINEERS: &str = "Field Engineers";

/// A security group.
#[derive(Debug)]
pub struct Group {
    /// Its object id.
    pub id: Uuid,
    /// Its name.
    pub name: &'static str,
    /// The users in it.
    members: &'static [Uuid],
    /// The groups in it.
    nested: &'static [&'static str],
}

/// A group as a scenario names it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct GroupName(pub &'static Group);

/// How the partner's users are in AdminAgents.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum AdminAgents {
    /// In the group itself.
    #[default]
    Direct,
    /// In a group in it.
    Nested,
    /// Not at all.
    None,
}

/// The groups. Customers' roles come through the first by default.
static GROUPS: [Group; 6] = [
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000001"),
        name: "GDAP Administrators",
        members: &[USER_ID, AGENT_ID],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000002"),
        name: "GDAP Engineers",
        members: &[],
        nested: &[FIELD_ENGINEERS],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000003"),
        name: "GDAP Others",
        members: &[],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000004"),
        name: FIELD_ENGINEERS,
        members: &[USER_ID, AGENT_ID],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000005"),
        name: ADMIN_AGENTS,
        members: &[USER_ID, AGENT_ID],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000006"),
        name: "HelpdeskAgents",
        members: &[],
        nested: &[],
    },
];

/// Every group.
pub fn all() -> &'static [Group] {
    &GROUPS
}

/// The group that has the roles in a customer when a scenario says nothing.
pub fn usual() -> &'static Group {
    let [first, ..] = &GROUPS;
    first
}

/// The groups that a relationship which Microsoft led assigns its roles to.
pub fn microsoft_led() -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().filter(|g| g.name.ends_with("Agents"))
}

impl AdminAgents {
    /// True for a user who is in the group itself.
    pub fn has(self, group: &Group, user: Uuid) -> bool {
        (self == Self::Direct || group.name != ADMIN_AGENTS) && group.members.contains(&user)
    }

    /// True for a user who is in the group, or in a group in it.
    pub fn reaches(self, group: &Group, user: Uuid) -> bool {
        let nested = if group.name == ADMIN_AGENTS && self == Self::Nested {
            &[FIELD_ENGINEERS]
        } else {
            group.nested
        };
        self.has(group, user) || GROUPS.iter().any(|g| nested.contains(&g.name) && self.reaches(g, user))
    }

    /// True for a user who is in AdminAgents itself.
    pub fn is_agent(self, user: Uuid) -> bool {
        GROUPS.iter().any(|g| g.name == ADMIN_AGENTS && self.has(g, user))
    }
}

impl TryFrom<String> for GroupName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let found = GROUPS.iter().find(|g| g.name.eq_ignore_ascii_case(&text));
        found.map(Self).ok_or_else(|| {
            let names: Vec<&str> = GROUPS.iter().map(|g| g.name).collect();
            format!("{text:?} is no group of the partner; there are {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_in_a_nested_group_alone_is_reached_and_not_in_it() {
        let engineers = GroupName::try_from("gdap engineers".to_owned()).unwrap().0;
        let usually = AdminAgents::default();
        assert!(usually.reaches(engineers, USER_ID) && !usually.has(engineers, USER_ID));
        assert!(usually.has(usual(), USER_ID) && usually.has(usual(), AGENT_ID));
        assert_eq!(microsoft_led().count(), 2);
    }

    #[test]
    fn a_scenario_takes_the_users_out_of_admin_agents_and_out_of_no_other_group() {
        let agents = GroupName::try_from(ADMIN_AGENTS.to_owned()).unwrap().0;
        for (how, is_in, is_reached) in [
            (AdminAgents::Direct, true, true),
            (AdminAgents::Nested, false, true),
            (AdminAgents::None, false, false),
        ] {
            assert_eq!(
                (how.has(agents, USER_ID), how.reaches(agents, USER_ID)),
                (is_in, is_reached),
                "{how:?}"
            );
            assert_eq!(how.is_agent(USER_ID), is_in);
            assert!(how.has(usual(), USER_ID));
        }
    }
}
