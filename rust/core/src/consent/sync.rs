//! One customer on the way from what is granted to what is wanted.

use super::apply::{self, Changes};
use super::difference::Difference;
use super::granted::{self, Granted, Seen, every_service};
use super::journal::{Journal, Past, Scopes, Step};
use super::plan::{self, Plan, Way};
use super::{Place, effect, recreate};
use crate::client_id::ClientId;
use crate::error::{Error, ErrorKind};
use crate::manifest::Manifest;
use crate::permissions::GRAPH;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use std::collections::BTreeSet;

/// What a person allows.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Options {
    /// Nothing is changed; the result says what would be.
    pub what_if: bool,
    /// A consent that can't be extended is deleted and posted anew.
    pub recreate: bool,
    /// What the manifest does not name is taken back.
    pub prune: bool,
    /// A customer who took a consent back is asked again.
    pub force: bool,
    /// The scopes for setting up stay.
    pub keep_bootstrap: bool,
}

/// How a customer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was nothing, and now there is.
    Created,
    /// More was granted.
    Extended,
    /// Only what was too much was taken back.
    Pruned,
    /// The consent was deleted and posted anew with all scopes.
    Recreated,
    /// Everything was there.
    Unchanged,
    /// It can't be extended, and to delete it was not allowed.
    NeedsRecreate,
    /// There was a consent, and the customer took it back.
    RevokedByCustomer,
}

/// What is done with permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The first consent to a service.
    Grant,
    /// More scopes of a service.
    Extend,
    /// Roles are given.
    Assign,
    /// Scopes or roles are taken back.
    Remove,
}

/// A change of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub action: Action,
    /// The service's application id.
    pub resource: String,
    /// The service's name.
    pub name: String,
    /// The scopes or roles.
    pub permissions: Vec<String>,
}

/// How a customer went and what was done.
#[derive(Clone, Debug)]
pub struct Synced {
    /// How.
    pub outcome: Outcome,
    /// What was done, would be, or would have to be.
    pub changes: Vec<Change>,
    /// Where the state before was seen.
    pub seen: Seen,
    /// Why nothing was done, where something differs.
    pub reason: Option<String>,
}

/// Brings one customer to the wanted state.
///
/// # Errors
/// Those of reading, of Partner Center and of Graph; `NoAccess` when roles are wanted that nothing allows to give;
/// `ConsentMissing` when what was granted does not count after a minute; `InvalidInput` for a consent that must be made
/// anew without a journal.
pub async fn sync(
    place: &Place<'_>,
    manifest: &Manifest,
    options: Options,
    past: &Past,
    journal: Option<&dyn Journal>,
) -> Result<Synced, Error> {
    let run = Run {
        place,
        manifest,
        options,
        journal,
    };
    let goal = goal(manifest, options);
    if past.finished.as_ref() == Some(&goal) && past.interrupted.is_none() {
        return Ok(Synced {
            outcome: Outcome::Unchanged,
            changes: Vec::new(),
            seen: Seen::Directory,
            reason: Some("An earlier run that was not whole had finished this customer.".to_owned()),
        });
    }
    let key = (place.account.cloud.login().to_owned(), place.customer.to_string());
    let work = Box::pin(async {
        let _turn = place.client.consents().take(&key).await;
        run.bring(past).await
    });
    let about = |e| place.about(e);
    let synced = place.client.within(place.timeout, work).await.map_err(about)?;
    if let Some(journal) = journal.filter(|_| !options.what_if) {
        let done = Step::Done {
            outcome: format!("{:?}", synced.outcome),
            settled: !matches!(synced.outcome, Outcome::NeedsRecreate | Outcome::RevokedByCustomer),
            goal,
        };
        journal.write(recreate::entry(place, done)).await.map_err(about)?;
    }
    Ok(synced)
}

/// What every step needs.
struct Run<'a> {
    place: &'a Place<'a>,
    manifest: &'a Manifest,
    options: Options,
    journal: Option<&'a dyn Journal>,
}

impl Run<'_> {
    async fn bring(&self, past: &Past) -> Result<Synced, Error> {
        let restored = match &past.interrupted {
            Some(scopes) if !self.options.what_if => {
                // What was there still, as its deletion never came, is for the plan to look at.
                let back = recreate::post(self.place, self.name(), scopes).await?;
                self.wait_for(&back).await?;
                !back.is_empty()
            }
            _ => false,
        };
        let wanted: Vec<ClientId> = self.manifest.grants.iter().map(|g| g.resource).collect();
        let granted = granted::read(self.place, &wanted).await?;
        if granted.is_empty() && past.consented && past.interrupted.is_none() && !self.options.force {
            return Ok(Synced {
                outcome: Outcome::RevokedByCustomer,
                changes: Vec::new(),
                seen: granted.seen,
                reason: Some("An earlier run consented there, and nothing is granted now.".to_owned()),
            });
        }
        let plan = Plan::of(self.manifest, &granted, self.options)?;
        let mut synced = Synced {
            outcome: plan.outcome,
            changes: plan.changes(self.options),
            seen: granted.seen,
            reason: None,
        };
        if let Way::Recreate(why) = &plan.way {
            synced.reason = Some(why.clone());
        }
        if self.options.what_if || plan.outcome == Outcome::NeedsRecreate {
            return Ok(synced);
        }
        match &plan.way {
            Way::Stay if restored => synced.outcome = Outcome::Recreated,
            Way::Stay => {}
            Way::Recreate(_) => self.anew(&plan, &granted).await?,
            Way::Step => {
                if let Some(refused) = self.step(&plan, &granted).await? {
                    synced.reason = Some(format!("{refused} {}", refused.remedy()));
                    if !self.options.recreate {
                        synced.outcome = Outcome::NeedsRecreate;
                        return Ok(synced);
                    }
                    synced.outcome = Outcome::Recreated;
                    self.anew(&plan, &granted).await?;
                }
            }
        }
        if plan.way != Way::Stay {
            self.settle(&plan).await?;
        }
        Ok(synced)
    }

    /// The application's name as customers see it.
    fn name(&self) -> Option<&str> {
        self.manifest.display_name.as_deref()
    }

    /// Changes one by one. Where Graph has no consent yet, it comes first: its tokens make the rest. Gives the directory's
    /// refusal to extend, before which nothing was done.
    async fn step(&self, plan: &Plan, granted: &Granted) -> Result<Option<Error>, Error> {
        let writes = plan::writes(&plan.difference);
        let has_graph = plan::has_graph(granted);
        if writes && has_graph {
            let changes = Changes::of(self.place, granted, &plan.difference).await?;
            match changes.scopes().await {
                Err(error) if is_denied(&error) && plan.difference.extends() => return Ok(Some(error)),
                done => done?,
            }
            changes.roles().await?;
        }
        let mut first = self.created(plan);
        if writes && !has_graph && !plan.bootstrap.is_empty() {
            let graph = first.entry(GRAPH.to_owned()).or_default();
            graph.extend(plan.bootstrap.iter().cloned());
        }
        self.create(&first).await?;
        if writes && !has_graph {
            self.wait_for(&first).await?;
            self.change_the_rest().await?;
        }
        Ok(None)
    }

    async fn create(&self, scopes: &Scopes) -> Result<(), Error> {
        for (resource, names) in scopes {
            apply::create(self.place, self.name(), ClientId::parse(resource)?, names).await?;
        }
        Ok(())
    }

    /// The scopes of services that have no consent yet.
    fn created(&self, plan: &Plan) -> Scopes {
        let new = plan
            .difference
            .services
            .iter()
            .filter(|s| s.is_new && !s.missing_scopes.is_empty());
        new.map(|s| (s.resource.clone(), s.missing_scopes.clone())).collect()
    }

    /// Deletes the consent and makes it anew with all scopes.
    async fn anew(&self, plan: &Plan, granted: &Granted) -> Result<(), Error> {
        let Some(journal) = self.journal else {
            return Err(Error::input(
                "A consent is only made anew with a journal.",
                "Give -ResumePath: what is deleted is written down there first.",
            ));
        };
        // Tokens tell of the services that were asked for: the others must not get lost.
        let granted = match granted.seen {
            Seen::Directory => granted,
            Seen::Tokens => &granted::read(self.place, &self.every_service()).await?,
        };
        let scopes = plan::whole(self.manifest, granted, plan, self.options);
        // Before anything is deleted, so that a service that can't be consented to costs the others nothing.
        self.create(&self.created(plan)).await?;
        recreate::recreate(self.place, self.name(), &scopes, journal).await?;
        self.wait_for(&scopes).await?;
        if plan.difference.changes_roles() {
            self.change_the_rest().await?;
        }
        Ok(())
    }

    fn every_service(&self) -> Vec<ClientId> {
        let mut all = every_service();
        let named = self.manifest.grants.iter().map(|g| g.resource);
        all.extend(named.filter(|r| !every_service().contains(r)));
        all
    }

    /// What Partner Center can't do, after it did its part.
    async fn change_the_rest(&self) -> Result<(), Error> {
        let granted = self.directory().await?;
        let difference = plan::to_change(self.manifest, &granted, self.options);
        let changes = Changes::of(self.place, &granted, &difference).await?;
        changes.scopes().await?;
        changes.roles().await
    }

    /// What the customer's directory says, where nothing else will do.
    async fn directory(&self) -> Result<Granted, Error> {
        let granted = granted::read(self.place, &[]).await?;
        match granted.seen {
            Seen::Directory => Ok(granted),
            Seen::Tokens => Err(Error::new(
                ErrorKind::NoAccess,
                "The application may not read the customer's directory, where its permissions are written.",
                "Name Directory.Read.All, or Application.ReadWrite.All and DelegatedPermissionGrant.ReadWrite.All, in the manifest's grants or bootstrap.",
            )),
        }
    }

    /// Reads back what was done, and takes back what was only lent.
    async fn settle(&self, plan: &Plan) -> Result<(), Error> {
        let wanted = self.manifest.grants.iter();
        let wanted = wanted.map(|g| {
            (
                g.resource.to_string(),
                g.delegated.iter().map(|p| p.name.clone()).collect(),
            )
        });
        let wanted: Scopes = wanted.collect();
        self.wait_for(&wanted).await?;
        let lent = !plan.bootstrap.is_empty() && !self.options.keep_bootstrap;
        if plan.difference.changes_roles() || lent {
            let granted = self.directory().await?;
            if plan::to_change(self.manifest, &granted, self.options).changes_roles() {
                return Err(Error::new(
                    ErrorKind::ServiceError,
                    "The application's own permissions were changed, and what is read back is not what was wanted.",
                    "Run the command again later.",
                ));
            }
            if lent {
                self.take_back(&granted, &plan.bootstrap).await?;
            }
        }
        self.place.drop_tokens().await;
        Ok(())
    }

    async fn take_back(&self, granted: &Granted, lent: &BTreeSet<String>) -> Result<(), Error> {
        let mut difference = Difference::of(self.manifest, granted);
        difference.services.retain(|s| s.resource == GRAPH);
        for service in &mut difference.services {
            service.missing_scopes.clear();
            service.extra_scopes.retain(|s| lent.contains(s));
            service.extra_roles.clear();
        }
        let taken = match Changes::of(self.place, granted, &difference).await {
            Ok(changes) => changes.scopes().await,
            Err(error) => Err(error),
        };
        taken.map_err(|e| {
            let names: Vec<&str> = lent.iter().map(String::as_str).collect();
            e.advise_first(&format!(
                "The consent still holds {}, which was for setting up.",
                names.join(", ")
            ))
        })
    }

    /// Waits until what was granted counts; where tokens are another application's, the directory tells.
    async fn wait_for(&self, scopes: &Scopes) -> Result<(), Error> {
        if !self.place.is_own() {
            return effect::read_back(self.place, scopes).await;
        }
        let wanted = scopes
            .iter()
            .map(|(resource, names)| Ok((ClientId::parse(resource)?, names.clone())));
        let wanted: Vec<_> = wanted.collect::<Result<_, Error>>()?;
        effect::wait(self.place, &wanted).await
    }
}

/// What is wanted, as a short text that changes with it.
fn goal(manifest: &Manifest, options: Options) -> String {
    let wanted = format!("{manifest:?} {}", options.prune);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, wanted.as_bytes()))
}

/// True when the directory refused a change: the user's role there, or the consent, does not allow it.
fn is_denied(error: &Error) -> bool {
    error.http_status() == Some(403)
        || matches!(
            error.kind(),
            ErrorKind::ConsentMissing | ErrorKind::ConsentScopesMissing
        )
}
