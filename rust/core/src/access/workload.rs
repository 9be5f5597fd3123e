//! The steps of one resource: the user's roles, the consent's scopes, and whether the resource is there.

use super::Look;
use super::azure;
use super::cause::Cause;
use super::gdap::Gdap;
use super::repair::Repair;
use super::roles::{self, Opens};
use super::step::{Rung, Step};
use super::survey;
use super::tenant::{is_of_consent, is_unlicensed};
use crate::error::Error;
use crate::graph::Graph;
use crate::permissions::{self, EXCHANGE, EXCHANGE_MANAGE};
use crate::resource::Resource;
use crate::scope::Scopes;
use crate::token::Token;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What lets a user act in Azure and in Teams administration.
const IMPERSONATION: &str = "user_impersonation";
/// What reads a tenant's organization (Microsoft Graph, "List organization").
const READ_ORGANIZATION: [&str; 4] = ["User.Read", "Organization.Read", "Directory.", "Organization.ReadWrite"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    id: String,
}

/// A token of a resource in the customer's tenant.
///
/// # Errors
/// Those of the token.
pub(super) async fn token(look: &Look<'_>, workload: Resource) -> Result<Arc<Token>, Error> {
    let scopes = Scopes::parse(&look.caller.account.cloud, &[workload.name().to_owned()])?;
    survey::token(look.caller, &look.customer, scopes).await
}

/// The steps. `roles` are the user's, and whether those of groups are among them; nothing for an application alone.
pub(super) async fn climb(
    look: &Look<'_>,
    workload: Resource,
    token: Result<Arc<Token>, Error>,
    roles: Option<&(BTreeSet<String>, bool)>,
    gdap: &Gdap,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let role = match roles {
        Some((names, is_told)) => role(look, workload, names, *is_told, gdap),
        None => Step::skipped(Rung::Role, "It does not count for an application alone."),
    };
    let stops = role.stops();
    steps.push(role.of(workload));
    if stops {
        return steps;
    }
    let scope = scope(look, workload, &token).await;
    let stops = scope.stops();
    steps.push(scope.of(workload));
    if !stops {
        steps.push(service(look, workload, &token).await.of(workload));
    }
    steps
}

fn role(look: &Look<'_>, workload: Resource, names: &BTreeSet<String>, is_told: bool, gdap: &Gdap) -> Step {
    let rung = Rung::Role;
    let listed = || crate::error::clean(&names.iter().map(String::as_str).collect::<Vec<_>>().join(", "));
    match roles::open(workload, names) {
        Opens::Yes => {
            let opening = roles::of(workload).unwrap_or_default();
            let found: Vec<&str> = names
                .iter()
                .map(String::as_str)
                .filter(|n| opening.iter().any(|o| o == n))
                .collect();
            let message = if found.is_empty() { listed() } else { found.join(", ") };
            Step::passed(rung, format!("The user has {message}."))
        }
        _ if names.is_empty() && !is_told => Step::unknown(rung, "Nobody tells which roles the user has there."),
        Opens::Unknown => Step::unknown(
            rung,
            format!(
                "The user has {}; whether that opens {} is not known here.",
                listed(),
                workload.name()
            ),
        ),
        Opens::No => {
            let wanted = roles::of(workload).unwrap_or_default().join(", ");
            let message = format!("The user has {}, and none of it opens {}.", listed(), workload.name());
            let remedy = format!("Assign one of these roles to a group that the user is in: {wanted}.");
            let ids = roles::ids(&roles::usual(workload).into_iter().collect::<Vec<_>>());
            match gdap.with_role(&ids) {
                Some(relationship) => Step::failed(rung, Cause::RoleMissing, message, remedy)
                    .repair(Repair::new_assignment(relationship, &ids)),
                None => {
                    let remedy = format!(
                        "Ask the customer for a GDAP relationship with one of these roles, and assign it to a group that the user is in: {wanted}."
                    );
                    Step::failed(rung, Cause::RoleMissing, message, remedy).repair(Repair::new_relationship(
                        look.id,
                        &ids,
                        look.today(),
                    ))
                }
            }
        }
    }
}

async fn scope(look: &Look<'_>, workload: Resource, token: &Result<Arc<Token>, Error>) -> Step {
    let rung = Rung::Scope;
    let repair = || Repair::sync(&look.customer.to_string());
    let token = match token {
        Ok(token) => token,
        Err(error) if is_of_consent(error) => {
            return Step {
                remedy: Some("Add the resource to your manifest, and bring the customer's consent to it.".to_owned()),
                ..Step::of_error(rung, Cause::ResourceNotConsented, error.clone())
            }
            .repair(repair());
        }
        Err(error) if is_unlicensed(error) => {
            return Step::skipped(rung, "The tenant does not have the resource.");
        }
        Err(error) => return Step::of_error(rung, Cause::of(error), error.clone()),
    };
    let has = |name: &str| {
        let own = |s: &String| s.rsplit('/').next().is_some_and(|n| n.eq_ignore_ascii_case(name));
        token.details.scopes.iter().any(own)
    };
    let missing: Vec<String> = wanted(look, workload).into_iter().filter(|name| !has(name)).collect();
    if look.caller.account.is_app_only() && token.details.scopes.is_empty() && workload != Resource::Azure {
        let remedy = "Let the customer's administrator consent to the application's own permissions for it (New-PartnerConsentUrl).";
        return Step::failed(
            rung,
            Cause::ScopeMissing,
            "The application has no permission of its own for it.",
            remedy,
        );
    }
    if missing.iter().any(|name| name == EXCHANGE_MANAGE) {
        return Step::failed(
            rung,
            Cause::ExchangeManageNotConsented,
            "The customer's consent lacks Exchange.Manage.",
            "Add Exchange.Manage to the application's own permissions and to your manifest, and bring the customer's consent to it.",
        )
        .repair(repair());
    }
    if !missing.is_empty() {
        let message = format!("The consent lacks {}.", missing.join(", "));
        let remedy = "Bring the customer's consent to your manifest.";
        return Step::failed(rung, Cause::ScopeMissing, message, remedy).repair(repair());
    }
    let of_exchange = matches!(workload, Resource::ExchangeOnline | Resource::SecurityCompliance);
    if of_exchange && has(EXCHANGE_MANAGE) && !is_registered(look).await {
        return Step::failed(
            rung,
            Cause::ExchangeManageNotRegistered,
            "The customer's consent has Exchange.Manage, and the partner's own application is not registered for it.",
            "Add Exchange.Manage of Office 365 Exchange Online to the application's permissions, and consent to it at home.",
        )
        .repair(Repair::command("Test-PartnerApplication"));
    }
    let names: Vec<&str> = token
        .details
        .scopes
        .iter()
        .map(|s| s.rsplit('/').next().unwrap_or(s))
        .collect();
    Step::passed(
        rung,
        format!("The token has {}.", crate::error::clean(&names.join(", "))),
    )
}

/// False when it is known that the partner's own application lacks Exchange.Manage.
async fn is_registered(look: &Look<'_>) -> bool {
    let service = crate::client_id::ClientId::parse(EXCHANGE)
        .ok()
        .and_then(permissions::service);
    let permission = service.and_then(|s| {
        s.permission(EXCHANGE_MANAGE)?
            .delegated
            .as_deref()
            .map(|id| (s.application, id))
    });
    let Some((service, id)) = permission else {
        return true;
    };
    let asked = look.home.has_exchange_manage(look.caller, service, id).await;
    !matches!(asked, Ok(Some(false)))
}

/// The names of what a token of the resource shall have.
fn wanted(look: &Look<'_>, workload: Resource) -> Vec<String> {
    let is_app_only = look.caller.account.is_app_only();
    if let Some(manifest) = &look.goal.manifest {
        let grant = manifest
            .grants
            .iter()
            .find(|g| Some(g.resource) == survey::application_of(workload));
        let names = grant.map(|g| if is_app_only { &g.application } else { &g.delegated });
        return names.into_iter().flatten().map(|p| p.name.clone()).collect();
    }
    let name = match workload {
        _ if is_app_only => return Vec::new(),
        Resource::ExchangeOnline | Resource::SecurityCompliance => EXCHANGE_MANAGE,
        Resource::Azure | Resource::MicrosoftTeams => IMPERSONATION,
        _ => return Vec::new(),
    };
    vec![name.to_owned()]
}

/// Whether the resource is there: a token of it says so, and what can be read without harm is read.
async fn service(look: &Look<'_>, workload: Resource, token: &Result<Arc<Token>, Error>) -> Step {
    let rung = Rung::Service;
    let token = match token {
        Ok(token) => token,
        Err(error) if is_unlicensed(error) => return Step::of_error(rung, Cause::NotLicensed, error.clone()),
        Err(error) => return Step::of_error(rung, Cause::of(error), error.clone()),
    };
    match workload {
        Resource::Azure => azure::step(look, token).await,
        Resource::Graph => graph(look, token).await,
        _ => Step::passed(rung, "The tenant gives tokens for it."),
    }
}

async fn graph(look: &Look<'_>, token: &Token) -> Step {
    let rung = Rung::Service;
    let may = |scope: &String| READ_ORGANIZATION.iter().any(|r| scope.contains(r));
    if !token.details.scopes.iter().any(may) {
        return Step::passed(
            rung,
            "The tenant gives tokens for it; nothing was read, as the consent has no scope for that.",
        );
    }
    let caller = look.caller;
    let graph = Graph::new(
        caller.client,
        caller.account,
        &look.customer,
        caller.timeout,
        caller.report,
    );
    let read: Result<Vec<Organization>, Error> = graph.list("/v1.0/organization?$select=id").await;
    match read {
        Ok(found) if found.iter().any(|o| o.id.eq_ignore_ascii_case(&look.id.to_string())) => {
            Step::passed(rung, "Microsoft Graph answers for the tenant.")
        }
        Ok(_) => Step::unknown(rung, "Microsoft Graph answered for another tenant."),
        Err(error) => Step::of_error(rung, Cause::of(&error), error),
    }
}
