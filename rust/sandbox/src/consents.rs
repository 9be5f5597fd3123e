//! What a tenant has consented to, application by application.

use crate::resources;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// Scope names by the application id of the resource.
pub type Grants = BTreeMap<Uuid, BTreeSet<String>>;

/// The consents of one tenant.
#[derive(Debug, Default)]
pub struct Consents {
    /// An application without grants has a service principal and nothing more.
    applications: HashMap<Uuid, Grants>,
    /// Application and service: where an application has its own permissions.
    roles: HashSet<(Uuid, Uuid)>,
}

/// What an application may do with a resource.
#[derive(Debug, PartialEq, Eq)]
pub enum Granted {
    /// The tenant has never heard of the application.
    UnknownApplication,
    /// The application is known, and nothing is granted for that resource.
    Nothing,
    /// These scopes.
    Scopes(BTreeSet<String>),
}

impl Consents {
    /// What an application may do with a resource.
    pub fn granted(&self, application: Uuid, resource: Uuid) -> Granted {
        match self.applications.get(&application) {
            None => Granted::UnknownApplication,
            Some(grants) => grants
                .get(&resource)
                .map_or(Granted::Nothing, |s| Granted::Scopes(s.clone())),
        }
    }

    /// True when the application has a service principal there.
    pub fn knows(&self, application: Uuid) -> bool {
        self.applications.contains_key(&application)
    }

    /// Adds grants. A grant for a resource that has one is refused, and then nothing is added: an existing grant is
    /// never extended.
    pub fn grant(&mut self, application: Uuid, grants: Grants) -> bool {
        let existing = self.applications.get(&application);
        if existing.is_some_and(|e| grants.keys().any(|resource| e.contains_key(resource))) {
            return false;
        }
        self.applications.entry(application).or_default().extend(grants);
        true
    }

    /// Adds grants to those that there are, and the application's own permissions for services: what an administrator
    /// does.
    pub fn extend(&mut self, application: Uuid, grants: Grants, roles: &BTreeSet<Uuid>) {
        let existing = self.applications.entry(application).or_default();
        for (resource, scopes) in grants {
            existing.entry(resource).or_default().extend(scopes);
        }
        self.roles.extend(roles.iter().map(|resource| (application, *resource)));
    }

    /// True when the application has its own permissions for a service.
    pub fn has_roles(&self, application: Uuid, resource: Uuid) -> bool {
        self.roles.contains(&(application, resource))
    }

    /// Takes all grants of an application back; its service principal and its own permissions stay. False when there were none.
    pub fn revoke(&mut self, application: Uuid) -> bool {
        match self.applications.get_mut(&application) {
            Some(grants) if !grants.is_empty() => {
                grants.clear();
                true
            }
            _ => false,
        }
    }
}

/// Everything that partners usually consent to.
pub fn usual() -> Grants {
    resources::usual()
        .map(|r| (r.id, r.scopes.iter().map(|s| (*s).to_owned()).collect()))
        .collect()
}

/// Scope names in a text, separated by commas or white space.
pub fn names(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
}
