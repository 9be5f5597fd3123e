//! The way from what is granted to what is wanted, found without asking anybody.

use super::apply::{ASSIGNING, EXTENDING};
use super::difference::Difference;
use super::granted::{Granted, Seen};
use super::journal::Scopes;
use super::sync::{Action, Change, Options, Outcome};
use crate::error::{Error, ErrorKind};
use crate::manifest::Manifest;
use crate::permissions::{self, GRAPH};
use std::collections::BTreeSet;

/// What is to be done for a customer.
#[derive(Debug)]
pub struct Plan {
    /// What differs, without what may stay.
    pub difference: Difference,
    /// How.
    pub way: Way,
    /// What comes out where nothing goes wrong.
    pub outcome: Outcome,
    /// Scopes of Graph that are there while the rest is set up, and taken back afterwards.
    pub bootstrap: BTreeSet<String>,
}

/// How the wanted state is reached.
#[derive(Debug, PartialEq, Eq)]
pub enum Way {
    /// It is there.
    Stay,
    /// Partner Center creates what is missing, the directory takes the rest.
    Step,
    /// Only a new consent gets there; the sentence says why.
    Recreate(String),
}

impl Plan {
    /// Finds the way.
    ///
    /// # Errors
    /// `NoAccess` when roles are wanted that nothing in the manifest allows to give.
    pub fn of(manifest: &Manifest, granted: &Granted, options: Options) -> Result<Self, Error> {
        let difference = to_change(manifest, granted, options);
        let leftover = leftover(manifest, granted, options);
        let writes = writes(&difference);
        let way = if difference.services.is_empty() && leftover.is_empty() {
            Way::Stay
        } else if writes {
            way(manifest, granted, &difference)?
        } else {
            Way::Step
        };
        let bootstrap = match &way {
            // Rights are lent where something is written that needs them, and Graph's consent is made now.
            Way::Step if writes && !has_graph(granted) => manifest.bootstrap.clone(),
            Way::Recreate(_) if difference.changes_roles() => manifest.bootstrap.clone(),
            Way::Recreate(_) => BTreeSet::new(),
            Way::Step | Way::Stay => leftover,
        };
        let outcome = match &way {
            Way::Stay => Outcome::Unchanged,
            Way::Recreate(_) if options.recreate => Outcome::Recreated,
            Way::Recreate(_) => Outcome::NeedsRecreate,
            Way::Step if granted.is_empty() => Outcome::Created,
            Way::Step if difference.is_covered() => Outcome::Pruned,
            Way::Step => Outcome::Extended,
        };
        Ok(Self {
            difference,
            way,
            outcome,
            bootstrap,
        })
    }

    /// Each change by itself, for a person to read.
    #[must_use]
    pub fn changes(&self, options: Options) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |action, resource: &str, name: &str, permissions: Vec<String>| {
            if !permissions.is_empty() {
                let (resource, name) = (resource.to_owned(), name.to_owned());
                changes.push(Change {
                    action,
                    resource,
                    name,
                    permissions,
                });
            }
        };
        for service in &self.difference.services {
            let first = if service.is_new { Action::Grant } else { Action::Extend };
            let names = |scopes: &BTreeSet<String>| scopes.iter().cloned().collect();
            add(first, &service.resource, &service.name, names(&service.missing_scopes));
            let roles = service.missing_roles.iter().map(|r| r.name.clone()).collect();
            add(Action::Assign, &service.resource, &service.name, roles);
            let roles = service.extra_roles.iter().map(|r| r.name.clone());
            let extra = service.extra_scopes.iter().cloned().chain(roles).collect();
            add(Action::Remove, &service.resource, &service.name, extra);
        }
        let graph = permissions::services()
            .first()
            .map(|s| s.name.as_str())
            .unwrap_or_default();
        if !options.keep_bootstrap {
            add(Action::Remove, GRAPH, graph, self.bootstrap.iter().cloned().collect());
        }
        changes
    }
}

/// True when something must be written to the customer's directory.
pub fn writes(difference: &Difference) -> bool {
    difference.extends() || difference.lacks_roles() || difference.has_extra()
}

/// What differs, without what may stay: what is too much stays unless it is to be taken back.
pub fn to_change(manifest: &Manifest, granted: &Granted, options: Options) -> Difference {
    let mut difference = Difference::of(manifest, granted);
    for service in &mut difference.services {
        if !options.prune {
            service.extra_scopes.clear();
            service.extra_roles.clear();
        } else if service.resource == GRAPH {
            // Those go last: the others are taken back with them.
            service.extra_scopes.retain(|s| !has(&manifest.bootstrap, s));
        }
    }
    difference.services.retain(|s| !s.is_empty());
    difference
}

/// Every scope that is posted when a consent is made anew.
pub fn whole(manifest: &Manifest, granted: &Granted, plan: &Plan, options: Options) -> Scopes {
    let mut all = Scopes::new();
    for wanted in &manifest.grants {
        let names = wanted.delegated.iter().map(|p| p.name.clone());
        all.entry(wanted.resource.to_string()).or_default().extend(names);
    }
    for service in granted.services.iter().filter(|_| !options.prune) {
        // Names that differ in case alone are one scope.
        let there = all.entry(service.resource.clone()).or_default();
        let is_lent = |s: &String| service.resource == GRAPH && !options.keep_bootstrap && has(&manifest.bootstrap, s);
        let new = service.scopes.iter().filter(|s| !has(there, s) && !is_lent(s));
        let new: Vec<String> = new.cloned().collect();
        there.extend(new);
    }
    if !plan.bootstrap.is_empty() {
        all.entry(GRAPH.to_owned())
            .or_default()
            .extend(plan.bootstrap.iter().cloned());
    }
    all.retain(|_, names| !names.is_empty());
    all
}

/// The scopes of Graph that an application has.
pub fn graph_scopes(granted: &Granted) -> BTreeSet<String> {
    let graph = granted.services.iter().find(|s| s.resource == GRAPH);
    graph.map(|g| g.scopes.clone()).unwrap_or_default()
}

/// True when there is a consent for Graph.
pub fn has_graph(granted: &Granted) -> bool {
    granted.services.iter().any(|s| s.resource == GRAPH && !s.is_new())
}

/// True when a scope is among others: services do not mind the case of names.
fn has(scopes: &BTreeSet<String>, name: &str) -> bool {
    scopes.iter().any(|s| s.eq_ignore_ascii_case(name))
}

/// Scopes for setting up that an earlier run left behind.
fn leftover(manifest: &Manifest, granted: &Granted, options: Options) -> BTreeSet<String> {
    if options.keep_bootstrap || granted.seen == Seen::Tokens {
        return BTreeSet::new();
    }
    let there = graph_scopes(granted);
    let wanted = wanted_of_graph(manifest);
    let is_left = |s: &&String| has(&manifest.bootstrap, s) && !has(&wanted, s);
    there.iter().filter(is_left).cloned().collect()
}

fn wanted_of_graph(manifest: &Manifest) -> BTreeSet<String> {
    let graph = manifest.grants.iter().filter(|g| g.resource.to_string() == GRAPH);
    graph.flat_map(|g| &g.delegated).map(|p| p.name.clone()).collect()
}

fn way(manifest: &Manifest, granted: &Granted, difference: &Difference) -> Result<Way, Error> {
    let there = graph_scopes(granted);
    let new: BTreeSet<String> = wanted_of_graph(manifest).union(&manifest.bootstrap).cloned().collect();
    let is_new = !has_graph(granted);
    let first = if is_new { &new } else { &there };
    let anew: BTreeSet<String> = new.union(&there).cloned().collect();
    let assigns = |scopes: &BTreeSet<String>| has(scopes, ASSIGNING);
    let extends = |scopes: &BTreeSet<String>| EXTENDING.iter().any(|s| has(scopes, s));
    let needs_roles = difference.changes_roles();
    let needs_scopes = difference.extends() || difference.services.iter().any(|s| !s.extra_scopes.is_empty());
    if needs_roles && !assigns(&anew) {
        return Err(Error::new(
            ErrorKind::NoAccess,
            format!("The application's own permissions can't be given: its consent holds no {ASSIGNING}."),
            format!(
                "Name {ASSIGNING} in the manifest's bootstrap, or let an admin of that customer consent: New-PartnerConsentUrl makes the link."
            ),
        ));
    }
    if needs_roles && !assigns(first) {
        return Ok(Way::Recreate(format!(
            "Its consent for Microsoft Graph lacks {ASSIGNING}."
        )));
    }
    if needs_scopes && !extends(first) {
        let lacks = EXTENDING.first().copied().unwrap_or_default();
        return Ok(Way::Recreate(format!("Its consent for Microsoft Graph lacks {lacks}.")));
    }
    if granted.seen == Seen::Tokens && !is_new {
        return Ok(Way::Recreate(
            "The application may not read the customer's directory.".to_owned(),
        ));
    }
    Ok(Way::Step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::granted::GrantedService;

    const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";

    fn manifest(grants: &str, bootstrap: &str) -> Manifest {
        let text = format!(r#"{{ "application": {{}}, "grants": [{grants}], "bootstrap": [{bootstrap}] }}"#);
        Manifest::parse("m.json", &text).unwrap()
    }

    fn usual() -> Manifest {
        manifest(
            r#"{ "resource": "Graph", "delegated": ["User.Read", "Mail.Read"] }, { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"] }"#,
            "",
        )
    }

    fn granted(services: &[(&str, &[&str])]) -> Granted {
        let service = |(resource, scopes): &(&str, &[&str])| GrantedService {
            resource: (*resource).to_owned(),
            name: (*resource).to_owned(),
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            ..GrantedService::default()
        };
        Granted {
            seen: Seen::Directory,
            service_principal: None,
            services: services.iter().map(service).collect(),
        }
    }

    fn plan(manifest: &Manifest, granted: &Granted) -> Plan {
        Plan::of(manifest, granted, Options::default()).unwrap()
    }

    #[test]
    fn what_is_there_in_any_case_of_its_name_stays() {
        let there = granted(&[
            (GRAPH, &["user.read", "Mail.Read", "Group.Read.All"]),
            (EXCHANGE, &["Exchange.Manage"]),
        ]);
        let plan = plan(&usual(), &there);
        assert_eq!((plan.outcome, plan.way), (Outcome::Unchanged, Way::Stay));
    }

    #[test]
    fn a_new_service_needs_no_right_to_extend_and_more_scopes_of_an_old_one_do() {
        let new_service = plan(&usual(), &granted(&[(GRAPH, &["User.Read", "Mail.Read"])]));
        assert_eq!((new_service.outcome, new_service.way), (Outcome::Extended, Way::Step));
        let more = plan(&usual(), &granted(&[(GRAPH, &["User.Read"])]));
        assert_eq!(more.outcome, Outcome::NeedsRecreate);
        for right in EXTENDING {
            let more = plan(&usual(), &granted(&[(GRAPH, &["User.Read", right])]));
            assert_eq!((more.outcome, more.way), (Outcome::Extended, Way::Step), "{right}");
        }
    }

    #[test]
    fn what_tokens_tell_of_an_old_service_can_only_be_made_anew() {
        let mut there = granted(&[(GRAPH, &["User.Read", "Directory.ReadWrite.All"])]);
        there.seen = Seen::Tokens;
        assert!(matches!(plan(&usual(), &there).way, Way::Recreate(why) if why.contains("directory")));
    }

    #[test]
    fn roles_need_a_right_that_is_there_or_lent() {
        let roles = r#"{ "resource": "ExchangeOnline", "application": ["Exchange.ManageAsApp"] }"#;
        let refused = Plan::of(&manifest(roles, ""), &granted(&[]), Options::default()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::NoAccess);
        assert!(refused.remedy().contains("New-PartnerConsentUrl"));
        let lending = manifest(roles, &format!("\"{ASSIGNING}\""));
        let first = plan(&lending, &granted(&[]));
        assert_eq!((first.outcome, first.way), (Outcome::Created, Way::Step));
        assert!(first.bootstrap.contains(ASSIGNING), "lent");
        let later = plan(&lending, &granted(&[(GRAPH, &["User.Read"])]));
        assert_eq!(later.outcome, Outcome::NeedsRecreate);
    }

    #[test]
    fn a_consent_made_anew_is_lent_rights_for_roles_alone() {
        let lending = |grant: &str| manifest(grant, &format!("\"{ASSIGNING}\""));
        let there = granted(&[(GRAPH, &["User.Read"])]);
        let scopes = lending(r#"{ "resource": "Graph", "delegated": ["User.Read", "Mail.Read"] }"#);
        let roles = lending(r#"{ "resource": "Graph", "application": ["Mail.Read"] }"#);
        for (manifest, lent) in [(scopes, false), (roles, true)] {
            let plan = plan(&manifest, &there);
            assert_eq!(plan.outcome, Outcome::NeedsRecreate);
            let all = whole(&manifest, &there, &plan, Options::default());
            assert_eq!(all[GRAPH].contains(ASSIGNING), lent);
        }
    }

    #[test]
    fn a_grant_of_openid_scopes_alone_is_a_consent_that_partner_center_cant_extend() {
        let mut there = granted(&[(GRAPH, &[])]);
        there.services[0].grant_id = Some("g".to_owned());
        let plan = plan(&usual(), &there);
        assert_eq!(plan.outcome, Outcome::NeedsRecreate);
    }

    #[test]
    fn what_was_lent_and_stayed_is_taken_back_by_the_next_run() {
        let lending = manifest(
            r#"{ "resource": "Graph", "delegated": ["User.Read"] }"#,
            r#""Application.ReadWrite.All""#,
        );
        let there = granted(&[(GRAPH, &["User.Read", "Application.ReadWrite.All"])]);
        let left = plan(&lending, &there);
        assert_eq!((left.outcome, left.way), (Outcome::Pruned, Way::Step));
        let keep = Options {
            keep_bootstrap: true,
            ..Options::default()
        };
        assert_eq!(Plan::of(&lending, &there, keep).unwrap().outcome, Outcome::Unchanged);
    }

    #[test]
    fn a_consent_made_anew_has_the_old_and_the_wanted_scopes_once_each() {
        let there = granted(&[(GRAPH, &["user.read", "Group.Read.All"]), ("other", &["x"])]);
        let (manifest, options) = (usual(), Options::default());
        let anew = |options| {
            whole(
                &manifest,
                &there,
                &Plan::of(&manifest, &there, options).unwrap(),
                options,
            )
        };
        let all = anew(options);
        assert_eq!(
            all[GRAPH].iter().collect::<Vec<_>>(),
            ["Group.Read.All", "Mail.Read", "User.Read"]
        );
        assert!(all.contains_key(EXCHANGE) && all.contains_key("other"));
        let pruned = anew(Options { prune: true, ..options });
        assert_eq!(pruned[GRAPH].iter().collect::<Vec<_>>(), ["Mail.Read", "User.Read"]);
        assert!(!pruned.contains_key("other"));
    }
}
