//! `account_check`, and what is done with the partner's own application: `application_read`, `application_check` and
//! `application_make`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    AccountCheckStart, ApplicationChangeDocument, ApplicationCheckStart, ApplicationDocument, ApplicationMakeStart,
    ApplicationStart, CheckDocument, CheckedDocument, CredentialDocument, EventKind, MadeDocument, OperationEvent,
};
use crate::failure::{ended, failed};
use crate::sync;
use partner_auth::application::{self, Change, Checked, Made, Making, RegisteredCredential};
use partner_auth::{Account, Report, Result};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Checks an account without asking anybody; the operation is over when it starts, with an error or with nothing.
pub fn check(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: AccountCheckStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    if let Err(error) = convert::account(&start.account).and_then(|account| checked(&account, start.signs_in)) {
        operation.push(failed(None, &error));
    }
    operation.finish();
    Ok(operation)
}

fn checked(account: &Account, signs_in: bool) -> Result<()> {
    let now = client().clock().unix();
    if signs_in {
        account.credential.check(&account.cloud, now)
    } else {
        account.check(now)
    }
}

/// Starts reading the ends of the application's secrets and certificates: one result, or one error.
pub fn read(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ApplicationStart = buffer::document(request)?;
    one(move |report| async move {
        let account = convert::account(&start.account)?;
        let timeout = convert::seconds(start.timeout_seconds);
        let found = application::credentials(client(), &account, timeout, &report).await?;
        Ok(OperationEvent {
            application: Some(ApplicationDocument {
                credentials: found.into_iter().map(document).collect(),
            }),
            ..OperationEvent::of(EventKind::Result, None)
        })
    })
}

/// Starts checking the application: one result, or one error.
pub fn check_registration(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ApplicationCheckStart = buffer::document(request)?;
    one(move |report| async move {
        let account = convert::account(&start.account)?;
        let manifest = start.manifest.map(sync::manifest).transpose()?;
        let timeout = convert::seconds(start.timeout_seconds);
        let checked = application::check(client(), &account, manifest.as_deref(), timeout, &report).await?;
        Ok(OperationEvent {
            checked: Some(checked_document(checked)),
            ..OperationEvent::of(EventKind::Result, None)
        })
    })
}

/// Starts making the application: one result, or one error.
pub fn make(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ApplicationMakeStart = buffer::document(request)?;
    one(move |report| async move {
        let account = convert::account(&start.account)?;
        let manifest = sync::manifest(start.manifest)?;
        let timeout = convert::seconds(start.timeout_seconds);
        let making = Making {
            what_if: start.what_if,
            secret_days: start.secret_days,
        };
        let made = application::make(client(), &account, &manifest, making, timeout, &report).await?;
        Ok(OperationEvent {
            made: Some(made_document(made)),
            ..OperationEvent::of(EventKind::Result, None)
        })
    })
}

/// An operation of one answer.
fn one<F>(work: impl FnOnce(Arc<dyn Report>) -> F) -> std::result::Result<Arc<Operation>, Status>
where
    F: Future<Output = Result<OperationEvent>> + Send + 'static,
{
    let operation = Operation::new(1, None, ended)?;
    let work = work(Events::of(&operation, None));
    operation.spawn(None, async move {
        Some(match work.await {
            Ok(result) => event::event(&result),
            Err(error) => failed(None, &error),
        })
    })?;
    operation.finish();
    Ok(operation)
}

fn checked_document(checked: Checked) -> CheckedDocument {
    let checks = checked.checks.into_iter().map(|check| CheckDocument {
        name: check.name.to_owned(),
        outcome: format!("{:?}", check.outcome),
        message: check.message,
        remedy: check.remedy,
    });
    CheckedDocument {
        application_id: checked.application_id.to_string(),
        display_name: checked.display_name,
        tenant_id: checked.tenant_id,
        checks: checks.collect(),
        credentials: checked.credentials.into_iter().map(document).collect(),
    }
}

fn made_document(made: Made) -> MadeDocument {
    let change = |change: Change| ApplicationChangeDocument {
        action: format!("{:?}", change.action),
        name: change.name,
        values: change.values,
    };
    let secret = made.secret.as_ref();
    MadeDocument {
        outcome: format!("{:?}", made.outcome),
        application_id: made.application_id,
        display_name: made.display_name,
        tenant: made.tenant,
        changes: made.changes.into_iter().map(change).collect(),
        missing: made.missing.into_iter().map(change).collect(),
        reason: made.reason,
        secret: secret.map(|s| s.text.expose().to_owned()),
        secret_ends_on: secret.map(|s| s.ends_on.clone()),
    }
}

fn document(credential: RegisteredCredential) -> CredentialDocument {
    CredentialDocument {
        certificate: credential.is_certificate,
        name: credential.name,
        ends_on: credential.ends_on,
    }
}
