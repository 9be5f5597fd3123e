//! The permissions that a manifest names.

use super::text::Text;
use super::{WantedGrant, WantedPermission, string};
use crate::client_id::ClientId;
use crate::error::{Error, clean};
use crate::permissions::{self, GRAPH, PARTNER_CENTER, Permission, Service};
use crate::resource::Resource;
use crate::scope::OPENID;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeSet, HashMap};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GrantDocument<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
    #[serde(borrow, default)]
    delegated: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    application: Vec<&'a RawValue>,
}

/// A permission that the list here lacks, with its id.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NamedPermission<'a> {
    #[serde(borrow)]
    name: &'a RawValue,
    #[serde(borrow)]
    id: &'a RawValue,
}

/// Whether a permission acts for a user or for an application alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Acts {
    ForUser,
    Alone,
}

/// The services, each once.
pub fn read(text: &Text<'_>, parts: &[&RawValue]) -> Result<Vec<WantedGrant>, Error> {
    let mut lines: HashMap<ClientId, usize> = HashMap::new();
    let mut grants = Vec::new();
    for part in parts {
        let document: GrantDocument<'_> =
            serde_json::from_str(part.get()).map_err(|e| text.json(&e, text.line(part)))?;
        let grant = grant(text, &document)?;
        let line = text.line(document.resource);
        if let Some(first) = lines.insert(grant.resource, line) {
            let what = format!("{} stands here and on line {first}.", grant.name);
            return Err(text.wrong(line, &what, "Name each service once, with all its permissions."));
        }
        grants.push(grant);
    }
    if grants.is_empty() {
        let remedy = "Write at least one service with its permissions into grants.";
        return Err(text.wrong(1, "it grants nothing.", remedy));
    }
    Ok(grants)
}

/// Scopes of Microsoft Graph that are wanted for a while.
pub fn bootstrap(text: &Text<'_>, parts: &[&RawValue]) -> Result<BTreeSet<String>, Error> {
    let graph = ClientId::parse(GRAPH)?;
    let names = permissions(text, parts, graph, permissions::service(graph), Acts::ForUser)?;
    Ok(names.into_iter().map(|p| p.name).collect())
}

fn grant(text: &Text<'_>, document: &GrantDocument<'_>) -> Result<WantedGrant, Error> {
    let (line, given) = string(text, document.resource)?;
    let (resource, service) = resource(text, line, &given)?;
    let grant = WantedGrant {
        resource,
        name: permissions::name_of(resource),
        delegated: permissions(text, &document.delegated, resource, service, Acts::ForUser)?,
        application: permissions(text, &document.application, resource, service, Acts::Alone)?,
    };
    if grant.delegated.is_empty() && grant.application.is_empty() {
        let what = format!("{} is named without a permission.", grant.name);
        return Err(text.wrong(
            line,
            &what,
            "Write its scopes into delegated, or its roles into application.",
        ));
    }
    Ok(grant)
}

/// The service that a person means: by its short name or its application id.
fn resource(text: &Text<'_>, line: usize, given: &str) -> Result<(ClientId, Option<&'static Service>), Error> {
    let by_name = Resource::by_name(given.trim()).and_then(permissions::service_of);
    let id = match by_name {
        Some(service) => service.application,
        None => ClientId::parse(given).map_err(|_| {
            let names: Vec<&str> = Resource::ALL.iter().map(|r| r.name()).collect();
            let what = format!("'{}' is no service.", clean(given));
            let remedy = format!("Give one of {}, or the service's application id.", names.join(", "));
            text.wrong(line, &what, remedy)
        })?,
    };
    if id.to_string() == PARTNER_CENTER {
        return Err(text.wrong(
            line,
            "Partner Center is a service of the partner's own tenant: a customer can't consent to it.",
            "Leave it out; the application's registration names it, and the partner's tenant consents to it.",
        ));
    }
    Ok((id, permissions::service(id)))
}

fn permissions(
    text: &Text<'_>,
    parts: &[&RawValue],
    resource: ClientId,
    service: Option<&Service>,
    acts: Acts,
) -> Result<Vec<WantedPermission>, Error> {
    let mut wanted: Vec<WantedPermission> = Vec::new();
    for part in parts {
        let permission = if part.get().starts_with('{') {
            named(text, part)?
        } else {
            known(text, part, resource, service, acts)?
        };
        let is_same = |p: &WantedPermission| p.name.eq_ignore_ascii_case(&permission.name);
        if wanted.iter().any(is_same) {
            let what = format!("{} stands twice.", permission.name);
            return Err(text.wrong(text.line(part), &what, "Name each permission once."));
        }
        wanted.push(permission);
    }
    Ok(wanted)
}

/// A permission with the id that a person gives: for what is newer than the list here, or not in it.
fn named(text: &Text<'_>, part: &RawValue) -> Result<WantedPermission, Error> {
    let named: NamedPermission<'_> = serde_json::from_str(part.get()).map_err(|e| text.json(&e, text.line(part)))?;
    let (line, name) = string(text, named.name)?;
    not_openid(text, line, &name)?;
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"._-:".contains(&b);
    if !name.bytes().all(is_name) {
        let what = format!("'{}' is no name of a permission.", clean(&name));
        return Err(text.wrong(line, &what, "Give its name as the service's page has it."));
    }
    let id = super::client_id(text, named.id)?.to_string();
    Ok(WantedPermission { name, id })
}

/// A permission that the list here knows.
fn known(
    text: &Text<'_>,
    part: &RawValue,
    resource: ClientId,
    service: Option<&Service>,
    acts: Acts,
) -> Result<WantedPermission, Error> {
    let (line, name) = string(text, part)?;
    let with_id = format!(
        "For a permission that this version does not know, write {{ \"name\": \"{}\", \"id\": \"its GUID\" }}.",
        clean(&name)
    );
    if OPENID.iter().any(|s| s.eq_ignore_ascii_case(&name)) {
        let what = format!("'{name}' belongs to no service, and nobody consents to it.");
        return Err(text.wrong(
            line,
            &what,
            "Leave it out: a token request names it where it is needed.",
        ));
    }
    let Some(service) = service else {
        let what = format!("{resource} is no service whose permissions are known here.");
        return Err(text.wrong(line, &what, with_id));
    };
    let Some(permission) = service.permission(&name) else {
        let what = format!("{} has no permission '{}'.", service.name, clean(&name));
        let meant = service
            .nearest(&name)
            .map(|n| format!("Was {n} meant? "))
            .unwrap_or_default();
        return Err(text.wrong(line, &what, format!("{meant}{with_id}")));
    };
    let id = match acts {
        Acts::ForUser => &permission.delegated,
        Acts::Alone => &permission.role,
    };
    id.clone()
        .map(|id| WantedPermission {
            name: permission.name.clone(),
            id,
        })
        .ok_or_else(|| other_kind(text, line, service, permission, acts))
}

fn not_openid(text: &Text<'_>, line: usize, name: &str) -> Result<(), Error> {
    if OPENID.iter().any(|s| s.eq_ignore_ascii_case(name)) {
        let what = format!("'{name}' belongs to no service, and nobody consents to it.");
        return Err(text.wrong(
            line,
            &what,
            "Leave it out: a token request names it where it is needed.",
        ));
    }
    Ok(())
}

fn other_kind(text: &Text<'_>, line: usize, service: &Service, permission: &Permission, acts: Acts) -> Error {
    let (is, place) = match acts {
        Acts::ForUser => ("acts for an application alone", "application"),
        Acts::Alone => ("acts for a user", "delegated"),
    };
    let what = format!("{} of {} {is}.", permission.name, service.name);
    text.wrong(line, &what, format!("Write it into {place}."))
}
