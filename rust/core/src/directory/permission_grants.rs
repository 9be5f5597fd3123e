//! What an application may do for users (Microsoft Graph, "oAuth2PermissionGrant resource type").

use super::{READ_GRANTS, WRITE_GRANTS, denied, is_already_there};
use crate::error::Error;
use crate::graph::Graph;
use crate::graph::segment;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The kind of a consent that holds for everybody; the other kind is one user's own.
const EVERYBODY: &str = "AllPrincipals";

/// Scopes of one service, for everybody in a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionGrant {
    /// Its id.
    pub id: String,
    /// `AllPrincipals` or `Principal`.
    consent_type: String,
    /// Object id of the service's service principal.
    pub resource_id: String,
    /// Scope names, separated by spaces.
    #[serde(default)]
    scope: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewGrant<'a> {
    client_id: &'a str,
    consent_type: &'a str,
    resource_id: &'a str,
    scope: &'a str,
}

#[derive(Serialize)]
struct NewScope<'a> {
    scope: &'a str,
}

impl PermissionGrant {
    /// The scope names.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope.as_deref().unwrap_or_default().split_whitespace()
    }
}

/// The grants of a service principal that hold for everybody. It needs Directory.Read.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn of(graph: &Graph<'_>, service_principal: &str) -> Result<Vec<PermissionGrant>, Error> {
    let path = format!(
        "/v1.0/servicePrincipals/{}/oauth2PermissionGrants",
        segment(service_principal)?
    );
    let read = graph.list(&path).await;
    let mut grants: Vec<PermissionGrant> = read.map_err(|e| denied(e, "Reading consents", READ_GRANTS))?;
    grants.retain(|grant| grant.consent_type == EVERYBODY);
    Ok(grants)
}

/// Grants scopes of a service that has no grant yet. It needs DelegatedPermissionGrant.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn create(graph: &Graph<'_>, client_id: &str, resource_id: &str, scope: &str) -> Result<(), Error> {
    let body = NewGrant {
        client_id,
        consent_type: EVERYBODY,
        resource_id,
        scope,
    };
    match graph.post::<IgnoredAny>("/v1.0/oauth2PermissionGrants", &body).await {
        Err(error) if !is_already_there(&error) => Err(refused(error)),
        _ => Ok(()),
    }
}

/// Replaces the scopes of a grant. It needs DelegatedPermissionGrant.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn replace(graph: &Graph<'_>, id: &str, scope: &str) -> Result<(), Error> {
    let path = format!("/v1.0/oauth2PermissionGrants/{}", segment(id)?);
    graph.patch(&path, &NewScope { scope }).await.map_err(refused)
}

/// Takes a grant back. It needs DelegatedPermissionGrant.ReadWrite.All.
///
/// # Errors
/// Those of Graph.
pub(crate) async fn delete(graph: &Graph<'_>, id: &str) -> Result<(), Error> {
    let path = format!("/v1.0/oauth2PermissionGrants/{}", segment(id)?);
    graph.delete(&path).await.map_err(refused)
}

fn refused(error: Error) -> Error {
    denied(error, "Changing a consent", WRITE_GRANTS)
}
