//! Ids of directory objects. They depend on the tenant and what they stand for, so each start has the same.

use crate::customers::tenant_id;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// The service principal of an application; `deleted` says how many of it were deleted before.
pub fn service_principal(tenant: Uuid, application: Uuid, deleted: u32) -> Uuid {
    match deleted {
        0 => tenant_id(0, &format!("{tenant}/{application}")),
        _ => tenant_id(0, &format!("{tenant}/{application}/{deleted}")),
    }
}

/// An application as an object of its home tenant.
pub fn application(application: Uuid) -> Uuid {
    tenant_id(0, &format!("application/{application}"))
}

/// The id of a credential by what it belongs to.
pub fn credential(application: Uuid, name: &str) -> Uuid {
    tenant_id(0, &format!("credential/{application}/{name}"))
}

/// A delegated grant: both service principals, as the service writes it.
pub fn grant(client: Uuid, resource: Uuid) -> String {
    join(client, resource)
}

/// An assignment of a role to a service principal.
pub fn assignment(principal: Uuid, resource: Uuid, role: Uuid) -> String {
    join(principal, tenant_id(0, &format!("{resource}/{role}")))
}

fn join(first: Uuid, second: Uuid) -> String {
    URL_SAFE_NO_PAD.encode([first.to_bytes_le(), second.to_bytes_le()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::uuid;

    #[test]
    fn a_grant_is_named_by_its_two_service_principals() {
        let client = uuid!("b25985a8-9d2b-4fde-9fa7-6c4e43a8ddec");
        let resource = uuid!("a3efc889-f1b7-4532-9e01-91e32d1039f4");
        assert_eq!(grant(client, resource), "qIVZsiud3k-fp2xOQ6jd7InI76O38TJFngGR4y0QOfQ");
    }
}
