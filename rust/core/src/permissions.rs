//! The permissions of Microsoft's services, as `data/permissions.json` has them.
//!
//! Sources: Microsoft Graph's published permission descriptions and deployments; for the other services, their own
//! pages on PowerShell and the Secure Application Model, which name only what partners use.

use crate::client_id::ClientId;
use crate::data;
use crate::resource::Resource;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::HashMap;

/// Microsoft Graph's application id.
pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
/// Exchange Online's application id.
pub const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
/// What Exchange Online PowerShell needs, in the registration, in the consent at home and in each customer's (Partner
/// Center, "Exchange Online PowerShell and GDAP").
pub const EXCHANGE_MANAGE: &str = "Exchange.Manage";
/// Partner Center's application id.
pub const PARTNER_CENTER: &str = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";

/// How alike a name must be to be suggested, from 0 to 1.
const ALIKE: f64 = 0.85;

/// A service that has permissions.
#[derive(Debug)]
pub struct Service {
    /// Its application id, the same in every tenant.
    pub application: ClientId,
    /// Its name as Microsoft shows it.
    pub name: String,
    /// The short names it goes by.
    pub resources: Vec<Resource>,
    /// Its permissions in the order of their names.
    pub permissions: Vec<Permission>,
}

/// A permission of a service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "(String, Option<String>, Option<String>)")]
pub struct Permission {
    /// Its name, for example `Directory.Read.All`.
    pub name: String,
    /// Its id where it acts for a user.
    pub delegated: Option<String>,
    /// Its id where it acts for an application alone.
    pub role: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    application: String,
    name: String,
    resources: Vec<Resource>,
    permissions: Vec<Permission>,
}

static SERVICES: Lazy<Vec<Service>> = Lazy::new(|| {
    let rows: Vec<Row> = data::read(data::table!("permissions")).unwrap_or_default();
    let service = |row: Row| {
        Some(Service {
            application: ClientId::parse(&row.application).ok()?,
            name: row.name,
            resources: row.resources,
            permissions: row.permissions,
        })
    };
    rows.into_iter().filter_map(service).collect()
});

static BY_APPLICATION: Lazy<HashMap<ClientId, &'static Service>> =
    Lazy::new(|| SERVICES.iter().map(|s| (s.application, s)).collect());

impl From<(String, Option<String>, Option<String>)> for Permission {
    fn from((name, delegated, role): (String, Option<String>, Option<String>)) -> Self {
        Self { name, delegated, role }
    }
}

/// Every service, Microsoft Graph first.
#[must_use]
pub fn services() -> &'static [Service] {
    &SERVICES
}

/// The service of an application id.
#[must_use]
pub fn service(application: ClientId) -> Option<&'static Service> {
    BY_APPLICATION.get(&application).copied()
}

/// The service of a short name.
#[must_use]
pub fn service_of(resource: Resource) -> Option<&'static Service> {
    services().iter().find(|s| s.resources.contains(&resource))
}

/// A service's name, or its application id where it has none here.
#[must_use]
pub fn name_of(application: ClientId) -> String {
    service(application).map_or_else(|| application.to_string(), |s| s.name.clone())
}

impl Service {
    /// The permission of that name, case ignored.
    #[must_use]
    pub fn permission(&self, name: &str) -> Option<&Permission> {
        self.permissions.iter().find(|p| p.name.eq_ignore_ascii_case(name))
    }

    /// The permission that a role id stands for.
    #[must_use]
    pub fn role(&self, id: &str) -> Option<&Permission> {
        let is = |p: &&Permission| p.role.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(id));
        self.permissions.iter().find(is)
    }

    /// The name that was meant, if one is alike.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let alike = |p: &Permission| strsim::jaro_winkler(&p.name.to_ascii_lowercase(), &name);
        let nearest = self.permissions.iter().map(|p| (alike(p), p.name.as_str()));
        let nearest = nearest.max_by(|a, b| a.0.total_cmp(&b.0));
        nearest.filter(|(alike, _)| *alike >= ALIKE).map(|(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use uuid::Uuid;

    #[test]
    fn the_list_is_read_whole_and_each_id_is_one() {
        let rows: Vec<Row> = serde_json::from_str(include_str!("../data/permissions.json")).unwrap();
        assert_eq!(rows.len(), services().len());
        for service in services() {
            let mut names = HashSet::new();
            for permission in &service.permissions {
                assert!(
                    names.insert(permission.name.to_ascii_lowercase()),
                    "{}",
                    permission.name
                );
                assert!(permission.delegated.is_some() || permission.role.is_some());
                for id in permission.delegated.iter().chain(&permission.role) {
                    assert!(Uuid::try_parse(id).is_ok(), "{id}");
                }
            }
        }
    }

    #[test]
    fn every_short_name_has_its_service() {
        for resource in Resource::ALL {
            assert!(service_of(resource).is_some(), "{}", resource.name());
        }
        assert_eq!(service_of(Resource::Graph).unwrap().application.to_string(), GRAPH);
        assert_eq!(
            service_of(Resource::ExchangeOnline).unwrap().application,
            service_of(Resource::SecurityCompliance).unwrap().application
        );
    }

    #[test]
    fn a_name_that_is_nearly_right_finds_the_right_one() {
        let graph = service_of(Resource::Graph).unwrap();
        assert_eq!(graph.nearest("Directory.Reed.All"), Some("Directory.Read.All"));
        assert_eq!(
            graph.permission("directory.read.all").unwrap().name,
            "Directory.Read.All"
        );
        assert_eq!(graph.nearest("xyz"), None);
    }
}
