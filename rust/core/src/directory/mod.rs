//! Objects of a tenant's directory that say what an application may do there (Microsoft Graph).

pub mod app_role_assignments;
pub mod permission_grants;
pub mod service_principals;

use crate::error::Error;

/// True for the refusal of an object that is there: also of one that was made by a request whose answer got lost.
fn is_already_there(error: &Error) -> bool {
    error.http_status() == Some(409) || error.service_text().is_some_and(|t| t.contains("already exists"))
}
