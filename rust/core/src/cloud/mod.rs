//! The clouds and their hosts. A secret goes to a host of the chosen cloud and to no other.

mod address;
mod custom;
mod known;

use crate::error::Error;
use crate::resource::Resource;
use crate::timeline::{self, UseKind};
use url::Url;

pub use custom::CustomCloud;
pub use known::{CLOSED_CLOUDS, CLOUDS, KnownCloud};

/// The cloud a call speaks to: a built-in one, one that the caller described, or a sandbox on this machine.
#[derive(Debug)]
pub struct Cloud {
    name: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Known(&'static KnownCloud),
    Custom(CustomCloud),
    Sandbox(Sandbox),
}

/// Where a sandbox listens, and the cloud whose audiences it answers for.
#[derive(Debug)]
struct Sandbox {
    known: &'static KnownCloud,
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
                kind: Kind::Known(known),
            });
        }
        let names: Vec<&str> = CLOUDS.iter().map(|c| c.name).collect();
        let remedy = format!("Use one of {}.", names.join(", "));
        if CLOSED_CLOUDS.iter().any(|c| c.eq_ignore_ascii_case(name)) {
            let entry = timeline::retired(UseKind::Cloud, name);
            let since = entry.map_or_else(String::new, |e| format!(" ({})", e.reference()));
            return Err(Error::input(
                format!("The cloud {name} has closed{since}; nothing was sent."),
                remedy,
            ));
        }
        Err(Error::input(
            format!("'{}' is no cloud.", crate::error::clean(name)),
            remedy,
        ))
    }

    /// A cloud that the caller describes. Its services are reached over https and trusted as this machine trusts them.
    ///
    /// # Errors
    /// `InvalidInput` for a name that is taken or none, an address that is more or less than `https://host[:port]`, an
    /// audience that is none.
    pub fn custom(cloud: CustomCloud) -> Result<Self, Error> {
        let cloud = cloud.checked()?;
        Ok(Self {
            name: cloud.name.clone(),
            kind: Kind::Custom(cloud),
        })
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
        if name.trim().is_empty() || is_built_in(name) {
            return Err(Error::input(
                "An environment with addresses of its own needs a name that is no built-in cloud's.",
                "Pass the environment object of Start-PartnerSandbox as it is.",
            ));
        }
        let sandbox = Sandbox {
            known,
            login: address::loopback(login)?,
            graph: address::loopback(graph)?,
            partner_center: address::loopback(partner_center)?,
            ca_certificate,
        };
        Ok(Self {
            name: crate::error::clean(name),
            kind: Kind::Sandbox(sandbox),
        })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The built-in cloud whose audiences and names other services use here: the global one for a sandbox; `None` for a
    /// custom cloud, whose names nobody knows.
    #[must_use]
    pub fn built_in(&self) -> Option<&'static str> {
        match &self.kind {
            Kind::Known(known) => Some(known.name),
            Kind::Sandbox(sandbox) => Some(sandbox.known.name),
            Kind::Custom(_) => None,
        }
    }

    /// True for a sandbox.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        matches!(self.kind, Kind::Sandbox(_))
    }

    /// How the caller described it, checked and in one form; `None` for a built-in cloud and a sandbox.
    #[must_use]
    pub fn as_custom(&self) -> Option<&CustomCloud> {
        match &self.kind {
            Kind::Custom(cloud) => Some(cloud),
            Kind::Known(_) | Kind::Sandbox(_) => None,
        }
    }

    /// PEM of the certificate authority that is trusted for this sandbox alone.
    #[must_use]
    pub fn ca_certificate(&self) -> Option<&str> {
        match &self.kind {
            Kind::Sandbox(sandbox) => sandbox.ca_certificate.as_deref(),
            Kind::Known(_) | Kind::Custom(_) => None,
        }
    }

    /// Base address of the sign-in service, without a slash at its end.
    #[must_use]
    pub fn login(&self) -> &str {
        match &self.kind {
            Kind::Known(known) => known.login,
            Kind::Custom(custom) => &custom.login,
            Kind::Sandbox(sandbox) => base(&sandbox.login),
        }
    }

    /// Base address of Microsoft Graph, without version or slash at its end.
    ///
    /// # Errors
    /// `InvalidInput` for a custom cloud that was described without one.
    pub fn graph(&self) -> Result<&str, Error> {
        match &self.kind {
            Kind::Known(known) => Ok(known.graph),
            Kind::Custom(custom) => custom
                .graph
                .as_deref()
                .ok_or_else(|| self.without("Microsoft Graph", "GraphEndpoint")),
            Kind::Sandbox(sandbox) => Ok(base(&sandbox.graph)),
        }
    }

    /// Base address of Partner Center, without version or slash at its end.
    ///
    /// # Errors
    /// `InvalidInput` for a custom cloud that was described without one.
    pub fn partner_center(&self) -> Result<&str, Error> {
        match &self.kind {
            Kind::Known(known) => Ok(known.partner_center),
            Kind::Custom(custom) => custom
                .partner_center
                .as_deref()
                .ok_or_else(|| self.without("Partner Center", "PartnerCenterEndpoint")),
            Kind::Sandbox(sandbox) => Ok(base(&sandbox.partner_center)),
        }
    }

    /// Base address of Azure Resource Manager, without a slash at its end.
    ///
    /// # Errors
    /// `InvalidInput` for a custom cloud that was described without one.
    pub fn azure(&self) -> Result<String, Error> {
        match &self.kind {
            Kind::Known(known) => Ok(known.azure.to_owned()),
            Kind::Custom(custom) => custom
                .audience(Resource::Azure)
                .filter(|a| address::origin("Azure Resource Manager", a).is_ok())
                .map(str::to_owned)
                .ok_or_else(|| self.without("Azure Resource Manager", "AzureEndpoint")),
            Kind::Sandbox(_) => Ok(format!("{}/azure", self.login())),
        }
    }

    /// The audience of a resource in this cloud, without `/.default`; `None` where no sourced value is known, and for
    /// SharePoint, whose audience is each tenant's own host.
    #[must_use]
    pub fn audience(&self, resource: Resource) -> Option<&str> {
        let known = match &self.kind {
            Kind::Known(known) => known,
            Kind::Custom(custom) => return custom.audience(resource),
            Kind::Sandbox(sandbox) => sandbox.known,
        };
        let global = known.name == "AzureCloud";
        match resource {
            Resource::Graph => Some(known.graph),
            Resource::ExchangeOnline => known.exchange,
            Resource::SecurityCompliance => known.compliance,
            Resource::Azure => Some(known.azure),
            Resource::MicrosoftTeams => Some("48ac35b8-9aa8-4d74-927d-1f4a14a0b239"),
            Resource::PartnerCenter => Some(known.partner_center),
            Resource::Defender => global.then_some("https://api.securitycenter.microsoft.com"),
            Resource::ManagementApi => global.then_some("https://manage.office.com"),
            Resource::SharePoint => None,
        }
    }

    /// True when a host name is one of this cloud's sign-in service.
    #[must_use]
    pub fn is_login_host(&self, host: &str) -> bool {
        let own = Url::parse(self.login()).ok();
        let aliases = match &self.kind {
            Kind::Known(known) => known.login_aliases,
            Kind::Custom(_) | Kind::Sandbox(_) => &[],
        };
        own.as_ref()
            .and_then(Url::host_str)
            .is_some_and(|h| h.eq_ignore_ascii_case(host))
            || aliases.iter().any(|a| a.eq_ignore_ascii_case(host))
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

    fn without(&self, service: &str, parameter: &str) -> Error {
        Error::input(
            format!(
                "The environment {} names no address of {service}; nothing was sent.",
                self.name
            ),
            format!("Remove it and add it again with -{parameter}."),
        )
    }
}

/// True for the name of a built-in cloud, open or closed.
fn is_built_in(name: &str) -> bool {
    let names = CLOUDS.iter().map(|c| c.name).chain(CLOSED_CLOUDS);
    names.into_iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// A URL's text without the slash at its end.
fn base(url: &Url) -> &str {
    url.as_str().trim_end_matches('/')
}

#[cfg(test)]
mod tests;
