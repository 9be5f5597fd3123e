//! What an application may do in a customer: read from the customer's directory where that is allowed, else from tokens.

use super::Place;
use crate::client_id::ClientId;
use crate::directory::service_principals::{self, ServicePrincipal};
use crate::directory::{app_role_assignments, permission_grants};
use crate::error::{Error, ErrorKind};
use crate::permissions::{self, PARTNER_CENTER};
use crate::scope::OPENID;
use crate::token::{consented_scopes, is_nothing_consented};
use std::collections::{BTreeMap, BTreeSet};

/// Where the knowledge comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The customer's directory: everything that is granted.
    Directory,
    /// Tokens, one for each service that was asked for: no roles, and no service that nobody asked for.
    Tokens,
}

/// What an application may do in a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Where this was seen.
    pub seen: Seen,
    /// The application's service principal, where the directory was read and has one.
    pub service_principal: Option<ServicePrincipal>,
    /// Service by service, in the order of their names.
    pub services: Vec<GrantedService>,
}

/// What an application may do with one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GrantedService {
    /// The service's application id.
    pub resource: String,
    /// The service's name.
    pub name: String,
    /// What it may do for users.
    pub scopes: BTreeSet<String>,
    /// Scopes of OpenID Connect in the same grant, which nobody compares and nobody takes away.
    pub openid: BTreeSet<String>,
    /// What it may do alone.
    pub roles: Vec<GrantedRole>,
    /// The grant that holds the scopes, in the directory.
    pub grant_id: Option<String>,
    /// The service's object id in the directory.
    pub object_id: Option<String>,
}

/// A permission that an application has on its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedRole {
    /// The permission's id.
    pub id: String,
    /// Its name, or its id where the name is not known.
    pub name: String,
    /// The assignment's id.
    pub assignment_id: String,
}

impl GrantedService {
    /// True when there is no consent for users, so that Partner Center can make one.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.grant_id.is_none() && self.scopes.is_empty()
    }
}

impl Granted {
    /// Nothing, as the directory of a tenant that has never heard of the application says.
    pub(crate) fn nothing() -> Self {
        Self {
            seen: Seen::Directory,
            service_principal: None,
            services: Vec::new(),
        }
    }

    /// True when the application may do nothing at all, as far as was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.services.iter().all(|s| s.scopes.is_empty() && s.roles.is_empty())
    }

    /// What it may do with that service.
    #[must_use]
    pub fn service(&self, resource: ClientId) -> Option<&GrantedService> {
        let id = resource.to_string();
        self.services.iter().find(|s| s.resource == id)
    }
}

/// Reads what is granted. Where the directory may not be read, the application's own tokens for `services` tell.
///
/// # Errors
/// Those of the tokens and of Graph.
pub async fn read(place: &Place<'_>, services: &[ClientId]) -> Result<Granted, Error> {
    match of_directory(place).await {
        Err(error) if place.is_own() && is_closed(&error) => {
            place.report.verbose(format!(
                "The directory of {} can't be read, tokens tell what is granted: {error}",
                place.customer
            ));
            of_tokens(place, services).await
        }
        answer => answer,
    }
}

/// Every service whose permissions are known here and that customers have.
#[must_use]
pub fn every_service() -> Vec<ClientId> {
    let applications = permissions::services().iter().map(|s| s.application);
    applications.filter(|a| a.to_string() != PARTNER_CENTER).collect()
}

/// True when it is the directory that is closed to us, not the customer.
pub(crate) fn is_closed(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::ConsentMissing | ErrorKind::ConsentScopesMissing => true,
        ErrorKind::NoAccess => error.http_status() == Some(403),
        _ => false,
    }
}

/// Reads what is granted from the directory alone. It needs Application.Read.All and Directory.Read.All.
pub(crate) async fn of_directory(place: &Place<'_>) -> Result<Granted, Error> {
    let graph = place.graph();
    let Some(service_principal) = service_principals::of(&graph, place.application).await? else {
        return Ok(Granted::nothing());
    };
    let mut by_object: BTreeMap<String, GrantedService> = BTreeMap::new();
    for grant in permission_grants::of(&graph, &service_principal.id).await? {
        let service = by_object.entry(grant.resource_id.clone()).or_default();
        let (openid, scopes) = grant
            .scopes()
            .map(str::to_owned)
            .partition::<Vec<_>, _>(|s| OPENID.contains(&s.as_str()));
        service.scopes.extend(scopes);
        service.openid.extend(openid);
        service.grant_id = Some(grant.id);
    }
    for assignment in app_role_assignments::of(&graph, &service_principal.id).await? {
        let service = by_object.entry(assignment.resource_id).or_default();
        service.roles.push(GrantedRole {
            name: assignment.app_role_id.clone(),
            id: assignment.app_role_id,
            assignment_id: assignment.id,
        });
    }
    let mut services = Vec::new();
    for (object_id, mut service) in by_object {
        // A service that is gone leaves grants behind for a while; they give nothing.
        let Some(principal) = service_principals::by_id(&graph, &object_id).await? else {
            continue;
        };
        let known = ClientId::parse(&principal.app_id).ok().and_then(permissions::service);
        for role in &mut service.roles {
            if let Some(permission) = known.and_then(|k| k.role(&role.id)) {
                role.name.clone_from(&permission.name);
            }
        }
        service.name = match (known, principal.display_name) {
            (Some(known), _) => known.name.clone(),
            (None, Some(name)) => crate::error::clean(&name),
            (None, None) => principal.app_id.clone(),
        };
        service.resource = principal.app_id.to_ascii_lowercase();
        service.object_id = Some(object_id);
        services.push(service);
    }
    services.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Granted {
        seen: Seen::Directory,
        service_principal: Some(service_principal),
        services,
    })
}

async fn of_tokens(place: &Place<'_>, services: &[ClientId]) -> Result<Granted, Error> {
    let mut seen = Vec::new();
    for resource in services {
        let Some(scopes) = scopes_of(place, *resource).await? else {
            continue;
        };
        seen.push(GrantedService {
            resource: resource.to_string(),
            name: permissions::name_of(*resource),
            scopes,
            ..GrantedService::default()
        });
    }
    seen.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Granted {
        seen: Seen::Tokens,
        service_principal: None,
        services: seen,
    })
}

/// The scopes of a new token for everything consented of a service; nothing when nothing is, or there is no such service.
///
/// # Errors
/// Those of the token that do not say so.
pub(super) async fn scopes_of(place: &Place<'_>, resource: ClientId) -> Result<Option<BTreeSet<String>>, Error> {
    let Place {
        client,
        account,
        customer,
        report,
        ..
    } = place;
    match consented_scopes(client, account, customer, resource, place.left(), report).await {
        Ok(mut scopes) => {
            scopes.retain(|s| !OPENID.contains(&s.as_str()));
            Ok(Some(scopes))
        }
        Err(error) if is_nothing_consented(&error) => Ok(None),
        Err(error) => Err(error),
    }
}
