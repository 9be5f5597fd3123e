//! What is granted beside what is wanted.

use super::granted::{Granted, GrantedRole, GrantedService};
use crate::client_id::ClientId;
use crate::manifest::{Manifest, WantedPermission};
use std::collections::BTreeSet;

/// What is missing and what is too much, service by service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The services in which something differs.
    pub services: Vec<ServiceDifference>,
}

/// What is missing and what is too much of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceDifference {
    /// The service's application id.
    pub resource: String,
    /// The service's name.
    pub name: String,
    /// True when nothing is granted for users yet, so that Partner Center can.
    pub is_new: bool,
    /// Scopes that are wanted and not granted.
    pub missing_scopes: BTreeSet<String>,
    /// Roles that are wanted and not granted.
    pub missing_roles: Vec<WantedPermission>,
    /// Scopes that are granted and not wanted.
    pub extra_scopes: BTreeSet<String>,
    /// Roles that are granted and not wanted.
    pub extra_roles: Vec<GrantedRole>,
}

impl Difference {
    /// Compares.
    #[must_use]
    pub fn of(manifest: &Manifest, granted: &Granted) -> Self {
        let mut services: Vec<ServiceDifference> = Vec::new();
        for wanted in &manifest.grants {
            let have = granted.service(wanted.resource);
            let scopes = have.map(|h| &h.scopes);
            let has_scope = |name: &str| scopes.is_some_and(|s| s.iter().any(|h| h.eq_ignore_ascii_case(name)));
            let roles = have.map(|h| h.roles.as_slice()).unwrap_or_default();
            let has_role = |p: &&WantedPermission| roles.iter().any(|r| r.id.eq_ignore_ascii_case(&p.id));
            let missing_scopes = wanted.delegated.iter().filter(|p| !has_scope(&p.name));
            let missing_roles = wanted.application.iter().filter(|p| !has_role(p));
            let is_wanted = |name: &str| wanted.delegated.iter().any(|p| p.name.eq_ignore_ascii_case(name));
            let extra_scopes = scopes.into_iter().flatten().filter(|s| !is_wanted(s));
            let extra_roles = roles
                .iter()
                .filter(|r| !wanted.application.iter().any(|p| p.id.eq_ignore_ascii_case(&r.id)));
            services.push(ServiceDifference {
                resource: wanted.resource.to_string(),
                name: wanted.name.clone(),
                is_new: have.is_none_or(GrantedService::is_new),
                missing_scopes: missing_scopes.map(|p| p.name.clone()).collect(),
                missing_roles: missing_roles.cloned().collect(),
                extra_scopes: extra_scopes.cloned().collect(),
                extra_roles: extra_roles.cloned().collect(),
            });
        }
        let is_named = |resource: &str| manifest.grants.iter().any(|w| w.resource.to_string() == resource);
        for other in granted.services.iter().filter(|s| !is_named(&s.resource)) {
            services.push(ServiceDifference {
                resource: other.resource.clone(),
                name: other.name.clone(),
                is_new: false,
                missing_scopes: BTreeSet::new(),
                missing_roles: Vec::new(),
                extra_scopes: other.scopes.clone(),
                extra_roles: other.roles.clone(),
            });
        }
        services.retain(|s| !s.is_empty());
        Self { services }
    }

    /// True when everything that is wanted is granted.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.services
            .iter()
            .all(|s| s.missing_scopes.is_empty() && s.missing_roles.is_empty())
    }

    /// True when something is granted that is not wanted.
    #[must_use]
    pub fn has_extra(&self) -> bool {
        self.services
            .iter()
            .any(|s| !s.extra_scopes.is_empty() || !s.extra_roles.is_empty())
    }

    /// True when a service lacks scopes and has some: Partner Center can't extend those.
    #[must_use]
    pub fn extends(&self) -> bool {
        self.services.iter().any(|s| !s.is_new && !s.missing_scopes.is_empty())
    }

    /// True when roles are to be given or taken back.
    #[must_use]
    pub fn changes_roles(&self) -> bool {
        self.services
            .iter()
            .any(|s| !s.missing_roles.is_empty() || !s.extra_roles.is_empty())
    }

    /// True when roles are missing.
    #[must_use]
    pub fn lacks_roles(&self) -> bool {
        self.services.iter().any(|s| !s.missing_roles.is_empty())
    }
}

impl ServiceDifference {
    /// True when nothing differs.
    pub(super) fn is_empty(&self) -> bool {
        self.missing_scopes.is_empty()
            && self.missing_roles.is_empty()
            && self.extra_scopes.is_empty()
            && self.extra_roles.is_empty()
    }

    /// The service's application id.
    ///
    /// # Errors
    /// When the directory gave an id that is none.
    pub(super) fn resource(&self) -> Result<ClientId, crate::error::Error> {
        ClientId::parse(&self.resource)
    }
}
