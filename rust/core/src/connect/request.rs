//! What parameters are asked with, and what is refused of it before anything is sent.

use super::consumer::Consumer;
use crate::account::Account;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::resource::Resource;
use crate::scope::{ScopeSet, Scopes};
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token::TokenRequest;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Where the token comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The account is asked for.
    Account(Account),
    /// A person gave it.
    Given {
        /// The cloud it is of.
        cloud: Arc<Cloud>,
        /// The access token.
        token: Arc<Secret>,
    },
}

/// What parameters are asked with.
#[derive(Clone, Debug)]
pub struct ConnectRequest {
    /// Where the token comes from.
    pub source: Source,
    /// For which tenant.
    pub tenant: Tenant,
    /// For which command.
    pub consumer: &'static Consumer,
    /// The tenant's domain, which then is not looked up.
    pub organization: Option<String>,
    /// The site, which then is not looked up.
    pub url: Option<String>,
    /// A cached token with less life than this is replaced.
    pub minimum_lifetime: Duration,
    /// The most it may take.
    pub timeout: Duration,
    /// Goes past the cache.
    pub force_refresh: bool,
}

/// What a caller names, so that it need not be looked up.
pub struct Given {
    /// The tenant's domain.
    pub organization: Option<String>,
    /// The site.
    pub site: Option<Site>,
}

/// An address of SharePoint and the audience of its tokens.
pub struct Site {
    /// Its address.
    pub url: String,
    /// Its host, as tokens name it.
    pub audience: String,
}

impl ConnectRequest {
    /// The cloud.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        match &self.source {
            Source::Account(account) => &account.cloud,
            Source::Given { cloud, .. } => cloud,
        }
    }

    /// Reads what was given beside the token.
    ///
    /// # Errors
    /// `InvalidInput` for what does not go together; nothing was sent.
    pub fn check(&self) -> Result<Given, Error> {
        let consumer = self.consumer;
        consumer.admit(self.cloud())?;
        let organization = self.organization.as_deref().map(domain).transpose()?;
        if organization.is_some() && !consumer.mentions("{initialDomain}") {
            return Err(Error::input(
                format!("{} takes no domain.", consumer.command),
                "Leave -Organization out.",
            ));
        }
        let site = self.url.as_deref().map(site).transpose()?;
        if site.is_some() && consumer.resource != Resource::SharePoint {
            return Err(Error::input(
                format!("{} takes no site.", consumer.command),
                "Leave -Url out.",
            ));
        }
        if matches!(self.source, Source::Given { .. }) && consumer.tokens.len() > 1 {
            return Err(Error::input(
                format!(
                    "{} takes {} tokens, and one was given.",
                    consumer.command,
                    consumer.tokens.len()
                ),
                "Leave -AccessToken out to have them asked for, or splat them yourself.",
            ));
        }
        Ok(Given { organization, site })
    }

    /// What one of the command's tokens is asked with.
    #[must_use]
    pub fn token(&self, account: &Account, tenant: &Tenant, scopes: ScopeSet) -> TokenRequest {
        TokenRequest {
            account: account.clone(),
            tenant: tenant.clone(),
            scopes: Scopes::Of(scopes),
            minimum_lifetime: self.minimum_lifetime,
            timeout: self.timeout,
            force_refresh: self.force_refresh,
        }
    }
}

fn domain(text: &str) -> Result<String, Error> {
    match Tenant::parse(text)? {
        Tenant::Domain(domain) => Ok(domain),
        Tenant::Id(_) | Tenant::Organizations => Err(Error::input(
            "-Organization is a domain and no id.",
            "Give the tenant's initial domain, for example contoso.onmicrosoft.com.",
        )),
    }
}

/// Reads the address of a site: the token will be for its host and for no other.
fn site(text: &str) -> Result<Site, Error> {
    let url = Url::parse(text.trim()).ok().filter(|u| {
        u.scheme() == "https"
            && u.domain().is_some()
            && u.port().is_none()
            && u.username().is_empty()
            && u.password().is_none()
    });
    let host = url.as_ref().and_then(Url::host_str);
    match (&url, host) {
        (Some(url), Some(host)) => Ok(Site {
            url: url.as_str().trim_end_matches('/').to_owned(),
            audience: format!("https://{host}"),
        }),
        _ => Err(Error::input(
            format!("'{}' is no address of a site.", crate::error::clean(text)),
            "Give it as https://contoso.sharepoint.com, with the path of the site behind it where there is one.",
        )),
    }
}
