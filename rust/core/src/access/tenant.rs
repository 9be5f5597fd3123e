//! The steps in the customer's tenant that all resources share: the sign-in and the application's consent.

use super::Look;
use super::cause::Cause;
use super::gdap::Gdap;
use super::repair::Repair;
use super::roles;
use super::step::{Outcome, Rung, Step};
use crate::claims::Claims;
use crate::error::{Error, ErrorKind};
use crate::token::Token;
use std::sync::Arc;

/// Codes with which a tenant says that it does not know the user.
const UNKNOWN_USER: [&str; 2] = ["AADSTS50020", "AADSTS90072"];
/// Codes with which a tenant says that it wants of the user what a service provider can't do.
const UNSATISFIABLE: [&str; 2] = ["AADSTS50177", "AADSTS50178"];
/// The code with which a tenant says that the user is a guest who has not taken the invitation.
const OPEN_INVITATION: &str = "AADSTS50014";
/// The code with which a tenant that knows application and user says that there is no consent.
const NO_CONSENT: &str = "AADSTS65001";

/// How the customer's tenant answers.
pub(super) struct Entry {
    /// Ids of the directory roles that its token names.
    pub roles: Vec<String>,
    /// The user's object id there.
    user: Option<String>,
    /// Why there is no token for Microsoft Graph.
    error: Option<Error>,
    /// True when there is a token of some resource.
    is_consented: bool,
}

impl Entry {
    /// What the token for Microsoft Graph and those of the resources say. An error that says more than that a consent is
    /// missing goes before one that says just that.
    pub(super) fn new(first: Result<Arc<Token>, Error>, others: &[Result<Arc<Token>, Error>]) -> Self {
        let token = first
            .as_ref()
            .ok()
            .or_else(|| others.iter().find_map(|t| t.as_ref().ok()));
        let claims = token
            .and_then(|t| Claims::read(t.access_token.expose()))
            .unwrap_or_default();
        let errors = || {
            first
                .as_ref()
                .err()
                .into_iter()
                .chain(others.iter().filter_map(|t| t.as_ref().err()))
        };
        let telling = errors().find(|e| !is_of_consent(e) && !is_unlicensed(e));
        Self {
            // A token names more than roles of GDAP there: what is no built-in role says nothing.
            roles: claims.wids.into_iter().filter(|id| roles::is_known(id)).collect(),
            user: token.and_then(|t| t.object_id.clone()),
            // Who is told that a resource is not there has come past the consent.
            is_consented: token.is_some() || errors().any(is_unlicensed),
            error: if token.is_some() {
                None
            } else {
                telling.or(first.as_ref().err()).cloned()
            },
        }
    }

    /// The error that says there is no such tenant.
    pub(super) fn gone(&self) -> Option<&Error> {
        self.error.as_ref().filter(|e| e.kind() == ErrorKind::TenantNotFound)
    }

    /// The steps, as far as the way goes.
    pub(super) fn climb(&self, look: &Look<'_>, gdap: &Gdap, home: Option<&Token>) -> Vec<Step> {
        let sign_in = self.sign_in(gdap, home);
        if sign_in.stops() {
            return vec![sign_in];
        }
        vec![sign_in, self.consent(look)]
    }

    fn sign_in(&self, gdap: &Gdap, home: Option<&Token>) -> Step {
        let rung = Rung::SignIn;
        let at_home = home.and_then(|t| t.object_id.as_deref());
        if let (Some(here), Some(at_home)) = (&self.user, at_home)
            && !here.eq_ignore_ascii_case(at_home)
        {
            return Step::failed(
                rung,
                Cause::GuestAccount,
                "The tenant takes the user for a guest of its own, who has no roles of GDAP.",
                "Have the customer's administrator delete the user's guest account there.",
            )
            .repair(Repair::delete_guest(here));
        }
        let Some(error) = &self.error else {
            return Step::passed(rung, "The tenant lets the user in.");
        };
        if is_of_consent(error) || is_unlicensed(error) {
            return if self.is_consented || error.service_code() == Some(NO_CONSENT) {
                Step::passed(rung, "The tenant lets the user in.")
            } else {
                Step::unknown(
                    rung,
                    "The tenant does not know the application, so nobody can tell whether it lets the user in.",
                )
            };
        }
        let code = error.service_code().unwrap_or_default();
        let cause = match error.kind() {
            ErrorKind::MfaRequired if home.and_then(|t| t.details.mfa) == Some(true) => Cause::ConditionalAccess,
            _ if UNSATISFIABLE.contains(&code) => Cause::ConditionalAccess,
            _ if code == OPEN_INVITATION => Cause::GuestAccount,
            ErrorKind::NoAccess if UNKNOWN_USER.contains(&code) && gdap.reaches_user() => {
                return Step {
                    message: format!("Roles are assigned to the user, and the tenant does not know the user: {error}"),
                    remedy: Some(
                        "Have the customer's administrator delete the user's guest account there, if there is one; roles that were assigned a moment ago count after some minutes.".to_owned(),
                    ),
                    ..Step::of_error(rung, Cause::GuestAccount, error.clone())
                };
            }
            _ => Cause::of(error),
        };
        Step::of_error(rung, cause, error.clone())
    }

    fn consent(&self, look: &Look<'_>) -> Step {
        let rung = Rung::Consent;
        match &self.error {
            _ if self.is_consented => Step::passed(rung, "The application is consented there."),
            Some(error) if is_unlicensed(error) => Step {
                outcome: Outcome::Unknown,
                ..Step::of_error(rung, Cause::NotLicensed, error.clone())
            },
            Some(error) => Step {
                remedy: Some("Bring the customer's consent to your manifest.".to_owned()),
                ..Step::of_error(rung, Cause::ConsentMissing, error.clone())
            }
            .repair(Repair::sync(&look.customer.to_string())),
            None => Step::passed(rung, "The application is consented there."),
        }
    }
}

/// True for an error that says a consent is missing, and nothing worse.
pub(super) fn is_of_consent(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConsentMissing | ErrorKind::ConsentScopesMissing
    )
}

/// True for an error that says the tenant does not have the resource.
pub(super) fn is_unlicensed(error: &Error) -> bool {
    matches!(error.service_code(), Some("AADSTS500011" | "AADSTS650052"))
}
