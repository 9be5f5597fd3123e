//! The built-in roles of Microsoft Entra ID ("Microsoft Entra built-in roles"): their ids are the same in every tenant.

use serde::Deserialize;
use std::sync::LazyLock;
use uuid::{Uuid, uuid};

/// A role.
#[derive(Debug, Deserialize)]
pub struct Role {
    /// Its template's id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// A role as a scenario names it: by its name or its id.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct RoleName(pub Uuid);

/// Global Administrator: a relationship with it can't be extended by itself.
pub const GLOBAL_ADMINISTRATOR: Uuid = uuid!("62e90394-69f5-4237-9190-012177145e10");

const PRIVILEGED_ROLE_ADMINISTRATOR: Uuid = uuid!("e8611ab8-c189-46e8-94e1-60213ab1f814");

/// The roles of which one lets an admin agent consent for a customer (Partner Center, "Control panel vendor APIs").
pub const CONSENTING: [Uuid; 3] = [
    GLOBAL_ADMINISTRATOR,
    uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
    uuid!("158c047a-c907-4556-b7ef-446551a6b5f7"),
];

/// The roles of which one lets a user write applications and consents by Microsoft Graph ("Create serviceprincipal").
pub const WRITING: [Uuid; 4] = [
    GLOBAL_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
    uuid!("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"),
    uuid!("158c047a-c907-4556-b7ef-446551a6b5f7"),
];

/// The roles of which one lets a user assign roles of Microsoft Graph itself.
pub const ASSIGNING: [Uuid; 2] = [GLOBAL_ADMINISTRATOR, PRIVILEGED_ROLE_ADMINISTRATOR];

/// What a partner usually has in a customer.
pub const USUAL: [&str; 12] = [
    "Cloud Application Administrator",
    "Directory Readers",
    "Exchange Administrator",
    "Global Reader",
    "Intune Administrator",
    "License Administrator",
    "Privileged Authentication Administrator",
    "Security Administrator",
    "Service Support Administrator",
    "SharePoint Administrator",
    "Teams Administrator",
    "User Administrator",
];

/// What a relationship that Microsoft led has (Partner Center, "Microsoft-led transition from DAP to GDAP").
pub const MICROSOFT_LED: [&str; 9] = [
    "Directory Readers",
    "Directory Writers",
    "Global Reader",
    "Helpdesk Administrator",
    "License Administrator",
    "Privileged Authentication Administrator",
    "Privileged Role Administrator",
    "Service Support Administrator",
    "User Administrator",
];

static ROLES: LazyLock<Vec<Role>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/roles.json")).unwrap_or_default());

/// Every role.
pub fn all() -> &'static [Role] {
    &ROLES
}

/// A role by its name or its id.
pub fn by_name(text: &str) -> Option<&'static Role> {
    let id = Uuid::try_parse(text).ok();
    all()
        .iter()
        .find(|r| id == Some(r.id) || r.name.eq_ignore_ascii_case(text))
}

impl TryFrom<String> for RoleName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let found = by_name(&text).map(|r| Self(r.id));
        found.ok_or_else(|| format!("{text:?} is no built-in role; write a name such as Global Reader, or an id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_goes_by_its_name_and_its_id() {
        assert_eq!(all().len(), 123);
        for name in USUAL.iter().chain(&MICROSOFT_LED) {
            assert!(by_name(name).is_some(), "{name}");
        }
        for id in CONSENTING {
            assert!(by_name(&id.to_string()).unwrap().name.ends_with("Administrator"));
        }
        assert!(by_name("Exchange Admin").is_none());
    }
}
