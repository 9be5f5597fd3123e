//! Applications as a tenant has them (Microsoft Graph, "servicePrincipal resource type").

use super::{READ, WRITE, denied, is_already_there};
use crate::client_id::ClientId;
use crate::error::Error;
use crate::graph::Graph;
use crate::graph::segment;
use serde::{Deserialize, Serialize};

/// What is read of a service principal.
const SELECT: &str = "$select=id,appId,displayName";

/// An application as a tenant has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServicePrincipal {
    /// Its object id in that tenant.
    pub id: String,
    /// The application's id.
    pub app_id: String,
    /// Its name.
    pub display_name: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    app_id: String,
}

/// The service principal of an application, if the tenant has one. It needs Application.Read.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn of(graph: &Graph<'_>, application: ClientId) -> Result<Option<ServicePrincipal>, Error> {
    found(
        graph
            .get(&format!("/v1.0/servicePrincipals(appId='{application}')?{SELECT}"))
            .await,
    )
}

/// The service principal of that object id, if there is one.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn by_id(graph: &Graph<'_>, id: &str) -> Result<Option<ServicePrincipal>, Error> {
    found(
        graph
            .get(&format!("/v1.0/servicePrincipals/{}?{SELECT}", segment(id)?))
            .await,
    )
}

/// Makes the service principal of an application. It needs Application.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn create(graph: &Graph<'_>, application: ClientId) -> Result<ServicePrincipal, Error> {
    let app_id = application.to_string();
    match graph.post("/v1.0/servicePrincipals", &Body { app_id }).await {
        Err(error) if is_already_there(&error) => of(graph, application).await?.ok_or(error),
        made => made.map_err(|e| denied(e, "Making a service principal", WRITE)),
    }
}

/// Deletes a service principal, and all that it may do with it. It needs Application.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn delete(graph: &Graph<'_>, id: &str) -> Result<(), Error> {
    let deleted = graph.delete(&format!("/v1.0/servicePrincipals/{}", segment(id)?)).await;
    deleted.map_err(|e| denied(e, "Deleting a service principal", WRITE))
}

fn found(answer: Result<ServicePrincipal, Error>) -> Result<Option<ServicePrincipal>, Error> {
    match answer {
        Ok(one) => Ok(Some(one)),
        Err(error) if error.http_status() == Some(404) => Ok(None),
        Err(error) => Err(denied(error, "Reading applications", READ)),
    }
}
