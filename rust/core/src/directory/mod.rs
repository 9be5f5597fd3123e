//! Objects of a tenant's directory that say what an application may do there (Microsoft Graph).

pub mod app_role_assignments;
pub mod permission_grants;
pub mod service_principals;

use crate::error::Error;
use crate::graph;

/// What lets read applications and what they may do.
const READ: &str = "Application.Read.All";
/// What lets make and delete service principals.
const WRITE: &str = "Application.ReadWrite.All";
/// What lets read consents.
const READ_GRANTS: &str = "Directory.Read.All";
/// What lets change consents.
const WRITE_GRANTS: &str = "DelegatedPermissionGrant.ReadWrite.All";
/// What lets give roles to applications.
const ASSIGN: &str = "AppRoleAssignment.ReadWrite.All";

/// Says which permission a call needs that was refused.
fn denied(error: Error, what: &str, permission: &str) -> Error {
    graph::needing_in("that tenant", error, what, permission)
}

/// True for the refusal of an object that is there: also of one that was made by a request whose answer got lost.
fn is_already_there(error: &Error) -> bool {
    error.http_status() == Some(409) || error.service_text().is_some_and(|t| t.contains("already exists"))
}
