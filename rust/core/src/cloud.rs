//! The clouds and their hosts. A secret goes to a host of the chosen cloud and to no other.

use crate::error::Error;
use crate::resource::Resource;
use url::{Host, Url};

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

/// The cloud a call speaks to: a built-in one, or a sandbox on this machine.
#[derive(Debug)]
pub struct Cloud {
    name: String,
    known: &'static KnownCloud,
    sandbox: Option<SandboxAddresses>,
}

/// Where a sandbox listens.
#[derive(Debug)]
struct SandboxAddresses {
    login: Url,
    graph: Url,
    partner_center: Url,
    ca_certificate: Option<String>,
}

impl Cloud {
    /// A built-in cloud by name, case ignored.
    ///
    /// # Errors
    /// `InvalidInput` for a name that is unknown or whose cloud has closed.
    pub fn known(name: &str) -> Result<Self, Error> {
        if let Some(known) = CLOUDS.iter().find(|c| c.name.eq_ignore_ascii_case(name)) {
            return Ok(Self {
                name: known.name.to_owned(),
                known,
                sandbox: None,
            });
        }
        let names: Vec<&str> = CLOUDS.iter().map(|c| c.name).collect();
        let remedy = format!("Use one of {}.", names.join(", "));
        if CLOSED_CLOUDS.iter().any(|c| c.eq_ignore_ascii_case(name)) {
            return Err(Error::input(format!("The cloud {name} has closed."), remedy));
        }
        Err(Error::input(
            format!("'{}' is no cloud.", crate::error::clean(name)),
            remedy,
        ))
    }

    /// A sandbox by its addresses. It answers for the audiences of the global cloud, so that a script keeps its scopes.
    ///
    /// # Errors
    /// `InvalidInput` when an address is not on this machine's loopback: only there is plain http, and a certificate
    /// authority of one's own, allowed.
    pub fn sandbox(
        name: &str,
        login: &str,
        graph: &str,
        partner_center: &str,
        ca_certificate: Option<String>,
    ) -> Result<Self, Error> {
        let Some(known) = CLOUDS.first() else {
            return Err(Error::internal("The table of clouds is empty."));
        };
        if name.trim().is_empty() || CLOUDS.iter().any(|c| c.name.eq_ignore_ascii_case(name)) {
            return Err(Error::input(
                "An environment with addresses of its own needs a name that is no built-in cloud's.",
                "Pass the environment object of Start-PartnerSandbox as it is.",
            ));
        }
        let addresses = SandboxAddresses {
            login: loopback(login)?,
            graph: loopback(graph)?,
            partner_center: loopback(partner_center)?,
            ca_certificate,
        };
        Ok(Self {
            name: crate::error::clean(name),
            known,
            sandbox: Some(addresses),
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The built-in cloud whose audiences and names other services use here: the global one for a sandbox.
    #[must_use]
    pub fn built_in(&self) -> &'static str {
        self.known.name
    }

    /// True for a sandbox.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// PEM of the certificate authority that is trusted for this sandbox alone.
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&str> {
        self.sandbox.as_ref()?.ca_certificate.as_deref()
    }

    /// Base address of the sign-in service, without a slash at its end.
    #[must_use]
    pub fn login(&self) -> &str {
        self.sandbox.as_ref().map_or(self.known.login, |s| base(&s.login))
    }

    /// Base address of Microsoft Graph, without version or slash at its end.
    #[must_use]
    pub fn graph(&self) -> &str {
        self.sandbox.as_ref().map_or(self.known.graph, |s| base(&s.graph))
    }

    /// Base address of Partner Center, without version or slash at its end.
    #[must_use]
    pub fn partner_center(&self) -> &str {
        self.sandbox
            .as_ref()
            .map_or(self.known.partner_center, |s| base(&s.partner_center))
    }

    /// The audience of a resource in this cloud, without `/.default`; `None` where no sourced value is known, and for
    /// SharePoint, whose audience is each tenant's own host.
    #[must_use]
    pub fn audience(&self, resource: Resource) -> Option<&'static str> {
        let global = self.known.name == "AzureCloud";
        match resource {
            Resource::Graph => Some(self.known.graph),
            Resource::ExchangeOnline => self.known.exchange,
            Resource::SecurityCompliance => self.known.compliance,
            Resource::Azure => Some(self.known.azure),
            Resource::MicrosoftTeams => Some("48ac35b8-9aa8-4d74-927d-1f4a14a0b239"),
            Resource::PartnerCenter => Some(self.known.partner_center),
            Resource::Defender => global.then_some("https://api.securitycenter.microsoft.com"),
            Resource::ManagementApi => global.then_some("https://manage.office.com"),
            Resource::SharePoint => None,
        }
    }

    /// True when a host name is one of this cloud's sign-in service.
    #[must_use]
    pub fn is_login_host(&self, host: &str) -> bool {
        let own = Url::parse(self.login()).ok();
        own.as_ref()
            .and_then(Url::host_str)
            .is_some_and(|h| h.eq_ignore_ascii_case(host))
            || (self.sandbox.is_none() && self.known.login_aliases.iter().any(|a| a.eq_ignore_ascii_case(host)))
    }

    /// Refuses a secret that belongs elsewhere: a sandbox's in a real cloud, a real one in a sandbox.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn admit(&self, what: &str, of_sandbox: bool) -> Result<(), Error> {
        match (self.is_sandbox(), of_sandbox) {
            (true, true) | (false, false) => Ok(()),
            (false, true) => Err(Error::input(
                format!(
                    "The {what} was issued by a sandbox and the environment is {}; nothing was sent.",
                    self.name
                ),
                "Pass the sandbox's own environment with -Environment, or a credential of the real cloud.",
            )),
            (true, false) => Err(Error::input(
                format!("The {what} was not issued by a sandbox and the environment is one; nothing was sent."),
                "Use the credential and the refresh token that Start-PartnerSandbox returned.",
            )),
        }
    }
}

/// A URL's text without the slash at its end.
fn base(url: &Url) -> &str {
    url.as_str().trim_end_matches('/')
}

fn loopback(address: &str) -> Result<Url, Error> {
    let refused = || {
        Error::input(
            format!("'{}' is no address of a sandbox.", crate::error::clean(address)),
            "A sandbox listens on loopback (127.0.0.1, [::1] or localhost), over http or https.",
        )
    };
    let url = Url::parse(address).map_err(|_| refused())?;
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    };
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if local && plain && matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn sandbox(login: &str) -> Result<Cloud, Error> {
        Cloud::sandbox(
            "Sandbox",
            login,
            "http://127.0.0.1:1/graph",
            "http://127.0.0.1:1/partnercenter",
            None,
        )
    }

    #[test]
    fn names_are_found_whatever_their_case_and_closed_clouds_are_refused_as_closed() {
        assert_eq!(Cloud::known("azurecloud").unwrap().name(), "AzureCloud");
        assert_eq!(
            Cloud::known("AzureChinaCloud").unwrap().login(),
            "https://login.partner.microsoftonline.cn"
        );
        assert!(
            Cloud::known("AzureGermanCloud")
                .unwrap_err()
                .to_string()
                .contains("has closed")
        );
        assert!(
            Cloud::known("Azure")
                .unwrap_err()
                .remedy()
                .contains("AzureUSGovernmentDoD")
        );
    }

    #[test]
    fn the_old_chinese_sign_in_host_is_an_alias_in_china_only() {
        assert!(
            Cloud::known("AzureChinaCloud")
                .unwrap()
                .is_login_host("login.chinacloudapi.cn")
        );
        assert!(
            !Cloud::known("AzureCloud")
                .unwrap()
                .is_login_host("login.chinacloudapi.cn")
        );
    }

    #[test]
    fn a_sandbox_lives_on_loopback_and_nowhere_else() {
        for good in ["http://127.0.0.1:8080", "https://localhost:1", "http://[::1]:9/"] {
            assert!(sandbox(good).is_ok(), "{good} was refused");
        }
        for bad in [
            "https://login.microsoftonline.com",
            "http://192.168.0.1",
            "http://127.0.0.1.evil.example",
            "ftp://127.0.0.1",
            "http://127.0.0.1@evil.example",
            "http://user:pw@127.0.0.1",
            "localhost:80",
            "",
            "http://localhost.evil.example",
            "http://0.0.0.0:1",
            "http://127.0.0.1:1/?x",
            "http://127.0.0.1:1/#x",
        ] {
            assert!(sandbox(bad).is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn a_sandbox_cannot_take_a_real_clouds_name() {
        let cloud = Cloud::sandbox(
            "AzureCloud",
            "http://127.0.0.1:1",
            "http://127.0.0.1:1",
            "http://127.0.0.1:1",
            None,
        );
        assert!(cloud.is_err());
    }

    #[test]
    fn secrets_stay_on_their_side() {
        let real = Cloud::known("AzureCloud").unwrap();
        let sandbox = sandbox("http://127.0.0.1:1").unwrap();
        let marked = Secret::new("partner-sandbox.abc".into()).is_sandbox();
        let unmarked = Secret::new("0.ARwA".into()).is_sandbox();
        assert!(real.admit("refresh token", unmarked).is_ok() && sandbox.admit("refresh token", marked).is_ok());
        for error in [
            real.admit("refresh token", marked),
            sandbox.admit("refresh token", unmarked),
        ] {
            let error = error.unwrap_err();
            assert_eq!(error.kind(), crate::ErrorKind::InvalidInput);
            assert!(error.to_string().contains("nothing was sent"));
        }
    }
}
