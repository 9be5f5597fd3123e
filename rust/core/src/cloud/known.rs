//! The built-in clouds: the one table of their hosts.

/// A built-in cloud as the table has it.
///
/// Sources: Microsoft Entra "National clouds", Exchange Online PowerShell "Connect to ...", and the environment table of
/// the PartnerCenter module, whose names are kept.
#[derive(Debug)]
pub struct KnownCloud {
    /// The name that scripts use.
    pub name: &'static str,
    /// Base address of the sign-in service.
    pub login: &'static str,
    /// Further hosts of the same sign-in service.
    pub login_aliases: &'static [&'static str],
    /// Base address of Microsoft Graph.
    pub graph: &'static str,
    /// Base address of Partner Center.
    pub partner_center: &'static str,
    /// Base address of Azure Resource Manager.
    pub azure: &'static str,
    /// Base address of the retired Azure AD Graph; old scripts read it.
    pub azure_ad_graph: &'static str,
    /// Audience of Exchange Online; `None` where Microsoft's pages disagree.
    pub exchange: Option<&'static str>,
    /// Audience of Security & Compliance.
    pub compliance: Option<&'static str>,
}

/// The clouds that are open.
pub const CLOUDS: [KnownCloud; 4] = [
    KnownCloud {
        name: "AzureCloud",
        login: "https://login.microsoftonline.com",
        login_aliases: &["login.windows.net", "login.microsoft.com", "sts.windows.net"],
        graph: "https://graph.microsoft.com",
        partner_center: "https://api.partnercenter.microsoft.com",
        azure: "https://management.azure.com",
        azure_ad_graph: "https://graph.windows.net",
        exchange: Some("https://outlook.office365.com"),
        compliance: Some("https://ps.compliance.protection.outlook.com"),
    },
    KnownCloud {
        name: "AzureChinaCloud",
        login: "https://login.partner.microsoftonline.cn",
        login_aliases: &["login.chinacloudapi.cn"],
        graph: "https://microsoftgraph.chinacloudapi.cn",
        partner_center: "https://partner.partnercenterapi.microsoftonline.cn",
        azure: "https://management.chinacloudapi.cn",
        azure_ad_graph: "https://graph.chinacloudapi.cn",
        exchange: Some("https://partner.outlook.cn"),
        compliance: Some("https://ps.compliance.protection.partner.outlook.cn"),
    },
    KnownCloud {
        name: "AzureUSGovernment",
        login: "https://login.microsoftonline.us",
        login_aliases: &["login.usgovcloudapi.net"],
        graph: "https://graph.microsoft.us",
        partner_center: "https://api.partnercenter.microsoft.com",
        azure: "https://management.usgovcloudapi.net",
        azure_ad_graph: "https://graph.windows.net",
        exchange: Some("https://outlook.office365.us"),
        compliance: Some("https://ps.compliance.protection.office365.us"),
    },
    KnownCloud {
        name: "AzureUSGovernmentDoD",
        login: "https://login.microsoftonline.us",
        login_aliases: &["login.usgovcloudapi.net"],
        graph: "https://dod-graph.microsoft.us",
        partner_center: "https://api.partnercenter.microsoft.com",
        azure: "https://management.usgovcloudapi.net",
        azure_ad_graph: "https://graph.windows.net",
        exchange: None,
        compliance: Some("https://l5.ps.compliance.protection.office365.us"),
    },
];

/// Names that old scripts know and whose clouds have closed.
pub const CLOSED_CLOUDS: [&str; 2] = ["AzureGermanCloud", "AzurePPE"];

impl KnownCloud {
    /// Every host of the cloud.
    pub(super) fn hosts(&self) -> impl Iterator<Item = &'static str> {
        let bases = [
            self.login,
            self.graph,
            self.partner_center,
            self.azure,
            self.azure_ad_graph,
        ];
        let hosts = bases.into_iter().map(|base| base.trim_start_matches("https://"));
        hosts.chain(self.login_aliases.iter().copied())
    }
}
