//! Objects of a tenant's directory that say what an application may do there (Microsoft Graph).

pub mod app_role_assignments;
pub mod permission_grants;
pub mod service_principals;

use crate::error::Error;

/// An object's id as a part of a path.
fn segment(id: &str) -> Result<&str, Error> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    if !id.is_empty() && id.len() <= 256 && id.bytes().all(is_plain) {
        Ok(id)
    } else {
        Err(Error::internal(
            "Microsoft Graph gave an id that can't stand in a path.",
        ))
    }
}
