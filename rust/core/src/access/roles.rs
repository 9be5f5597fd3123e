//! Which roles open a resource to a partner's user (Partner Center, "Workloads supported by GDAP", "Least-privileged
//! roles by task"), as `data/workload_roles.json` has them.

use crate::data;
use crate::relationships::Role;
use crate::resource::Resource;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::BTreeSet;

/// Whether roles open a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// One of them does.
    Yes,
    /// Each is known, and none does.
    No,
    /// One of them may: nobody has said which resources it opens.
    Unknown,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Table {
    /// Roles that open so much that a resource which does not list them says nothing.
    broad: Vec<String>,
    workloads: Vec<Workload>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Workload {
    resource: Resource,
    /// What partners usually ask for.
    usual: String,
    roles: Vec<String>,
}

static TABLE: Lazy<Table> = Lazy::new(|| {
    data::read(data::table!("workload_roles")).unwrap_or(Table {
        broad: Vec::new(),
        workloads: Vec::new(),
    })
});

/// Whether one of these roles opens the resource.
#[must_use]
pub fn open(resource: Resource, roles: &BTreeSet<String>) -> Opens {
    if resource == Resource::Azure {
        // Azure looks at its own roles; one of Entra ID is needed to sign in, whichever that is.
        return if roles.is_empty() { Opens::No } else { Opens::Yes };
    }
    let Some(listed) = of(resource) else {
        return Opens::Unknown;
    };
    if roles.iter().any(|r| listed.contains(r)) {
        return Opens::Yes;
    }
    if resource == Resource::Graph && !roles.is_empty() {
        // Every service is behind it, and the table has the least roles of its tasks alone.
        return Opens::Unknown;
    }
    let is_known =
        |role: &String| !TABLE.broad.contains(role) && TABLE.workloads.iter().any(|w| w.roles.contains(role));
    if roles.iter().all(is_known) {
        Opens::No
    } else {
        Opens::Unknown
    }
}

/// The names of the roles that open a resource; nothing where nobody has said.
#[must_use]
pub fn of(resource: Resource) -> Option<&'static [String]> {
    let row = TABLE.workloads.iter().find(|w| w.resource == resource)?;
    Some(&row.roles)
}

/// The role that partners usually ask for to open a resource.
#[must_use]
pub fn usual(resource: Resource) -> Option<&'static str> {
    if resource == Resource::Azure {
        return Some("Directory Readers");
    }
    let row = TABLE.workloads.iter().find(|w| w.resource == resource)?;
    Some(&row.usual)
}

/// Names by which the table calls roles, whatever Microsoft calls them today.
#[must_use]
pub fn names(roles: &[Role]) -> BTreeSet<String> {
    roles.iter().map(|r| name(&r.id)).collect()
}

/// The table's name of a role, or its id where it is in no table.
#[must_use]
pub fn name(id: &str) -> String {
    let known = uuid::Uuid::try_parse(id).ok().and_then(crate::relationships::built_in);
    known.unwrap_or(id).to_owned()
}

/// True for the id of a built-in role.
#[must_use]
pub fn is_known(id: &str) -> bool {
    uuid::Uuid::try_parse(id).is_ok_and(|id| crate::relationships::built_in(id).is_some())
}

/// The ids of roles, each once.
pub fn ids(names: &[&str]) -> Vec<String> {
    let ids: BTreeSet<&str> = names.iter().filter_map(|n| id(n)).collect();
    ids.into_iter().map(str::to_owned).collect()
}

/// The id of a role of the table.
#[must_use]
pub fn id(name: &str) -> Option<&'static str> {
    let found = crate::relationships::BUILT_IN.iter().find(|r| r.name == name)?;
    Some(&found.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }

    #[test]
    fn every_role_of_the_table_is_one_of_entra() {
        assert_eq!(TABLE.workloads.len(), 6);
        for name in TABLE.workloads.iter().flat_map(|w| &w.roles).chain(&TABLE.broad) {
            assert!(id(name).is_some(), "{name}");
        }
        for row in &TABLE.workloads {
            assert!(row.roles.contains(&row.usual), "{}", row.usual);
        }
    }

    #[test]
    fn a_role_that_nobody_has_placed_is_unknown_and_never_refused() {
        use Resource::{Defender, ExchangeOnline, ManagementApi, MicrosoftTeams};
        for (resource, roles, opens) in [
            (ExchangeOnline, &["Exchange Administrator"][..], Opens::Yes),
            (ExchangeOnline, &["Directory Readers"], Opens::No),
            (
                ExchangeOnline,
                &["Directory Readers", "Yammer Administrator"],
                Opens::Unknown,
            ),
            (MicrosoftTeams, &["Teams Reader"], Opens::Unknown),
            (Defender, &["Global Reader"], Opens::Unknown),
            (ManagementApi, &["Exchange Administrator"], Opens::Unknown),
            (
                ExchangeOnline,
                &["99999999-0000-0000-0000-000000000000"],
                Opens::Unknown,
            ),
            (Resource::Azure, &["Directory Readers"], Opens::Yes),
            (Resource::Azure, &[], Opens::No),
        ] {
            assert_eq!(open(resource, &set(roles)), opens, "{resource:?} {roles:?}");
        }
    }
}
