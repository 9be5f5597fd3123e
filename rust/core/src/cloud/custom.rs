//! A cloud that the caller describes: a sovereign cloud that the table lacks, or an identity server of one's own.

use super::{address, is_built_in};
use crate::error::Error;
use crate::resource::Resource;
use std::collections::BTreeMap;
use url::Url;
use uuid::Uuid;

/// The longest name.
const LONGEST: usize = 64;

/// A cloud as the caller describes it. It is no sandbox: real secrets go to its hosts.
#[derive(Clone, Debug, Default)]
pub struct CustomCloud {
    /// The name that scripts use: letters, digits, dots, hyphens and underscores, beginning with a letter.
    pub name: String,
    /// Base address of the sign-in service.
    pub login: String,
    /// Base address of Microsoft Graph, without version.
    pub graph: Option<String>,
    /// Base address of Partner Center, without version.
    pub partner_center: Option<String>,
    /// Base address of Azure Resource Manager.
    pub azure: Option<String>,
    /// Audiences by resource, without `/.default`. Those of Graph, Partner Center and Azure are their addresses when
    /// they are not here; nobody guesses the others.
    pub audiences: BTreeMap<Resource, String>,
}

impl CustomCloud {
    /// The same, with its addresses and audiences in one form.
    ///
    /// # Errors
    /// As [`super::Cloud::custom`].
    pub(super) fn checked(self) -> Result<Self, Error> {
        check_name(&self.name)?;
        let optional = |what, address: Option<String>| address.map(|a| address::origin(what, &a)).transpose();
        let audiences = self.audiences.into_iter().map(|(r, a)| Ok((r, audience(r, &a)?)));
        Ok(Self {
            login: address::origin("the sign-in service", &self.login)?,
            graph: optional("Microsoft Graph", self.graph)?,
            partner_center: optional("Partner Center", self.partner_center)?,
            azure: optional("Azure Resource Manager", self.azure)?,
            audiences: audiences.collect::<Result<_, Error>>()?,
            name: self.name,
        })
    }

    /// The audience of a resource, without `/.default`.
    pub(super) fn audience(&self, resource: Resource) -> Option<&str> {
        let address = match resource {
            Resource::Graph => &self.graph,
            Resource::PartnerCenter => &self.partner_center,
            Resource::Azure => &self.azure,
            _ => &None,
        };
        let given = self.audiences.get(&resource);
        given.or(address.as_ref()).map(String::as_str)
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let plain = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    if !plain || !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > LONGEST {
        return Err(Error::input(
            format!("'{}' is no name for an environment.", crate::error::clean(name)),
            format!("Use up to {LONGEST} letters, digits, dots, hyphens and underscores, and begin with a letter."),
        ));
    }
    // A sandbox never takes real secrets, and nothing that does may be called one.
    if is_built_in(name) || name.eq_ignore_ascii_case("Sandbox") {
        return Err(Error::input(
            format!("The name {name} is taken: it always means the same environment."),
            "Give the environment a name of its own.",
        ));
    }
    Ok(())
}

/// An audience as a scope begins with it: an application id, or an absolute URI.
fn audience(resource: Resource, given: &str) -> Result<String, Error> {
    let refused = |reason: &str| {
        Error::input(
            format!(
                "'{}' is no audience of {}: {reason}.",
                crate::error::clean(given),
                resource.name()
            ),
            "Give an application id, or a URI such as https://outlook.example.com, without /.default.",
        )
    };
    if resource == Resource::SharePoint {
        return Err(refused("it is each tenant's own host, which is looked up"));
    }
    if let Ok(id) = Uuid::try_parse(given) {
        return Ok(id.to_string());
    }
    let printable = given.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    let is_uri = given.contains("://") && Url::parse(given).is_ok_and(|u| u.has_host());
    if !printable || !is_uri || given.len() > 1024 {
        return Err(refused("it is neither an application id nor a URI"));
    }
    if given.ends_with("/.default") {
        return Err(refused("it is a scope"));
    }
    Ok(given.trim_end_matches('/').to_owned())
}
