//! What was read of an application beside what it should be.

mod permissions;
mod user;

use super::check::{Check, Consented, Member, Outcome, Registered};
use super::registration::{RegisteredCredential, Registration};
use super::wanted;
use crate::consent::Place;
use crate::consent::granted::is_closed;
use crate::credential::ClientCredential;
use crate::error::{Error, ErrorKind};
use crate::manifest::Manifest;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

const SIGN_IN: &str = "SignIn";
const REGISTERED: &str = "Registered";
const MULTI_TENANT: &str = "MultiTenant";
const REDIRECT_URIS: &str = "RedirectUris";
const REGISTERED_PERMISSIONS: &str = "RegisteredPermissions";
const CONSENT: &str = "Consent";
const EXCHANGE_MANAGE: &str = "ExchangeManage";
const CREDENTIALS: &str = "Credentials";
const ADMIN_AGENTS: &str = "AdminAgents";
const MFA: &str = "MultifactorAuthentication";

const READ_APPLICATIONS: &str = "Application.Read.All";
const READ_CONSENTS: &str = "Application.Read.All and Directory.Read.All";
const READ_GROUPS: &str = "GroupMember.Read.All";

/// Codes that say that the secret or certificate is refused.
const CREDENTIAL_REFUSED: [&str; 3] = ["AADSTS7000215", "AADSTS7000222", "AADSTS700027"];
const EXTEND: &str = "New-PartnerApplication -Manifest adds it when the manifest names the application's id.";

/// What was read.
pub struct Facts {
    /// Now, Unix seconds.
    pub now: i64,
    /// Whether the user's sign-in had multifactor authentication, where that is known.
    pub mfa: Option<bool>,
    /// The registration.
    pub registration: Registered,
    /// What the home tenant has consented to.
    pub granted: Consented,
    /// How the user is in AdminAgents.
    pub membership: Member,
}

/// Every check where no token is to be had: the sign-in failed, and nothing else can be read.
pub fn without_token(error: &Error, wanted: &Manifest) -> Vec<Check> {
    let is_credential = error.service_code().is_some_and(|c| CREDENTIAL_REFUSED.contains(&c));
    let exchange = wanted::exchange(wanted).map(|_| EXCHANGE_MANAGE);
    let rest = [REGISTERED, MULTI_TENANT, REDIRECT_URIS, REGISTERED_PERMISSIONS, CONSENT];
    let rest = rest.into_iter().chain(exchange).chain([CREDENTIALS, ADMIN_AGENTS, MFA]);
    let mut checks = vec![failed(SIGN_IN, error.to_string(), error.remedy())];
    checks.extend(rest.map(|name| {
        let is_it = (name == CREDENTIALS && is_credential) || (name == MFA && error.kind() == ErrorKind::MfaRequired);
        if is_it {
            failed(name, error.to_string(), error.remedy())
        } else {
            unknown(
                name,
                "Nobody could look: there is no token for the home tenant.",
                "Mend the sign-in first.",
            )
        }
    }));
    checks
}

/// Every check.
pub fn all(place: &Place<'_>, facts: &Facts, wanted: &Manifest) -> Vec<Check> {
    let application = place.application;
    let signed_in = passed(SIGN_IN, format!("Tokens are to be had in {}.", place.customer));
    let registered = of_registration(REGISTERED, &facts.registration, |one| {
        passed(REGISTERED, format!("It is registered as {}.", name(one)))
    });
    let registered = match &facts.registration {
        Ok(None) => failed(
            REGISTERED,
            format!("The application {application} is not registered in this tenant."),
            "Connect with the partner's own application, or make one with New-PartnerApplication -Manifest.",
        ),
        _ => registered,
    };
    let mut checks = vec![
        signed_in,
        registered,
        of_registration(MULTI_TENANT, &facts.registration, multi_tenant),
        of_registration(REDIRECT_URIS, &facts.registration, |one| redirects(one, wanted)),
        of_registration(REGISTERED_PERMISSIONS, &facts.registration, |one| {
            permissions::permissions(&one.lacks(&wanted.grants))
        }),
        permissions::consented(&facts.granted, wanted),
    ];
    checks.extend(wanted::exchange(wanted).map(|grant| permissions::exchange(facts, &grant)));
    checks.push(of_registration(CREDENTIALS, &facts.registration, |one| {
        credentials(&one.credentials(), facts.now, is_federated(place))
    }));
    checks.push(user::agents(&facts.membership));
    checks.push(user::mfa(facts.mfa, place.account.is_app_only()));
    checks
}

fn of_registration(name: &'static str, registration: &Registered, judge: impl FnOnce(&Registration) -> Check) -> Check {
    match registration {
        Ok(Some(registration)) => judge(registration),
        Ok(None) => unknown(
            name,
            "There is no registration in this tenant to look at.",
            "Mend that first.",
        ),
        // What happened is told once.
        Err(error) if name != REGISTERED => Check {
            message: "The registration could not be read.".to_owned(),
            ..unread(name, error, READ_APPLICATIONS)
        },
        Err(error) => unread(name, error, READ_APPLICATIONS),
    }
}

fn multi_tenant(registration: &Registration) -> Check {
    if registration.is_multi_tenant() {
        return passed(MULTI_TENANT, "Customers can have it.");
    }
    failed(
        MULTI_TENANT,
        "It is for the partner's own tenant alone, and no customer can consent to it.",
        "Set its supported account types to any organization (signInAudience AzureADMultipleOrgs). New-PartnerApplication -Manifest does it when the manifest names the application's id.",
    )
}

fn redirects(registration: &Registration, wanted: &Manifest) -> Check {
    let wanted = wanted::redirect_uris(wanted);
    let missing: Vec<String> = wanted
        .iter()
        .filter(|address| !registration.has_web(address))
        .map(|address| {
            if registration.has_elsewhere(address) {
                format!("{address} (registered for another kind of application)")
            } else {
                address.clone()
            }
        })
        .collect();
    if missing.is_empty() {
        return passed(REDIRECT_URIS, format!("Under Web there is {}.", wanted.join(", ")));
    }
    let remedy = if missing.iter().any(|m| m.ends_with(')')) {
        "A secret is refused with an address that is not under Web (AADSTS700025): take the address out of the other kind and add it under Web."
    } else {
        EXTEND
    };
    failed(
        REDIRECT_URIS,
        format!("Redirect addresses are missing under Web: {}.", missing.join(", ")),
        remedy,
    )
}

/// True when another issuer's tokens prove the application, so that it needs no secret.
fn is_federated(place: &Place<'_>) -> bool {
    let account = place.account;
    account.client_id == place.application && matches!(account.credential, ClientCredential::Federated(_))
}

fn credentials(all: &[RegisteredCredential], now: i64, is_federated: bool) -> Check {
    let end = |c: &RegisteredCredential| OffsetDateTime::parse(&c.ends_on, &Rfc3339).ok();
    let good = all
        .iter()
        .filter(|c| end(c).is_none_or(|e| e.unix_timestamp() > now))
        .count();
    match (all.len(), good) {
        (0, _) if is_federated => passed(
            CREDENTIALS,
            "It has no secret and no certificate; another issuer's tokens prove it.",
        ),
        (0, _) => failed(
            CREDENTIALS,
            "It has neither a secret nor a certificate.",
            "Add a certificate, or make a secret with New-PartnerApplication -SecretLifetimeDays.",
        ),
        (_, 0) => failed(
            CREDENTIALS,
            format!("All of its secrets and certificates have ended ({}).", all.len()),
            "Add a certificate, or make a secret with New-PartnerApplication -SecretLifetimeDays, and connect with it.",
        ),
        (all, good) => passed(
            CREDENTIALS,
            format!("{good} of {all} secrets and certificates are good."),
        ),
    }
}

fn name(registration: &Registration) -> String {
    let name = registration.display_name.as_deref().map(crate::error::clean);
    name.unwrap_or_else(|| registration.app_id.clone())
}

fn needs(permission: &str) -> String {
    format!("It needs {permission} of Microsoft Graph, consented in the partner's own tenant.")
}

/// What may not be read is unknown and names the permission that reads it.
fn unread(name: &'static str, error: &Error, permission: &str) -> Check {
    let remedy = if is_closed(error) {
        needs(permission)
    } else {
        error.remedy().to_owned()
    };
    unknown(name, &error.to_string(), &remedy)
}

fn passed(name: &'static str, message: impl Into<String>) -> Check {
    Check {
        name,
        outcome: Outcome::Passed,
        message: message.into(),
        remedy: None,
    }
}

fn failed(name: &'static str, message: impl Into<String>, remedy: &str) -> Check {
    Check {
        name,
        outcome: Outcome::Failed,
        message: message.into(),
        remedy: Some(remedy.to_owned()),
    }
}

fn unknown(name: &'static str, message: &str, remedy: &str) -> Check {
    Check {
        name,
        outcome: Outcome::Unknown,
        message: message.to_owned(),
        remedy: Some(remedy.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(ends_on: &str) -> RegisteredCredential {
        RegisteredCredential {
            is_certificate: false,
            name: None,
            ends_on: ends_on.to_owned(),
        }
    }

    #[test]
    fn credentials_pass_as_long_as_one_of_them_is_good() {
        let (old, new) = (ending("2001-09-09T01:46:40Z"), ending("2001-09-09T01:46:41.5Z"));
        for (all, is_federated, outcome) in [
            (vec![old.clone()], false, Outcome::Failed),
            (vec![old.clone()], true, Outcome::Failed),
            (vec![old, new], false, Outcome::Passed),
            (vec![], false, Outcome::Failed),
            (vec![], true, Outcome::Passed),
        ] {
            let check = credentials(&all, 1_000_000_000, is_federated);
            assert_eq!(check.outcome, outcome, "{}", check.message);
        }
    }
}
