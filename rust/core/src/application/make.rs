//! Makes the partner's application from a manifest, or brings one that is there to what the manifest wants.

use super::plan::{Action, Change, Plan, of_consent};
use super::registration::{self, Registration};
use super::secret::{self, NewSecret};
use super::settle::{settled, settled_unless, step};
use super::wanted;
use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::consent::Place;
use crate::consent::apply::Changes;
use crate::consent::granted::{self, Granted, is_closed};
use crate::directory::service_principals;
use crate::error::{Error, ErrorKind, clean};
use crate::graph::segment;
use crate::manifest::Manifest;
use crate::report::Report;
use std::sync::Arc;
use std::time::Duration;

/// What makes applications ("Create application").
const WRITE: &str = "Application.ReadWrite.All";
/// What a person allows and wants.
#[derive(Clone, Copy, Debug, Default)]
pub struct Making {
    /// Nothing is written; the result says what would be.
    pub what_if: bool,
    /// A secret is made that is good for so many days.
    pub secret_days: Option<u32>,
}

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The application was made.
    Created,
    /// The application was there, and something was added.
    Extended,
    /// Everything was there.
    Unchanged,
    /// Another application has the manifest's name, and nothing was done.
    NameTaken,
}

/// The application and what was done.
#[derive(Debug)]
pub struct Made {
    /// How it went.
    pub outcome: Outcome,
    /// The application's id; nothing before it is made.
    pub application_id: Option<String>,
    /// Its name.
    pub display_name: String,
    /// The tenant, as far as it is known.
    pub tenant: String,
    /// What was done, or would be.
    pub changes: Vec<Change>,
    /// What could not be done.
    pub missing: Vec<Change>,
    /// Why not.
    pub reason: Option<String>,
    /// The new secret.
    pub secret: Option<NewSecret>,
}

/// Makes the manifest's application in the account's home tenant, or extends the one whose id the manifest names. It
/// needs Application.ReadWrite.All of Microsoft Graph, and for the consent at home
/// DelegatedPermissionGrant.ReadWrite.All and AppRoleAssignment.ReadWrite.All.
///
/// # Errors
/// `InvalidInput` for a manifest without id and name, `ConfigurationInvalid` for an id that the tenant has not and a name
/// that several have, and those of Graph until the application is there; what fails afterwards is told in the result.
pub async fn make(
    client: &Arc<PartnerClient>,
    account: &Account,
    manifest: &Manifest,
    making: Making,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<Made, Error> {
    if manifest.application_id.is_none() && manifest.display_name.is_none() {
        return Err(Error::input(
            "The manifest gives the application no name.",
            "Write its name into the manifest: application, displayName.",
        ));
    }
    let wanted = wanted::at_home(Some(manifest))?;
    // Whose consent is looked at is known once the application is found or made.
    let mut place = Place::at_home(client, account, account.client_id, timeout, report).await?;
    let existing = step(&place, find(&place, manifest)).await;
    let existing = existing.map_err(|e| place.about(needing(e, WRITE)))?;
    if let Some(existing) = &existing {
        place.application = ClientId::parse(&existing.app_id)?;
    }
    let granted = match &existing {
        None => None,
        Some(_) => Some(step(&place, granted::of_directory(&place)).await),
    };
    let (granted, unread) = match granted {
        Some(Err(error)) => (None, Some(error)),
        Some(Ok(granted)) => (Some(granted), None),
        None => (None, None),
    };
    let plan = Plan::of(&wanted, existing.as_ref(), granted.as_ref());
    let mut made = Made {
        outcome: Outcome::Unchanged,
        application_id: existing.as_ref().map(|e| e.app_id.clone()),
        display_name: plan.name(),
        tenant: place.customer.to_string(),
        changes: Vec::new(),
        missing: Vec::new(),
        reason: unread.map(|e| reason(&e)),
        secret: None,
    };
    let is_taken = existing.is_some() && manifest.application_id.is_none();
    if making.what_if || is_taken {
        made.changes = all(&plan, making, &made.display_name);
        made.outcome = outcome(existing.is_some(), &made.changes);
        if is_taken {
            made.outcome = Outcome::NameTaken;
            let id = place.application;
            made.reason = Some(format!(
                "The application {id} has that name, and nothing was done. Write its id into the manifest to extend it, or another displayName to make a second."
            ));
        }
        return Ok(made);
    }
    let registration = step(&place, register(&place, &plan, existing.as_ref()));
    let is_new = existing.is_none();
    let registration = registration
        .await
        .map_err(|e| place.about(needing(unsure(e, is_new), WRITE)))?;
    made.changes = plan.registration();
    made.application_id = Some(registration.app_id.clone());
    place.application = ClientId::parse(&registration.app_id)?;
    Rest {
        place: &place,
        plan: &plan,
        granted,
        made: &mut made,
    }
    .consent()
    .await;
    if let Some(days) = making.secret_days {
        add_secret(&place, &registration, days, &mut made).await;
    }
    made.outcome = outcome(existing.is_some(), &made.changes);
    place.drop_tokens().await;
    Ok(made)
}

/// The manifest's application: by its id, or by its name.
async fn find(place: &Place<'_>, manifest: &Manifest) -> Result<Option<Registration>, Error> {
    let graph = place.graph();
    if let Some(id) = manifest.application_id {
        let found = registration::by_app_id(&graph, id).await?;
        return found.map(Some).ok_or_else(|| {
            Error::new(
                ErrorKind::ConfigurationInvalid,
                format!("The manifest names the application {id}, and this tenant has none of that id."),
                "Connect to the tenant that has it, or leave the id out to make a new application.",
            )
        });
    }
    let name = manifest.display_name.as_deref().unwrap_or_default();
    let mut found = registration::by_name(&graph, name).await?;
    if found.len() > 1 {
        let ids: Vec<String> = found.iter().map(|f| clean(&f.app_id)).collect();
        return Err(Error::new(
            ErrorKind::ConfigurationInvalid,
            format!("{} applications are named {name}: {}.", ids.len(), ids.join(", ")),
            "Write the id of the one that is meant into the manifest, or another displayName to make one more.",
        ));
    }
    Ok(found.pop())
}

/// Writes the registration, where something of it is missing.
async fn register(place: &Place<'_>, plan: &Plan<'_>, existing: Option<&Registration>) -> Result<Registration, Error> {
    let graph = place.graph();
    match existing {
        None => graph.post_once("/v1.0/applications", &plan.body()).await,
        Some(existing) => {
            if !plan.keeps_registration() {
                let path = format!("/v1.0/applications/{}", segment(&existing.id)?);
                graph.patch(&path, &plan.body()).await?;
            }
            Ok(existing.clone())
        }
    }
}

/// An answer that got lost says nothing of what was made.
fn unsure(error: Error, is_new: bool) -> Error {
    let is_lost = matches!(
        error.kind(),
        ErrorKind::Network | ErrorKind::Timeout | ErrorKind::ServiceUnavailable
    );
    if !is_new || !is_lost {
        return error;
    }
    error.advise_first(
        "The application may have been made all the same: run the command again, which looks for its name first.",
    )
}

/// What follows once the application is registered: a failure of it does not lose the application's id.
struct Rest<'a> {
    place: &'a Place<'a>,
    plan: &'a Plan<'a>,
    granted: Option<Granted>,
    made: &'a mut Made,
}

impl Rest<'_> {
    /// The application's object in the home tenant, and the consent there.
    async fn consent(mut self) {
        let mut granted = self.granted.take().unwrap_or_else(Granted::nothing);
        if let Some(change) = self.plan.principal() {
            let (place, application) = (self.place, self.place.application);
            let graph = place.graph();
            match settled(place, || service_principals::create(&graph, application)).await {
                Ok(principal) => granted.service_principal = Some(principal),
                Err(error) => {
                    self.missing(Some(change), Some(error));
                    let rest: Vec<_> = self.plan.consents.iter().flat_map(of_consents).collect();
                    return self.made.missing.extend(rest);
                }
            }
            self.made.changes.push(change);
        }
        let (mut no_scopes, mut no_roles) = (false, false);
        for difference in &self.plan.consents {
            let place = self.place;
            let (scopes, roles) = difference.services.iter().map(of_consent).next().unwrap_or_default();
            let changes = match Changes::of(place, &granted, difference).await {
                Ok(changes) => changes,
                Err(error) => {
                    self.missing(scopes, Some(error));
                    self.missing(roles, None);
                    continue;
                }
            };
            if let Some(change) = scopes {
                match settled_unless(place, no_scopes, || changes.scopes()).await {
                    Some(Ok(())) => self.made.changes.push(change),
                    refused => {
                        no_scopes = true;
                        self.missing(Some(change), error(refused));
                    }
                }
            }
            if let Some(change) = roles {
                match settled_unless(place, no_roles, || changes.roles()).await {
                    Some(Ok(())) => self.made.changes.push(change),
                    refused => {
                        no_roles = true;
                        self.missing(Some(change), error(refused));
                    }
                }
            }
        }
    }

    fn missing(&mut self, change: Option<Change>, error: Option<Error>) {
        self.made.missing.extend(change);
        if let Some(error) = error {
            self.made.because(&error);
        }
    }
}

impl Made {
    /// The first reason is told.
    fn because(&mut self, error: &Error) {
        self.reason.get_or_insert_with(|| reason(error));
    }
}

async fn add_secret(place: &Place<'_>, registration: &Registration, days: u32, made: &mut Made) {
    let change = new_secret(&made.display_name, days);
    let graph = place.graph();
    let now = place.client.clock().unix();
    match settled(place, || secret::create(&graph, &registration.id, days, now)).await {
        Ok(secret) => {
            made.changes.push(change);
            made.secret = Some(secret);
        }
        Err(error) => {
            made.missing.push(change);
            made.because(&needing(error, WRITE));
        }
    }
}

fn new_secret(name: &str, days: u32) -> Change {
    Change {
        action: Action::CreateSecret,
        name: name.to_owned(),
        values: vec![format!("{days} days")],
    }
}

/// All that a plan does.
fn all(plan: &Plan<'_>, making: Making, name: &str) -> Vec<Change> {
    let mut changes = plan.registration();
    changes.extend(plan.principal());
    changes.extend(plan.consents.iter().flat_map(of_consents));
    changes.extend(making.secret_days.map(|days| new_secret(name, days)));
    changes
}

fn of_consents(difference: &crate::consent::difference::Difference) -> Vec<Change> {
    let both = difference.services.iter().map(of_consent);
    both.flat_map(|(scopes, roles)| scopes.into_iter().chain(roles))
        .collect()
}

fn outcome(is_there: bool, changes: &[Change]) -> Outcome {
    match (is_there, changes.is_empty()) {
        (false, _) => Outcome::Created,
        (true, true) => Outcome::Unchanged,
        (true, false) => Outcome::Extended,
    }
}

fn error(refused: Option<Result<(), Error>>) -> Option<Error> {
    refused.and_then(Result::err)
}

/// Names the permission that was missing.
fn needing(error: Error, permission: &str) -> Error {
    if !is_closed(&error) {
        return error;
    }
    error.advise_first(&format!(
        "It needs {permission} of Microsoft Graph, consented in the partner's own tenant for the application that you connect with, and a user who may."
    ))
}

fn reason(error: &Error) -> String {
    format!("{error} {}", error.remedy())
}
