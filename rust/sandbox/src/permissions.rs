//! The permissions of the services, with the ids by which manifests and Microsoft Graph name them (Microsoft Graph
//! permissions reference; the services' own pages).

use std::sync::LazyLock;
use uuid::Uuid;

/// A permission of a service.
#[derive(Debug, PartialEq, Eq)]
pub struct Permission {
    /// Application id of the service.
    pub resource: Uuid,
    /// Its name, the value in a token.
    pub name: &'static str,
    /// Its id as a delegated permission, where it is one.
    pub scope: Option<Uuid>,
    /// Its id as a permission of an application on its own, where it is one.
    pub role: Option<Uuid>,
}

static PERMISSIONS: LazyLock<Vec<Permission>> = LazyLock::new(|| {
    let rows = include_str!("../data/permissions.csv").lines().skip(1);
    rows.filter_map(read).collect()
});

fn read(row: &'static str) -> Option<Permission> {
    let mut fields = row.split(',');
    let resource = Uuid::try_parse(fields.next()?).ok()?;
    let name = fields.next()?;
    let mut id = || fields.next().and_then(|text| Uuid::try_parse(text).ok());
    Some(Permission {
        resource,
        name,
        scope: id(),
        role: id(),
    })
}

/// The permissions of a service.
pub fn of(resource: Uuid) -> impl Iterator<Item = &'static Permission> {
    PERMISSIONS.iter().filter(move |p| p.resource == resource)
}

/// True when any service has a permission of that name.
pub fn is_name(name: &str) -> bool {
    PERMISSIONS.iter().any(|p| p.name == name)
}

/// A permission of an application by its name.
pub fn role(resource: Uuid, name: &str) -> Option<&'static Permission> {
    of(resource).find(|p| p.name == name && p.role.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    #[test]
    fn every_row_is_a_permission_of_a_service_with_an_id() {
        let rows = include_str!("../data/permissions.csv").lines().count() - 1;
        assert_eq!(PERMISSIONS.len(), rows);
        for permission in PERMISSIONS.iter() {
            assert!(resources::by_id(permission.resource).is_some(), "{permission:?}");
            assert!(
                permission.scope.is_some() || permission.role.is_some(),
                "{permission:?}"
            );
        }
    }

    #[test]
    fn what_is_usual_has_an_id() {
        for resource in resources::all() {
            for scope in resource.scopes {
                assert!(
                    of(resource.id).any(|p| p.name == *scope && p.scope.is_some()),
                    "{scope}"
                );
            }
            for name in resource.roles {
                assert!(role(resource.id, name).is_some(), "{name}");
            }
        }
    }
}
