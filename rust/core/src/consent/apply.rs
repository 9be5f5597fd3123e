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

/// Consents to one service through Partner Center. One that is there already is left to the check that follows.
pub async fn create(
    place: &Place<'_>,
    display_name: Option<&str>,
    resource: ClientId,
    scopes: &BTreeSet<String>,
) -> Result<(), Error> {
    let grant = Grant {
        enterprise_application_id: resource,
        scopes: scopes.iter().cloned().collect(),
    };
    let caller = place.partner_center();
    match consents::post(&caller, place.application, display_name, &grant, &place.customer).await {
        Err(error) if !consents::is_already_there(&error) => Err(error),
        _ => Ok(()),
    }
}

/// Extends, gives roles and takes back what is too much, in the customer's directory.
pub async fn change(place: &Place<'_>, granted: &Granted, difference: &Difference) -> Result<(), Error> {
    let graph = place.graph();
    let application = match &granted.service_principal {
        Some(there) => there.id.clone(),
        None => match service_principals::of(&graph, place.application).await? {
            Some(there) => there.id,
            None => service_principals::create(&graph, place.application).await?.id,
        },
    };
    for service in &difference.services {
        scopes(&graph, &application, granted, service).await?;
        roles(&graph, &application, granted, service).await?;
    }
    Ok(())
}

async fn scopes(
    graph: &Graph<'_>,
    application: &str,
    granted: &Granted,
    service: &ServiceDifference,
) -> Result<(), Error> {
    let extra = &service.extra_scopes;
    // A service without any consent was Partner Center's to create.
    let missing = if service.is_new {
        &BTreeSet::new()
    } else {
        &service.missing_scopes
    };
    if missing.is_empty() && extra.is_empty() {
        return Ok(());
    }
    let there = granted.service(service.resource()?);
    let kept = there
        .into_iter()
        .flat_map(|t| &t.scopes)
        .filter(|s| !extra.contains(*s));
    let all: Vec<&str> = kept.chain(missing).map(String::as_str).collect();
    match there.and_then(|t| t.grant_id.as_deref()) {
        Some(id) if all.is_empty() => permission_grants::delete(graph, id).await,
        Some(id) => permission_grants::replace(graph, id, &all.join(" ")).await,
        None => {
            let object = object_of(graph, service).await?;
            permission_grants::create(graph, application, &object, &all.join(" "))
                .await
                .map(drop)
        }
    }
}

async fn roles(
    graph: &Graph<'_>,
    application: &str,
    granted: &Granted,
    service: &ServiceDifference,
) -> Result<(), Error> {
    if !service.missing_roles.is_empty() {
        let there = granted.service(service.resource()?).and_then(|t| t.object_id.clone());
        let object = match there {
            Some(object) => object,
            None => object_of(graph, service).await?,
        };
        for role in &service.missing_roles {
            app_role_assignments::create(graph, application, &object, &role.id).await?;
        }
    }
    for role in &service.extra_roles {
        app_role_assignments::delete(graph, application, &role.assignment_id).await?;
    }
    Ok(())
}

/// The object id of a service, which the directory makes where the tenant has the service and no object of it.
async fn object_of(graph: &Graph<'_>, service: &ServiceDifference) -> Result<String, Error> {
    let resource = service.resource()?;
    match service_principals::of(graph, resource).await? {
        Some(there) => Ok(there.id),
        None => Ok(service_principals::create(graph, resource).await?.id),
    }
}
