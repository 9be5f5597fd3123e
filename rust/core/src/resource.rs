//! The resources that have a short name. The one list that every cmdlet uses.

/// A resource that partners ask tokens for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
pub enum Resource {
    /// Microsoft Graph.
    Graph,
    /// Exchange Online.
    ExchangeOnline,
    /// Security & Compliance PowerShell.
    SecurityCompliance,
    /// Azure Resource Manager.
    Azure,
    /// Microsoft Teams administration.
    MicrosoftTeams,
    /// SharePoint Online: each tenant's own host.
    SharePoint,
    /// Partner Center.
    PartnerCenter,
    /// Defender for Endpoint.
    Defender,
    /// Office 365 Management APIs.
    ManagementApi,
}

impl Resource {
    /// Every resource, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Graph,
        Self::ExchangeOnline,
        Self::SecurityCompliance,
        Self::Azure,
        Self::MicrosoftTeams,
        Self::SharePoint,
        Self::PartnerCenter,
        Self::Defender,
        Self::ManagementApi,
    ];

    /// The short name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Graph => "Graph",
            Self::ExchangeOnline => "ExchangeOnline",
            Self::SecurityCompliance => "SecurityCompliance",
            Self::Azure => "Azure",
            Self::MicrosoftTeams => "MicrosoftTeams",
            Self::SharePoint => "SharePoint",
            Self::PartnerCenter => "PartnerCenter",
            Self::Defender => "Defender",
            Self::ManagementApi => "ManagementApi",
        }
    }

    /// One line that says what it is.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Graph => "Microsoft Graph",
            Self::ExchangeOnline => "Exchange Online, for Connect-ExchangeOnline -AccessToken",
            Self::SecurityCompliance => "Security & Compliance, for Connect-IPPSSession -AccessToken",
            Self::Azure => "Azure Resource Manager, for Connect-AzAccount -AccessToken",
            Self::MicrosoftTeams => "Microsoft Teams administration, for Connect-MicrosoftTeams -AccessTokens",
            Self::SharePoint => "SharePoint Online on the tenant's own host, for Connect-PnPOnline -AccessToken",
            Self::PartnerCenter => "Partner Center, in the partner's own tenant",
            Self::Defender => "Defender for Endpoint",
            Self::ManagementApi => "Office 365 Management APIs",
        }
    }

    /// The resource of a short name, case ignored.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_name_finds_its_resource() {
        for resource in Resource::ALL {
            assert_eq!(Resource::by_name(&resource.name().to_uppercase()), Some(resource));
        }
        assert_eq!(Resource::by_name("Exchange"), None);
    }
}
