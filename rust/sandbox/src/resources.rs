//! The services that tokens are for: their application ids, audiences and usual permissions.

use uuid::{Uuid, uuid};

/// A service.
#[derive(Debug)]
pub struct Resource {
    /// Its application id.
    pub id: Uuid,
    /// Its display name.
    pub name: &'static str,
    /// The audiences it goes by; a tenant's SharePoint goes by its own host.
    pub audiences: &'static [&'static str],
    /// Delegated permissions that partners usually consent to.
    pub scopes: &'static [&'static str],
    /// Permissions of an application on its own, in the partner's tenant.
    pub roles: &'static [&'static str],
}

/// Microsoft Graph.
pub const GRAPH: Uuid = uuid!("00000003-0000-0000-c000-000000000000");
/// SharePoint Online.
pub const SHAREPOINT: Uuid = uuid!("00000003-0000-0ff1-ce00-000000000000");
/// Partner Center.
pub const PARTNER_CENTER: Uuid = uuid!("fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd");

/// The services. Sources: the Secure Application Model's samples and the services' own pages.
const RESOURCES: [Resource; 9] = [
    Resource {
        id: GRAPH,
        name: "Microsoft Graph",
        audiences: &["https://graph.microsoft.com"],
        scopes: &[
            "DelegatedAdminRelationship.Read.All",
            "Directory.AccessAsUser.All",
            "Directory.Read.All",
            "Group.Read.All",
            "Sites.Read.All",
            "User.Read",
            "User.Read.All",
        ],
        roles: &[
            "DelegatedAdminRelationship.Read.All",
            "Directory.Read.All",
            "Sites.Read.All",
        ],
    },
    Resource {
        id: uuid!("00000002-0000-0ff1-ce00-000000000000"),
        name: "Office 365 Exchange Online",
        // Security & Compliance honours what is consented for Exchange Online.
        audiences: &[
            "https://outlook.office365.com",
            "https://outlook.office.com",
            "https://ps.compliance.protection.outlook.com",
        ],
        scopes: &["Exchange.Manage"],
        roles: &["Exchange.ManageAsApp"],
    },
    Resource {
        id: uuid!("797f4846-ba00-4fd7-ba43-dac1f8f63013"),
        name: "Windows Azure Service Management API",
        audiences: &["https://management.azure.com", "https://management.core.windows.net"],
        scopes: &["user_impersonation"],
        roles: &[],
    },
    Resource {
        id: SHAREPOINT,
        name: "Office 365 SharePoint Online",
        audiences: &[],
        scopes: &["AllSites.FullControl"],
        roles: &["Sites.FullControl.All"],
    },
    Resource {
        id: uuid!("48ac35b8-9aa8-4d74-927d-1f4a14a0b239"),
        name: "Skype and Teams Tenant Admin API",
        audiences: &[],
        scopes: &["user_impersonation"],
        roles: &[],
    },
    Resource {
        id: PARTNER_CENTER,
        name: "Microsoft Partner Center",
        audiences: &["https://api.partnercenter.microsoft.com"],
        scopes: &["user_impersonation"],
        roles: &[],
    },
    Resource {
        id: uuid!("c5393580-f805-4401-95e8-94b7a6ef2fc2"),
        name: "Office 365 Management APIs",
        audiences: &["https://manage.office.com"],
        scopes: &["ActivityFeed.Read"],
        roles: &["ActivityFeed.Read"],
    },
    Resource {
        id: uuid!("fc780465-2017-40d4-a0c5-307022471b92"),
        name: "WindowsDefenderATP",
        audiences: &["https://api.securitycenter.microsoft.com"],
        scopes: &["Vulnerability.Read.All"],
        roles: &["Vulnerability.Read.All"],
    },
    Resource {
        // Azure AD Graph is retired; old scripts still ask for it.
        id: uuid!("00000002-0000-0000-c000-000000000000"),
        name: "Windows Azure Active Directory",
        audiences: &["https://graph.windows.net"],
        scopes: &["Directory.AccessAsUser.All", "User.Read"],
        roles: &["Directory.Read.All"],
    },
];

/// A service by its application id.
pub fn by_id(id: Uuid) -> Option<&'static Resource> {
    RESOURCES.iter().find(|r| r.id == id)
}

/// A service's application id by the audience of a scope or a token: a URI it goes by, or any application id.
/// `sharepoint` is the tenant's SharePoint name.
pub fn by_audience(audience: &str, sharepoint: &str) -> Option<Uuid> {
    let audience = audience.trim_end_matches('/').to_ascii_lowercase();
    if let Ok(id) = Uuid::try_parse(&audience) {
        return Some(id);
    }
    if let Some(host) = audience
        .strip_prefix("https://")
        .and_then(|a| a.strip_suffix(".sharepoint.com"))
    {
        let site = host.strip_suffix("-admin").or(host.strip_suffix("-my")).unwrap_or(host);
        return (site == sharepoint).then_some(SHAREPOINT);
    }
    RESOURCES
        .iter()
        .find(|r| r.audiences.contains(&audience.as_str()))
        .map(|r| r.id)
}

/// All services.
pub fn all() -> impl Iterator<Item = &'static Resource> {
    RESOURCES.iter()
}

/// What a customer with all the usual consents has consented to. Partner Center is the partner's tenant's alone.
pub fn usual() -> impl Iterator<Item = &'static Resource> {
    RESOURCES.iter().filter(|r| r.id != PARTNER_CENTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_goes_by_its_uris_and_by_its_id() {
        for audience in [
            "https://graph.microsoft.com",
            "HTTPS://Graph.Microsoft.com/",
            &GRAPH.to_string(),
        ] {
            assert_eq!(by_audience(audience, "adatum"), Some(GRAPH), "{audience}");
        }
        assert_eq!(by_audience("https://graph.example", "adatum"), None);
    }

    #[test]
    fn a_sharepoint_host_is_the_tenants_own_or_none() {
        for host in ["adatum", "adatum-admin", "adatum-my"] {
            let audience = format!("https://{host}.sharepoint.com");
            assert_eq!(by_audience(&audience, "adatum"), Some(SHAREPOINT), "{host}");
            assert_eq!(by_audience(&audience, "contoso"), None);
        }
    }
}
