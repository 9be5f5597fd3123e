//! `account_check` and `application_read`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    AccountCheckStart, ApplicationDocument, ApplicationStart, CredentialDocument, EventKind, OperationEvent,
};
use crate::failure::{ended, failed};
use partner_auth::application::{self, RegisteredCredential};
use partner_auth::{Account, Result};
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
    let operation = Operation::new(1, None, ended)?;
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        let timeout = convert::seconds(start.timeout_seconds);
        let found = match convert::account(&start.account) {
            Ok(account) => application::credentials(client(), &account, timeout, &report).await,
            Err(error) => Err(error),
        };
        Some(match found {
            Ok(found) => event::event(&OperationEvent {
                application: Some(ApplicationDocument {
                    credentials: found.into_iter().map(document).collect(),
                }),
                ..OperationEvent::of(EventKind::Result, None)
            }),
            Err(error) => failed(None, &error),
        })
    })?;
    operation.finish();
    Ok(operation)
}

fn document(credential: RegisteredCredential) -> CredentialDocument {
    CredentialDocument {
        certificate: credential.is_certificate,
        name: credential.name,
        ends_on: credential.ends_on,
    }
}
