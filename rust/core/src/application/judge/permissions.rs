//! The permissions that an application needs: in its registration, and in the consent of the partner's own tenant.

use super::{CONSENT, EXCHANGE_MANAGE, EXTEND, Facts, READ_CONSENTS, REGISTERED_PERMISSIONS};
use super::{failed, needs, passed, unknown, unread};
use crate::application::check::{Check, Consented};
use crate::application::registration::Unregistered;
use crate::consent::difference::{Difference, ServiceDifference};
use crate::consent::granted::{Granted, Seen};
use crate::manifest::{Manifest, WantedGrant};

/// How the home tenant consents.
const GRANT: &str =
    "Grant admin consent on the application's page of API permissions, or let New-PartnerApplication -Manifest do it.";

/// Whether the registration asks for what is wanted.
pub fn permissions(lacks: &[Unregistered<'_>]) -> Check {
    if lacks.is_empty() {
        return passed(
            REGISTERED_PERMISSIONS,
            "The registration asks for all permissions that are wanted.",
        );
    }
    let lists = lacks.iter().map(|l| list(&l.grant.name, &l.names()));
    failed(
        REGISTERED_PERMISSIONS,
        format!(
            "The registration does not ask for {}.",
            lists.collect::<Vec<_>>().join("; ")
        ),
        EXTEND,
    )
}

/// Whether the home tenant has consented to it.
pub fn consented(granted: &Consented, wanted: &Manifest) -> Check {
    let granted = match granted {
        Ok(granted) => granted,
        Err(error) => return unread(CONSENT, error, READ_CONSENTS),
    };
    let difference = Difference::of(wanted, granted);
    let (scopes, roles) = missing(&difference, granted);
    if !scopes.is_empty() {
        return failed(
            CONSENT,
            format!("The partner's own tenant has not consented to {}.", scopes.join("; ")),
            GRANT,
        );
    }
    let wants_roles = wanted.grants.iter().any(|g| !g.application.is_empty());
    if granted.seen == Seen::Tokens && wants_roles {
        return unknown(
            CONSENT,
            "Tokens have all scopes; the application's own permissions can't be read.",
            &needs(READ_CONSENTS),
        );
    }
    if !roles.is_empty() {
        return failed(
            CONSENT,
            format!("The partner's own tenant has not given {}.", roles.join("; ")),
            GRANT,
        );
    }
    passed(
        CONSENT,
        "The partner's own tenant has consented to all permissions that are wanted.",
    )
}

/// What is missing, service by service: scopes, and where the directory was read, roles.
fn missing(difference: &Difference, granted: &Granted) -> (Vec<String>, Vec<String>) {
    let scopes = |s: &ServiceDifference| {
        let names: Vec<String> = s.missing_scopes.iter().cloned().collect();
        (!names.is_empty()).then(|| list(&s.name, &names))
    };
    let roles = |s: &ServiceDifference| {
        let names: Vec<String> = s.missing_roles.iter().map(|r| r.name.clone()).collect();
        (!names.is_empty() && granted.seen == Seen::Directory).then(|| list(&s.name, &names))
    };
    let services = &difference.services;
    (
        services.iter().filter_map(scopes).collect(),
        services.iter().filter_map(roles).collect(),
    )
}

/// Exchange.Manage must be at home, in the registration and in the consent, and in every customer's consent.
pub fn exchange(facts: &Facts, grant: &WantedGrant) -> Check {
    let wanted = std::slice::from_ref(grant);
    let is_registered = match &facts.registration {
        Ok(Some(one)) => Some(one.lacks(wanted).is_empty()),
        _ => None,
    };
    let has = |granted: &Granted| {
        let there = granted.service(grant.resource);
        let names = grant.delegated.iter().map(|p| &p.name);
        there.is_some_and(|t| {
            names
                .into_iter()
                .all(|n| t.scopes.iter().any(|s| s.eq_ignore_ascii_case(n)))
        })
    };
    let is_consented = facts.granted.as_ref().ok().map(has);
    match (is_registered, is_consented) {
        (Some(true), Some(true)) => passed(
            EXCHANGE_MANAGE,
            "Exchange.Manage is in the registration and in the consent at home; each customer's consent needs it as well.",
        ),
        (Some(false), _) => failed(
            EXCHANGE_MANAGE,
            "The registration does not ask for Exchange.Manage of Office 365 Exchange Online. A customer's consent alone is not enough for Exchange.",
            EXTEND,
        ),
        (_, Some(false)) => failed(
            EXCHANGE_MANAGE,
            "The partner's own tenant has not consented to Exchange.Manage of Office 365 Exchange Online. A customer's consent alone is not enough for Exchange.",
            GRANT,
        ),
        _ => unknown(
            EXCHANGE_MANAGE,
            "Whether Exchange.Manage is on the partner's side can't be read in full.",
            &needs(READ_CONSENTS),
        ),
    }
}

fn list(service: &str, names: &[String]) -> String {
    format!("{service}: {}", names.join(", "))
}
