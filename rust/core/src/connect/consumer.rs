//! The Connect commands of other modules, as `data/connect.json` has them.
//!
//! Sources: the commands' own reference pages (Exchange, Microsoft Graph, Az, Microsoft Teams and PnP PowerShell).

use crate::cloud::Cloud;
use crate::data;
use crate::error::Error;
use crate::resource::Resource;
use once_cell::sync::Lazy;
use serde::Deserialize;
use std::collections::HashMap;

static CONSUMERS: Lazy<Vec<Consumer>> = Lazy::new(|| data::read(data::table!("connect")).unwrap_or_default());

/// A command that takes tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consumer {
    /// Its short name.
    pub resource: Resource,
    /// The command.
    pub command: String,
    /// What a person should know who uses it.
    pub note: Option<String>,
    /// The tokens that it takes, in its order.
    pub tokens: Vec<TokenNeed>,
    /// Clouds in which it can't be given tokens, and why.
    #[serde(default)]
    pub refused: HashMap<String, String>,
    /// Its parameters.
    pub parameters: Vec<Template>,
}

/// A token that a command takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenNeed {
    /// What the token is for.
    pub resource: Resource,
    /// Application id of that resource, which may stand in a token as its audience.
    pub application: String,
    /// Further audiences that the command takes.
    #[serde(default)]
    pub audiences: Vec<String>,
    /// Scopes without which the command fails.
    #[serde(default)]
    pub delegated: Vec<String>,
    /// Roles without which the command fails.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Scopes that the command's page lists and not all of its module's commands need.
    #[serde(default)]
    pub documented: Vec<String>,
}

/// A parameter and where its value comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The parameter's name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// Who it is for; everybody when left out.
    #[serde(default)]
    pub access: Vec<Access>,
    /// Its value, with placeholders in braces; left out for tokens.
    pub value: Option<String>,
    /// Its value by cloud.
    #[serde(default)]
    pub clouds: HashMap<String, String>,
}

/// What kind of value a parameter takes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// A text.
    Text,
    /// The token as text.
    Secret,
    /// The token as SecureString.
    SecureSecret,
    /// All tokens as texts.
    Secrets,
    /// On or off.
    Switch,
}

/// Whom a token acts for, and where.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Access {
    /// An application alone.
    Application,
    /// A partner's user in a customer's tenant.
    Customer,
    /// A user at home.
    Own,
}

impl Consumer {
    /// The command for a short name.
    ///
    /// # Errors
    /// `InvalidInput` for a name that is none, or one that has no Connect command.
    pub fn by_name(name: &str) -> Result<&'static Self, Error> {
        let Some(resource) = Resource::by_name(name.trim()) else {
            let names: Vec<&str> = CONSUMERS.iter().map(|c| c.resource.name()).collect();
            return Err(Error::input(
                format!("'{}' is no short name.", crate::error::clean(name)),
                format!("Use one of {}.", names.join(", ")),
            ));
        };
        CONSUMERS.iter().find(|c| c.resource == resource).ok_or_else(|| {
            Error::input(
                format!("{} has no Connect command.", resource.name()),
                format!(
                    "Use Get-PartnerHeader -Scopes {} with Invoke-RestMethod.",
                    resource.name()
                ),
            )
        })
    }

    /// Refuses a cloud in which the command can't be given tokens.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn admit(&self, cloud: &Cloud) -> Result<(), Error> {
        let refused = match cloud.built_in() {
            Some(name) => self.refused.get(name).map(String::as_str),
            // What the command calls such a cloud is not known, and the global one must not be told in its place.
            None if self.parameters.iter().any(|p| !p.clouds.is_empty()) => {
                Some("The command's names for an environment of your own are not known.")
            }
            None => None,
        };
        match refused {
            None => Ok(()),
            Some(why) => Err(Error::input(
                format!(
                    "There are no parameters of {} for {}. {why}",
                    self.command,
                    cloud.name()
                ),
                format!("Sign in with {} itself in that cloud.", self.command),
            )),
        }
    }

    /// The parameters for that access.
    pub fn templates(&self, access: Access) -> impl Iterator<Item = &Template> {
        self.parameters.iter().filter(move |p| p.is_for(access))
    }

    /// True when a parameter has that placeholder.
    #[must_use]
    pub fn mentions(&self, placeholder: &str) -> bool {
        self.parameters.iter().any(|p| p.mentions(placeholder))
    }
}

impl Template {
    /// The value in that cloud, with its placeholders.
    #[must_use]
    pub fn text(&self, cloud: &Cloud) -> Option<&str> {
        self.value
            .as_deref()
            .or_else(|| self.clouds.get(cloud.built_in()?).map(String::as_str))
    }

    /// True when a value of it has that placeholder.
    #[must_use]
    pub fn mentions(&self, placeholder: &str) -> bool {
        self.value
            .iter()
            .chain(self.clouds.values())
            .any(|v| v.contains(placeholder))
    }

    fn is_for(&self, access: Access) -> bool {
        self.access.is_empty() || self.access.contains(&access)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cloud::CLOUDS;

    #[test]
    fn the_data_is_read_whole_and_every_short_name_has_a_command_or_an_error_that_names_the_header() {
        let read: Vec<Consumer> = serde_json::from_str(include_str!("../../data/connect.json")).unwrap();
        assert_eq!(read.len(), 6);
        for resource in Resource::ALL {
            match Consumer::by_name(&resource.name().to_lowercase()) {
                Ok(consumer) => assert_eq!(consumer.resource, resource),
                Err(error) => assert!(
                    error
                        .remedy()
                        .contains(&format!("Get-PartnerHeader -Scopes {}", resource.name())),
                    "{error}"
                ),
            }
        }
        let error = Consumer::by_name("Exchange").unwrap_err();
        assert!(error.remedy().contains("ExchangeOnline"), "{}", error.remedy());
    }

    #[test]
    fn every_cloud_has_every_value_and_an_audience_or_is_refused_with_a_reason() {
        for consumer in CONSUMERS.iter() {
            for known in &CLOUDS {
                let cloud = Cloud::known(known.name).unwrap();
                if let Err(error) = consumer.admit(&cloud) {
                    assert!(error.to_string().contains(known.name), "{error}");
                    continue;
                }
                for need in &consumer.tokens {
                    let sharepoint = need.resource == Resource::SharePoint;
                    assert!(
                        sharepoint || cloud.audience(need.resource).is_some(),
                        "{known:?} {need:?}"
                    );
                }
                for template in &consumer.parameters {
                    let token = matches!(template.kind, Kind::Secret | Kind::SecureSecret | Kind::Secrets);
                    assert_eq!(template.text(&cloud).is_none(), token, "{known:?} {template:?}");
                }
            }
            let known = |name: &String| CLOUDS.iter().any(|c| c.name == name);
            assert!(consumer.refused.keys().all(known));
            assert!(consumer.parameters.iter().flat_map(|p| p.clouds.keys()).all(known));
        }
    }
}
