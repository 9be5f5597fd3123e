//! What a registration and its consent at home lack of what a manifest wants.

use super::registration::{Access, ROLE, Registration, RequiredAccess, SCOPE, Unregistered};
use super::wanted;
use crate::consent::difference::{Difference, ServiceDifference};
use crate::consent::granted::Granted;
use crate::manifest::Manifest;
use serde_json::{Map, Value, json};

/// The audience of an application that customers can have.
const MULTI_TENANT: &str = "AzureADMultipleOrgs";

/// What is done. The names are those that scripts compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The application is registered.
    Register,
    /// It becomes one for other tenants as well.
    SetAudience,
    /// Redirect addresses come under Web.
    AddRedirectUri,
    /// The registration asks for more of a service.
    AddPermission,
    /// The application gets its object in the home tenant.
    CreateServicePrincipal,
    /// The home tenant consents to scopes of a service.
    Consent,
    /// The home tenant gives the application roles of a service.
    Assign,
    /// A secret is made.
    CreateSecret,
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub action: Action,
    /// The application's or the service's name.
    pub name: String,
    /// Addresses or permissions.
    pub values: Vec<String>,
}

/// What is to be done.
pub(super) struct Plan<'a> {
    /// The registration that is there.
    existing: Option<&'a Registration>,
    wanted: &'a Manifest,
    audience: bool,
    redirect_uris: Vec<String>,
    permissions: Vec<Unregistered<'a>>,
    /// True when the application has no object in the home tenant.
    pub without_principal: bool,
    /// What the home tenant has not consented to, each service for itself.
    pub consents: Vec<Difference>,
}

impl<'a> Plan<'a> {
    /// Compares. Without a registration, everything is to be done; without `granted`, what is granted is not known and
    /// nothing of it is.
    pub fn of(wanted: &'a Manifest, existing: Option<&'a Registration>, granted: Option<&Granted>) -> Self {
        let redirect_uris = wanted::redirect_uris(wanted);
        let lacks = |address: &String| existing.is_none_or(|e| !e.has_web(address) && !e.has_elsewhere(address));
        let permissions = match existing {
            Some(existing) => existing.lacks(&wanted.grants),
            None => everything(wanted),
        };
        let nothing = Granted::nothing();
        let granted = granted.or(existing.is_none().then_some(&nothing));
        Self {
            existing,
            wanted,
            audience: existing.is_some_and(|e| !e.is_multi_tenant()),
            redirect_uris: redirect_uris.into_iter().filter(lacks).collect(),
            permissions,
            without_principal: granted.is_some_and(|g| g.service_principal.is_none()),
            consents: granted.map(|g| consents(wanted, g)).unwrap_or_default(),
        }
    }

    /// True when the registration is as it should be.
    pub fn keeps_registration(&self) -> bool {
        !self.audience && self.redirect_uris.is_empty() && self.permissions.is_empty()
    }

    /// The changes of the registration.
    pub fn registration(&self) -> Vec<Change> {
        let name = self.name();
        let change = |action, values: Vec<String>| Change {
            action,
            name: name.clone(),
            values,
        };
        let mut changes = Vec::new();
        if self.existing.is_none() {
            changes.push(change(Action::Register, Vec::new()));
        }
        if self.audience {
            changes.push(change(Action::SetAudience, vec![MULTI_TENANT.to_owned()]));
        }
        if !self.redirect_uris.is_empty() {
            changes.push(change(Action::AddRedirectUri, self.redirect_uris.clone()));
        }
        changes.extend(self.permissions.iter().map(|lacks| Change {
            action: Action::AddPermission,
            name: lacks.grant.name.clone(),
            values: lacks.names(),
        }));
        changes
    }

    /// The application's object in the home tenant.
    pub fn principal(&self) -> Option<Change> {
        self.without_principal.then(|| Change {
            action: Action::CreateServicePrincipal,
            name: self.name(),
            values: Vec::new(),
        })
    }

    /// The application's name.
    pub fn name(&self) -> String {
        let known = self.existing.and_then(|e| e.display_name.as_deref());
        let known = known.map(crate::error::clean);
        known.or_else(|| self.wanted.display_name.clone()).unwrap_or_default()
    }

    /// What Graph is told of the registration: all of a new one, or what changes.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        if self.existing.is_none() {
            body.insert("displayName".to_owned(), json!(self.wanted.display_name));
        }
        if self.existing.is_none() || self.audience {
            body.insert("signInAudience".to_owned(), json!(MULTI_TENANT));
        }
        if !self.redirect_uris.is_empty() {
            let there = self.existing.map(Registration::web).unwrap_or_default();
            let all: Vec<&String> = there.iter().chain(&self.redirect_uris).collect();
            body.insert("web".to_owned(), json!({ "redirectUris": all }));
        }
        if !self.permissions.is_empty() {
            body.insert("requiredResourceAccess".to_owned(), json!(self.required()));
        }
        Value::Object(body)
    }

    /// The permissions that are asked for with those that were missing.
    fn required(&self) -> Vec<RequiredAccess> {
        let there = self.existing.map(|e| e.required_resource_access.clone());
        let mut all = there.unwrap_or_default();
        for lacks in &self.permissions {
            let access = |kind: &'static str| {
                move |p: &&crate::manifest::WantedPermission| Access {
                    id: p.id.clone(),
                    kind: kind.to_owned(),
                }
            };
            let scopes = lacks.scopes.iter().map(access(SCOPE));
            let new = scopes.chain(lacks.roles.iter().map(access(ROLE)));
            let service = lacks.grant.resource.to_string();
            match all
                .iter_mut()
                .find(|r| r.resource_app_id.eq_ignore_ascii_case(&service))
            {
                Some(there) => there.resource_access.extend(new),
                None => all.push(RequiredAccess {
                    resource_app_id: service,
                    resource_access: new.collect(),
                }),
            }
        }
        all
    }
}

/// The changes of a service's consent: scopes, then roles.
pub(super) fn of_consent(service: &ServiceDifference) -> (Option<Change>, Option<Change>) {
    let change = |action, values: Vec<String>| {
        (!values.is_empty()).then(|| Change {
            action,
            name: service.name.clone(),
            values,
        })
    };
    let roles = service.missing_roles.iter().map(|r| r.name.clone());
    (
        change(Action::Consent, service.missing_scopes.iter().cloned().collect()),
        change(Action::Assign, roles.collect()),
    )
}

fn everything(wanted: &Manifest) -> Vec<Unregistered<'_>> {
    let all = wanted.grants.iter().map(|grant| Unregistered {
        scopes: grant.delegated.iter().collect(),
        roles: grant.application.iter().collect(),
        grant,
    });
    all.collect()
}

/// What is not consented to, and nothing of what is too much: other manifests may want it.
fn consents(wanted: &Manifest, granted: &Granted) -> Vec<Difference> {
    let services = Difference::of(wanted, granted).services.into_iter();
    let lacks = services.filter(|s| !s.missing_scopes.is_empty() || !s.missing_roles.is_empty());
    lacks
        .map(|mut service| {
            service.extra_scopes.clear();
            service.extra_roles.clear();
            // At home, the directory makes the first consent, too.
            service.is_new = false;
            Difference {
                services: vec![service],
            }
        })
        .collect()
}
