//! `consent_sync`, with the manifests and journals it names by id.

use crate::bulk;
use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    ChangeDocument, EventKind, JournalDocument, JournalNoteStart, JournalStart, ManifestDocument, ManifestStart,
    OperationEvent, SyncDocument, SyncItem, SyncStart,
};
use crate::failure::{ended, failed};
use crate::fleet;
use futures_util::future::join;
use partner_auth::consent::journal::{Entry, History, Journal, Step, VERSION};
use partner_auth::consent::sync::{Options, Synced, sync};
use partner_auth::consent::{Place, both_sides};
use partner_auth::manifest::Manifest;
use partner_auth::partner_center::Caller;
use partner_auth::{Account, ClientId, Error, Report, Tenant};
use partner_ffi::{Operation, Outcome, Status, Table, buffer, event, guard};
use partner_store::JournalFile;
use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

static MANIFESTS: Table<OpenManifest> = Table::new();
static JOURNALS: Table<OpenJournal> = Table::new();

/// A manifest under way.
struct OpenManifest {
    manifest: Arc<Manifest>,
    /// Sign-in services and home tenants of the partners whose own side was looked at.
    looked_at: Mutex<HashSet<(String, String)>>,
}

impl OpenManifest {
    /// Looks at the partner's own side, once for each partner of a run.
    async fn look_at_home(&self, account: &Account, timeout: Duration, report: &Arc<dyn Report>) {
        let home = (account.cloud.login().to_owned(), account.home.to_string());
        let is_first = self
            .looked_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(home);
        if is_first {
            both_sides::check(&Caller::new(client(), account, timeout, report), &self.manifest).await;
        }
    }
}

/// A journal under way, with what earlier runs wrote into it.
struct OpenJournal {
    application: ClientId,
    file: JournalFile,
    goal: Option<String>,
    history: History,
}

impl OpenJournal {
    fn entry(&self, tenant: Option<String>, step: Step) -> Entry {
        Entry {
            version: VERSION,
            time: client().clock().unix(),
            application: self.application.to_string(),
            tenant,
            step,
        }
    }
}

/// Reads a manifest; the operation is over when it starts.
pub fn open_manifest(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: ManifestStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match Manifest::parse(&start.name, &start.text) {
        Ok(manifest) => event::event(&OperationEvent {
            manifest: Some(manifest_document(manifest)),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

/// A manifest that was read.
///
/// # Errors
/// `InternalError` for one that was closed.
pub fn manifest(id: u64) -> Result<Arc<Manifest>, Error> {
    let open = MANIFESTS.get(id).ok_or_else(gone)?;
    Ok(Arc::clone(&open.manifest))
}

/// Forgets a manifest. What already runs keeps it until it is done.
pub fn close_manifest(id: u64) -> i32 {
    guard(|| MANIFESTS.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// Opens a journal; the operation is over when it starts.
pub fn open_journal(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: JournalStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match journal(&start) {
        Ok(document) => event::event(&OperationEvent {
            journal: Some(document),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

/// Notes in a journal that a run is done with a customer; the operation is over when it starts.
pub fn note(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: JournalNoteStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match noted(start) {
        Ok(()) => event::event(&OperationEvent::of(EventKind::Result, None)),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

fn noted(start: JournalNoteStart) -> Result<(), Error> {
    let journal = JOURNALS.get(start.journal).ok_or_else(gone)?;
    for customer in start.customers {
        let goal = start.goal.clone();
        journal
            .file
            .note(&journal.entry(Some(customer), Step::Finished { goal }))?;
    }
    Ok(())
}

/// Closes a journal; `went_well` says that the run was whole and nothing failed. What already runs keeps it.
pub fn close_journal(id: u64, went_well: bool) -> i32 {
    guard(|| {
        let journal = JOURNALS.remove(id).ok_or(Status::BadHandle)?;
        if went_well {
            let goal = journal.goal.clone();
            // Without this line the next run looks at its customers less closely, and nothing is lost.
            drop(journal.file.add(&journal.entry(None, Step::Ended { goal })));
        }
        Ok(())
    })
}

/// Starts with the request's items; more may be fed.
pub fn start(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: SyncStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add)
}

fn journal(start: &JournalStart) -> Result<JournalDocument, Error> {
    let application = ClientId::parse(&start.application_id)?;
    let (file, text) = JournalFile::open(Path::new(&start.path))?;
    let history = History::read(&text, application)?;
    let interrupted = history.interrupted().map(str::to_owned).collect();
    let goal = start.goal.as_deref();
    let finished = goal.map(|goal| history.finished(goal).map(str::to_owned).collect());
    let id = JOURNALS.insert(Arc::new(OpenJournal {
        application,
        file,
        goal: start.goal.clone(),
        history,
    }));
    Ok(JournalDocument {
        id,
        interrupted,
        finished: finished.unwrap_or_default(),
    })
}

fn add(operation: &Arc<Operation>, document: &SyncItem) -> Outcome {
    let item = Some(document.item);
    let wanted = match Wanted::read(operation, document) {
        Ok(wanted) => wanted,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    fleet::spawn(
        operation,
        document.fleet,
        document.item,
        &document.customer,
        async move {
            Some(match Box::pin(wanted.bring()).await {
                Ok(document) => event::event(&OperationEvent {
                    sync: Some(document),
                    ..OperationEvent::of(EventKind::Result, item)
                }),
                Err(error) => failed(item, &error.tenant(&wanted.customer.to_string())),
            })
        },
    )
}

/// A customer, and what its consent shall be.
pub struct Wanted {
    /// Who asks.
    pub account: Account,
    /// The customer.
    pub customer: Tenant,
    /// The application.
    pub application: ClientId,
    /// The most it may take.
    pub timeout: Duration,
    /// Who is told.
    pub report: Arc<dyn Report>,
    manifest: Arc<OpenManifest>,
    journal: Option<Arc<OpenJournal>>,
    options: Options,
}

impl Wanted {
    /// Reads an item.
    ///
    /// # Errors
    /// `InvalidInput` for an account, a customer or a manifest that can't be right.
    pub fn read(operation: &Arc<Operation>, document: &SyncItem) -> Result<Self, Error> {
        let manifest = MANIFESTS.get(document.manifest).ok_or_else(gone)?;
        let journal = document.journal.map(|id| JOURNALS.get(id).ok_or_else(gone));
        Ok(Self {
            account: convert::account(&document.account)?,
            customer: Tenant::parse(&document.customer)?,
            application: manifest.manifest.application()?,
            timeout: convert::seconds(document.timeout_seconds),
            report: Events::of(operation, Some(document.item)),
            journal: journal.transpose()?,
            manifest,
            options: Options {
                what_if: document.what_if,
                recreate: document.recreate,
                prune: document.prune,
                force: document.force,
                keep_bootstrap: document.keep_bootstrap,
            },
        })
    }

    /// The manifest.
    pub fn manifest(&self) -> &Arc<Manifest> {
        &self.manifest.manifest
    }

    /// True when an earlier run deleted that tenant's consent and was cut short.
    pub fn is_interrupted(&self, tenant_id: &str) -> bool {
        let journal = self.journal.as_ref();
        journal.is_some_and(|j| j.history.of(tenant_id).interrupted.is_some())
    }

    /// Brings the consent to the wanted state.
    ///
    /// # Errors
    /// Those of the core.
    pub async fn bring(&self) -> Result<SyncDocument, Error> {
        let (account, timeout, report) = (&self.account, self.timeout, &self.report);
        let work = async {
            let place = Place::find(client(), account, self.application, &self.customer, timeout, report).await?;
            let past = self.journal.as_ref().map(|j| j.history.of(&place.customer.to_string()));
            let file = self.journal.as_ref().map(|j| -> &dyn Journal { &j.file });
            let synced = sync(&place, self.manifest(), self.options, &past.unwrap_or_default(), file).await?;
            Ok(sync_document(&place, synced))
        };
        let home = self.manifest.look_at_home(account, timeout, report);
        let ((), done) = join(home, work).await;
        done
    }
}

fn gone() -> Error {
    Error::internal("A manifest or a journal was closed while it was in use.")
}

fn sync_document(place: &Place<'_>, synced: Synced) -> SyncDocument {
    let changes = synced.changes.into_iter().map(|change| ChangeDocument {
        action: format!("{:?}", change.action),
        resource: change.resource,
        name: change.name,
        permissions: change.permissions,
    });
    SyncDocument {
        tenant_id: place.customer.to_string(),
        application_id: place.application.to_string(),
        outcome: format!("{:?}", synced.outcome),
        changes: changes.collect(),
        reason: synced.reason,
    }
}

fn manifest_document(manifest: Manifest) -> ManifestDocument {
    let summary: Vec<String> = manifest
        .grants
        .iter()
        .map(|grant| {
            let names = grant
                .delegated
                .iter()
                .chain(&grant.application)
                .map(|p| p.name.as_str());
            format!("{}: {}", grant.name, names.collect::<Vec<_>>().join(", "))
        })
        .collect();
    ManifestDocument {
        application_id: manifest.application_id.map(|id| id.to_string()),
        display_name: manifest.display_name.clone(),
        summary: summary.join("; "),
        id: MANIFESTS.insert(Arc::new(OpenManifest {
            manifest: Arc::new(manifest),
            looked_at: Mutex::default(),
        })),
    }
}
