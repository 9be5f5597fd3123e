//! `access_repair`.

use crate::access::{access_document, workloads};
use crate::bulk;
use crate::client::client;
use crate::convert;
use crate::documents::{AccessRepairDocument, AccessRepairStart, EventKind, OperationEvent, SyncItem};
use crate::failure::failed;
use crate::fleet;
use crate::sync::Wanted;
use partner_auth::access::{self, Goal, Survey};
use partner_auth::partner_center::Caller;
use partner_auth::{Error, Resource};
use partner_ffi::{Operation, Outcome, Status, buffer, event};
use std::sync::Arc;

/// Starts with the request's items; more may be fed.
pub fn repair(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: AccessRepairStart = buffer::document(request)?;
    let workloads = Arc::new(workloads(&start.workloads));
    let survey = Arc::new(Survey::new(start.complete && start.items.len() == 1));
    bulk::start(
        start.throttle_limit,
        &start.items,
        start.complete,
        move |operation, item| add(operation, item, &survey, &workloads),
    )
}

fn add(
    operation: &Arc<Operation>,
    document: &SyncItem,
    survey: &Arc<Survey>,
    workloads: &Result<Vec<Resource>, Error>,
) -> Outcome {
    let item = Some(document.item);
    let read = || {
        let workloads = workloads.as_ref().map_err(Error::clone)?;
        let wanted = Wanted::read(operation, document)?;
        if wanted.application != wanted.account.client_id {
            return Err(Error::input(
                format!(
                    "The manifest is that of application {}, and the context is that of {}.",
                    wanted.application, wanted.account.client_id
                ),
                "Give the manifest of the application that the context is connected with.",
            ));
        }
        let goal = Goal {
            workloads: workloads.clone(),
            manifest: Some(Arc::clone(wanted.manifest())),
            expiring_days: 0,
        };
        Ok((wanted, goal))
    };
    let (wanted, goal) = match read() {
        Ok(read) => read,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    let (survey, what_if) = (Arc::clone(survey), document.what_if);
    fleet::spawn(
        operation,
        document.fleet,
        document.item,
        &document.customer,
        async move {
            Some(match Box::pin(mend(&survey, &wanted, &goal, what_if)).await {
                Ok(document) => event::event(&OperationEvent {
                    access_repair: Some(document),
                    ..OperationEvent::of(EventKind::Result, item)
                }),
                Err(error) => failed(item, &error.tenant(&wanted.customer.to_string())),
            })
        },
    )
}

async fn mend(survey: &Survey, wanted: &Wanted, goal: &Goal, what_if: bool) -> Result<AccessRepairDocument, Error> {
    let look = || async {
        let caller = Caller::new(client(), &wanted.account, wanted.timeout, &wanted.report);
        Box::pin(access::test(survey, &caller, &wanted.customer, goal)).await
    };
    let before = look().await?;
    let mut mended = AccessRepairDocument {
        before: access_document(&wanted.account, before.clone()),
        sync: None,
        after: None,
    };
    let is_interrupted = before.tenant.is_some_and(|id| wanted.is_interrupted(&id.to_string()));
    if !before.is_of_consent() && !is_interrupted {
        return Ok(mended);
    }
    mended.sync = Some(wanted.bring().await?);
    if !what_if {
        // What was changed is told also when it can't be looked at again.
        let after = look().await.ok();
        mended.after = after.map(|after| access_document(&wanted.account, after));
    }
    Ok(mended)
}
