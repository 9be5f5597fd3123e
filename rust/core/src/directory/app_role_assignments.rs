//! What an application may do alone (Microsoft Graph, "appRoleAssignment resource type").

use super::{ASSIGN, READ, denied, is_already_there};
use crate::error::Error;
use crate::graph::Graph;
use crate::graph::segment;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// A permission that an application has on its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppRoleAssignment {
    /// Its id.
    pub id: String,
    /// Object id of the service's service principal.
    pub resource_id: String,
    /// The permission's id at that service.
    pub app_role_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    principal_id: &'a str,
    resource_id: &'a str,
    app_role_id: &'a str,
}

/// The assignments of a service principal. It needs Application.Read.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn of(graph: &Graph<'_>, service_principal: &str) -> Result<Vec<AppRoleAssignment>, Error> {
    let read = graph.list(&path(service_principal)?).await;
    read.map_err(|e| denied(e, "Reading an application's roles", READ))
}

/// Gives a permission. It needs AppRoleAssignment.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn create(
    graph: &Graph<'_>,
    service_principal: &str,
    resource_id: &str,
    app_role_id: &str,
) -> Result<(), Error> {
    let body = Body {
        principal_id: service_principal,
        resource_id,
        app_role_id,
    };
    match graph.post::<IgnoredAny>(&path(service_principal)?, &body).await {
        Err(error) if !is_already_there(&error) => Err(refused(error)),
        _ => Ok(()),
    }
}

/// Takes a permission back. It needs AppRoleAssignment.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn delete(graph: &Graph<'_>, service_principal: &str, id: &str) -> Result<(), Error> {
    let path = format!("{}/{}", path(service_principal)?, segment(id)?);
    graph.delete(&path).await.map_err(refused)
}

fn refused(error: Error) -> Error {
    denied(error, "Giving an application roles, or taking them back,", ASSIGN)
}

fn path(service_principal: &str) -> Result<String, Error> {
    let id = segment(service_principal)?;
    Ok(format!("/v1.0/servicePrincipals/{id}/appRoleAssignments"))
}
