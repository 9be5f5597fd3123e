//! The changes themselves: Partner Center for services that have no consent yet, the customer's directory for the rest.

use super::Place;
use super::difference::{Difference, ServiceDifference};
use super::granted::Granted;
use crate::client_id::ClientId;
use crate::directory::{app_role_assignments, permission_grants, service_principals};
use crate::error::Error;
use crate::graph::Graph;
use crate::partner_center::consents::{self, Grant};
use std::collections::BTreeSet;

/// Scopes of Graph that let a consent be extended ("oauth2PermissionGrants", permissions).
pub const EXTENDING: [&str; 2] = ["DelegatedPermissionGrant.ReadWrite.All", "Directory.ReadWrite.All"];
/// The scope of Graph that lets roles be given ("Grant an appRoleAssignment", permissions).
pub const ASSIGNING: &str = "AppRoleAssignment.ReadWrite.All";

/// Consents to one service through Partner Center. False when one is there already, which is left to the check that
/// follows.
pub async fn create(
    place: &Place<'_>,
    display_name: Option<&str>,
    resource: ClientId,
    scopes: &BTreeSet<String>,
) -> Result<bool, Error> {
    let grant = Grant {
        enterprise_application_id: resource,
        scopes: scopes.iter().cloned().collect(),
    };
    let caller = place.partner_center();
    match consents::post(&caller, place.application, display_name, &grant, &place.customer).await {
        Ok(()) => Ok(true),
        Err(error) if consents::is_already_there(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What is to be written to the customer's directory.
pub struct Changes<'a> {
    graph: Graph<'a>,
    /// The application's object id.
    application: String,
    granted: &'a Granted,
    difference: &'a Difference,
}

impl<'a> Changes<'a> {
    /// Finds the application there, or makes it.
    pub async fn of(place: &'a Place<'_>, granted: &'a Granted, difference: &'a Difference) -> Result<Self, Error> {
        let graph = place.graph();
        let application = match &granted.service_principal {
            Some(there) => there.id.clone(),
            None => object_of(&graph, place.application).await?,
        };
        Ok(Self {
            graph,
            application,
            granted,
            difference,
        })
    }

    /// Extends, and takes back scopes that are too much.
    pub async fn scopes(&self) -> Result<(), Error> {
        for service in &self.difference.services {
            self.scopes_of(service).await?;
        }
        Ok(())
    }

    /// Gives roles, and takes back those that are too much.
    pub async fn roles(&self) -> Result<(), Error> {
        for service in &self.difference.services {
            self.roles_of(service).await?;
        }
        Ok(())
    }

    async fn scopes_of(&self, service: &ServiceDifference) -> Result<(), Error> {
        let (graph, extra) = (&self.graph, &service.extra_scopes);
        // A service without any consent was Partner Center's to create.
        let nothing = BTreeSet::new();
        let missing = if service.is_new {
            &nothing
        } else {
            &service.missing_scopes
        };
        if missing.is_empty() && extra.is_empty() {
            return Ok(());
        }
        let there = self.granted.service(service.resource()?);
        let kept = there.into_iter().flat_map(|t| t.scopes.iter().chain(&t.openid));
        let kept = kept.filter(|s| !extra.contains(*s));
        let all: Vec<&str> = kept.chain(missing).map(String::as_str).collect();
        match there.and_then(|t| t.grant_id.as_deref()) {
            Some(id) if all.is_empty() => permission_grants::delete(graph, id).await,
            Some(id) => permission_grants::replace(graph, id, &all.join(" ")).await,
            None => {
                let object = object_of(graph, service.resource()?).await?;
                permission_grants::create(graph, &self.application, &object, &all.join(" ")).await
            }
        }
    }

    async fn roles_of(&self, service: &ServiceDifference) -> Result<(), Error> {
        let graph = &self.graph;
        if !service.missing_roles.is_empty() {
            let there = self.granted.service(service.resource()?);
            let object = match there.and_then(|t| t.object_id.clone()) {
                Some(object) => object,
                None => object_of(graph, service.resource()?).await?,
            };
            for role in &service.missing_roles {
                app_role_assignments::create(graph, &self.application, &object, &role.id).await?;
            }
        }
        for role in &service.extra_roles {
            app_role_assignments::delete(graph, &self.application, &role.assignment_id).await?;
        }
        Ok(())
    }
}

/// The object id of an application or service, which the directory makes where it has none.
async fn object_of(graph: &Graph<'_>, application: ClientId) -> Result<String, Error> {
    match service_principals::of(graph, application).await? {
        Some(there) => Ok(there.id),
        None => Ok(service_principals::create(graph, application).await?.id),
    }
}
