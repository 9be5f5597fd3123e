//! What a tenant has consented to, application by application: service principals, delegated grants and the
//! applications' own roles. Object ids depend on the tenant alone, so they are the same on each start.

use crate::object_ids;
use crate::permissions::{self, Permission};
use crate::resources::{self, PARTNER_CENTER};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Scope names by the application id of the resource.
pub type Grants = BTreeMap<Uuid, BTreeSet<String>>;

/// The consents of one tenant.
#[derive(Debug)]
pub struct Consents {
    tenant: Uuid,
    /// An application without grants has a service principal and nothing more.
    applications: HashMap<Uuid, Principal>,
    /// The services that have no service principal here.
    missing: BTreeSet<Uuid>,
    /// How often a service principal was deleted: the next one has another object id.
    deleted: HashMap<Uuid, u32>,
    /// How long tokens take to show a change, in milliseconds.
    delay: u64,
}

/// An application's service principal.
#[derive(Debug, Default)]
struct Principal {
    grants: BTreeMap<Uuid, Grant>,
    /// By resource and name.
    roles: BTreeMap<(Uuid, &'static str), Role>,
}

/// A delegated grant for everybody in the tenant.
#[derive(Debug, Default)]
struct Grant {
    scopes: BTreeSet<String>,
    /// What tokens show until the change has spread.
    before: BTreeSet<String>,
    /// When the change has spread, Unix milliseconds.
    spread: u64,
}

/// A role that the application has on its own.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// Which.
    pub permission: &'static Permission,
    /// When it was assigned, Unix milliseconds.
    pub assigned: u64,
    spread: u64,
}

/// What an application may do with a resource.
#[derive(Debug, PartialEq, Eq)]
pub enum Granted {
    /// The tenant has never heard of the application.
    UnknownApplication,
    /// The tenant has no service principal of the resource.
    UnknownResource,
    /// The application is known, and nothing is granted for that resource.
    Nothing,
    /// These scopes.
    Scopes(BTreeSet<String>),
}

impl Grant {
    fn shown(&self, now: u64) -> &BTreeSet<String> {
        if now < self.spread { &self.before } else { &self.scopes }
    }

    fn change(&mut self, scopes: BTreeSet<String>, now: u64, delay: u64) {
        self.before = self.shown(now).clone();
        self.scopes = scopes;
        self.spread = now.saturating_add(delay);
    }
}

impl Consents {
    /// No consents, and all services but those that are missing. `delay` is how long tokens take to show a change, in
    /// milliseconds.
    pub fn new(tenant: Uuid, missing: BTreeSet<Uuid>, delay: u64) -> Self {
        Self {
            tenant,
            applications: HashMap::new(),
            missing,
            deleted: HashMap::new(),
            delay,
        }
    }

    /// Consents that are there from the start, which tokens show at once. A service that is missing has none.
    pub fn begin(&mut self, application: Uuid, grants: Grants) {
        let principal = self.applications.entry(application).or_default();
        for (resource, scopes) in grants {
            if !self.missing.contains(&resource) {
                principal.grants.entry(resource).or_default().scopes.extend(scopes);
            }
        }
    }

    /// Roles that are there from the start: all the usual ones.
    pub fn begin_roles(&mut self, application: Uuid, now: u64) {
        for resource in resources::all().filter(|r| !self.missing.contains(&r.id)) {
            for permission in resource.roles.iter().filter_map(|r| permissions::role(resource.id, r)) {
                let role = Role {
                    permission,
                    assigned: now,
                    spread: 0,
                };
                let principal = self.applications.entry(application).or_default();
                principal.roles.insert((resource.id, permission.name), role);
            }
        }
    }

    /// What an application may do with a resource.
    pub fn granted(&self, application: Uuid, resource: Uuid, now: u64) -> Granted {
        let Some(principal) = self.applications.get(&application) else {
            return Granted::UnknownApplication;
        };
        if !self.has_service(resource) {
            return Granted::UnknownResource;
        }
        let shown = principal.grants.get(&resource).map(|g| g.shown(now));
        shown
            .filter(|scopes| !scopes.is_empty())
            .map_or(Granted::Nothing, |scopes| Granted::Scopes(scopes.clone()))
    }

    /// True when the application has a service principal there.
    pub fn knows(&self, application: Uuid) -> bool {
        self.applications.contains_key(&application)
    }

    /// True when the service has a service principal there.
    pub fn has_service(&self, resource: Uuid) -> bool {
        resources::by_id(resource).is_some() && !self.missing.contains(&resource)
    }

    /// The first of these services that has no service principal there.
    pub fn missing<'a>(&self, mut wanted: impl Iterator<Item = &'a Uuid>) -> Option<Uuid> {
        wanted.find(|resource| !self.has_service(**resource)).copied()
    }

    /// Adds grants. A grant for a resource that has one is refused, and then nothing is added: an existing grant is
    /// never extended.
    pub fn grant(&mut self, application: Uuid, grants: Grants, now: u64) -> bool {
        let existing = self.applications.get(&application);
        if existing.is_some_and(|e| grants.keys().any(|resource| e.grants.contains_key(resource))) {
            return false;
        }
        self.extend(application, grants, &BTreeSet::new(), now);
        true
    }

    /// Adds grants to those that there are, and the usual roles for services: what an administrator does.
    pub fn extend(&mut self, application: Uuid, grants: Grants, roles: &BTreeSet<Uuid>, now: u64) {
        let delay = self.delay;
        let principal = self.applications.entry(application).or_default();
        for (resource, scopes) in grants {
            let grant = principal.grants.entry(resource).or_default();
            if !scopes.is_subset(&grant.scopes) {
                let all = grant.scopes.union(&scopes).cloned().collect();
                grant.change(all, now, delay);
            }
        }
        for resource in roles.iter().filter_map(|r| resources::by_id(*r)) {
            for permission in resource.roles.iter().filter_map(|r| permissions::role(resource.id, r)) {
                self.assign(application, permission, now);
            }
        }
    }

    /// Makes the scopes of a grant these; one that is not there comes to be. False when the application has no service
    /// principal.
    pub fn set(&mut self, application: Uuid, resource: Uuid, scopes: BTreeSet<String>, now: u64) -> bool {
        let delay = self.delay;
        let principal = self.applications.get_mut(&application);
        principal
            .map(|p| p.grants.entry(resource).or_default().change(scopes, now, delay))
            .is_some()
    }

    /// Takes a grant back. False when there was none.
    pub fn withdraw(&mut self, application: Uuid, resource: Uuid) -> bool {
        let principal = self.applications.get_mut(&application);
        principal.is_some_and(|p| p.grants.remove(&resource).is_some())
    }

    /// Takes all grants of an application back; its service principal and its own roles stay. False when there were none.
    pub fn revoke(&mut self, application: Uuid) -> bool {
        let principal = self.applications.get_mut(&application);
        principal.is_some_and(|p| !std::mem::take(&mut p.grants).is_empty())
    }

    /// The grants: application, resource, scopes.
    pub fn grants(&self) -> impl Iterator<Item = (Uuid, Uuid, &BTreeSet<String>)> {
        let all = self.applications.iter();
        all.flat_map(|(id, p)| p.grants.iter().map(|(resource, g)| (*id, *resource, &g.scopes)))
    }

    /// Gives an application a role. False when it has it, or has no service principal.
    pub fn assign(&mut self, application: Uuid, permission: &'static Permission, now: u64) -> bool {
        let role = Role {
            permission,
            assigned: now,
            spread: now.saturating_add(self.delay),
        };
        let key = (permission.resource, permission.name);
        match self.applications.get_mut(&application) {
            Some(principal) if !principal.roles.contains_key(&key) => {
                principal.roles.insert(key, role);
                true
            }
            _ => false,
        }
    }

    /// Takes a role back.
    pub fn unassign(&mut self, application: Uuid, permission: &Permission) {
        if let Some(principal) = self.applications.get_mut(&application) {
            principal.roles.remove(&(permission.resource, permission.name));
        }
    }

    /// The roles of an application.
    pub fn roles(&self, application: Uuid) -> impl Iterator<Item = Role> {
        let principal = self.applications.get(&application);
        principal.into_iter().flat_map(|p| p.roles.values().copied())
    }

    /// The names of the roles that tokens for a resource show.
    pub fn role_names(&self, application: Uuid, resource: Uuid, now: u64) -> Vec<String> {
        let shown = |role: &Role| role.permission.resource == resource && now >= role.spread;
        let roles = self.roles(application).filter(shown);
        roles.map(|r| r.permission.name.to_owned()).collect()
    }

    /// Makes a service principal. False when there is one.
    pub fn provision(&mut self, application: Uuid) -> bool {
        if resources::by_id(application).is_some() {
            return self.missing.remove(&application);
        }
        let is_new = !self.knows(application);
        self.applications.entry(application).or_default();
        is_new
    }

    /// Deletes a service principal, and with it its grants and roles, and those that others have for it. False when
    /// there was none.
    pub fn delete(&mut self, application: Uuid) -> bool {
        if !self.principals().any(|id| id == application) {
            return false;
        }
        *self.deleted.entry(application).or_default() += 1;
        if resources::by_id(application).is_some() {
            self.missing.insert(application);
        }
        self.applications.remove(&application);
        for principal in self.applications.values_mut() {
            principal.grants.remove(&application);
            principal.roles.retain(|(resource, _), _| *resource != application);
        }
        true
    }

    /// The application ids of all service principals, those of services first.
    pub fn principals(&self) -> impl Iterator<Item = Uuid> {
        let services = resources::all().map(|r| r.id);
        let services = services.filter(|id| !self.missing.contains(id));
        services.chain(self.applications.keys().copied())
    }

    /// The object id of an application's service principal, whether it is there or not.
    pub fn object_id(&self, application: Uuid) -> Uuid {
        let deleted = self.deleted.get(&application).copied().unwrap_or_default();
        object_ids::service_principal(self.tenant, application, deleted)
    }

    /// The application id of a service principal by its object id.
    pub fn by_object_id(&self, object: Uuid) -> Option<Uuid> {
        self.principals().find(|id| self.object_id(*id) == object)
    }
}

/// Everything that partners usually consent to.
pub fn usual() -> Grants {
    resources::usual().map(grant).collect()
}

/// What the partner has consented to at home: the usual, and Partner Center.
pub fn at_home() -> Grants {
    let partner_center = resources::by_id(PARTNER_CENTER).map(grant);
    usual().into_iter().chain(partner_center).collect()
}

fn grant(resource: &resources::Resource) -> (Uuid, BTreeSet<String>) {
    (resource.id, resource.scopes.iter().map(|s| (*s).to_owned()).collect())
}

/// Scope names in a text, separated by commas or white space.
pub fn names(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| c == ',' || c.is_whitespace())
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
}
