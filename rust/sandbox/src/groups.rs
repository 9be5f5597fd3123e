//! The groups of the partner's tenant, and who is in them.

use crate::accounts::AGENT_ID;
use crate::partner::USER_ID;
use serde::Deserialize;
use uuid::{Uuid, uuid};

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
        nested: &["Field Engineers"],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000003"),
        name: "GDAP Others",
        members: &[],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000004"),
        name: "Field Engineers",
        members: &[USER_ID, AGENT_ID],
        nested: &[],
    },
    Group {
        id: uuid!("55555555-eeee-4eee-8eee-000000000005"),
        name: "AdminAgents",
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

impl Group {
    /// True for a user who is in the group itself.
    pub fn has(&self, user: Uuid) -> bool {
        self.members.contains(&user)
    }

    /// True for a user who is in the group, or in a group in it.
    pub fn reaches(&self, user: Uuid) -> bool {
        self.has(user) || GROUPS.iter().any(|g| self.nested.contains(&g.name) && g.reaches(user))
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
        assert!(engineers.reaches(USER_ID) && !engineers.has(USER_ID));
        assert!(usual().has(USER_ID) && usual().has(AGENT_ID));
        assert_eq!(microsoft_led().count(), 2);
    }
}
