//! What a token must be before it is handed to a command: of the tenant, for the resource, with the scopes.

use super::consumer::{Access, Consumer, TokenNeed};
use crate::error::{Error, ErrorKind, clean};
use crate::report::Report;
use crate::token::Token;
use uuid::Uuid;

/// What is expected of a token.
pub struct Expected<'a> {
    /// Who takes it.
    pub consumer: &'a Consumer,
    /// Which of its tokens this is.
    pub need: &'a TokenNeed,
    /// The tenant; `None` where any will do.
    pub tenant: Option<Uuid>,
    /// The audience that was asked for; `None` for a token that was given and may be for any site of SharePoint.
    pub audience: Option<&'a str>,
    /// Whom it acts for.
    pub access: Access,
    /// True when a person gave it, false when the service was asked for it.
    pub given: bool,
}

impl Expected<'_> {
    /// Looks at tenant, audience and scopes. A fact that the token does not tell is not checked: tokens are opaque to a
    /// client, and some services have none to read.
    ///
    /// # Errors
    /// `InvalidInput` for a token that was given, `ServiceError` for one of the service's, of another tenant or for
    /// another resource; `ConsentScopesMissing` for one that lacks a scope.
    pub fn check(&self, token: &Token, report: &dyn Report) -> Result<(), Error> {
        self.check_tenant(token, report)?;
        self.check_audience(token, report)?;
        self.check_scopes(token, report)
    }

    fn check_tenant(&self, token: &Token, report: &dyn Report) -> Result<(), Error> {
        let Some(wanted) = self.tenant else {
            return Ok(());
        };
        match token.tenant_id.as_deref() {
            None => report.verbose("The token does not tell its tenant, which is not checked.".to_owned()),
            Some(tenant) if Uuid::try_parse(tenant) == Ok(wanted) => {}
            Some(tenant) => {
                return Err(self.refused(
                    format!(
                        "The token is of tenant {}, and one of {wanted} is wanted.",
                        clean(tenant)
                    ),
                    "Give a token of that tenant, or name the token's tenant with -Tenant.",
                    token,
                ));
            }
        }
        Ok(())
    }

    fn check_audience(&self, token: &Token, report: &dyn Report) -> Result<(), Error> {
        let (audience, need) = (token.details.audience.as_deref(), self.need);
        let Some(audience) = audience else {
            report.verbose("The token does not tell its audience, which is not checked.".to_owned());
            return Ok(());
        };
        let wanted = || self.audience.into_iter().chain([need.application.as_str()]);
        let known = wanted().chain(need.audiences.iter().map(String::as_str));
        // Without an audience that was asked for, any site is one.
        let any_site = self.audience.is_none() && audience.starts_with("https://");
        if any_site || known.into_iter().any(|k| plain(k) == plain(audience)) {
            return Ok(());
        }
        let name = need.resource.name();
        Err(self.refused(
            format!(
                "The token is for {}, and {} wants one for {}.",
                clean(audience),
                self.consumer.command,
                wanted().next().unwrap_or(name)
            ),
            &format!("Give a token for {name}, or leave -AccessToken out to have one asked for."),
            token,
        ))
    }

    fn check_scopes(&self, token: &Token, report: &dyn Report) -> Result<(), Error> {
        let app_only = self.access == Access::Application;
        let lacks = |wanted: &[String]| -> Vec<String> {
            wanted
                .iter()
                .filter(|w| !token.details.scopes.iter().any(|s| is_scope(s, w)))
                .cloned()
                .collect()
        };
        let missing = lacks(if app_only {
            &self.need.roles
        } else {
            &self.need.delegated
        });
        if !missing.is_empty() {
            let names = missing.join(", ");
            let remedy = if app_only {
                format!(
                    "Give the application the role {names} in its registration, and let an admin of that tenant consent: Partner Center's consents are delegated ones only. Then run the command again with -ForceRefresh."
                )
            } else {
                format!(
                    "Add {names} to the application's registration and grant it there with New-PartnerCustomerApplicationConsent, then run the command again with -ForceRefresh."
                )
            };
            let message = format!("The token for {} lacks {names}.", self.need.resource.name());
            return Err(of(token, Error::new(ErrorKind::ConsentScopesMissing, message, remedy)).missing_scopes(missing));
        }
        let further = if app_only {
            Vec::new()
        } else {
            lacks(&self.need.documented)
        };
        if !further.is_empty() {
            report.verbose(format!(
                "Some commands of the module of {} will fail: the token for {} lacks {}.",
                self.consumer.command,
                self.need.resource.name(),
                further.join(", ")
            ));
        }
        Ok(())
    }

    /// A token that is another than the one wanted.
    fn refused(&self, message: String, remedy_when_given: &str, token: &Token) -> Error {
        let message = format!("{message} It is not handed out.");
        let error = if self.given {
            Error::input(message, remedy_when_given)
        } else {
            Error::new(
                ErrorKind::ServiceError,
                message,
                "Run the command again with -ForceRefresh; if it stays so, please report it.",
            )
        };
        of(token, error)
    }
}

/// The error with the correlation id of the request that brought the token.
fn of(token: &Token, error: Error) -> Error {
    if token.correlation_id.is_empty() {
        error
    } else {
        error.correlation(&token.correlation_id)
    }
}

/// An audience without what differs between its spellings.
fn plain(audience: &str) -> String {
    audience.trim_end_matches('/').to_ascii_lowercase()
}

/// True when a granted scope is the one wanted: services write it with or without their audience before it.
fn is_scope(granted: &str, wanted: &str) -> bool {
    granted
        .rsplit('/')
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case(wanted))
}
