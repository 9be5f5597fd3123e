//! `access_test`.

use crate::bulk;
use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    AccessDocument, AccessItem, AccessStart, AccessStepDocument, EventKind, OperationEvent, RepairDocument,
};
use crate::failure::failed;
use crate::fleet;
use crate::sync;
use partner_auth::access::{self, Access, Goal, Repair, Step, Survey};
use partner_auth::partner_center::Caller;
use partner_auth::{Account, Error, Resource, Tenant};
use partner_ffi::{Operation, Outcome, Status, buffer, event};
use std::sync::Arc;

/// Starts with the request's items; more may be fed.
pub fn test(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: AccessStart = buffer::document(request)?;
    let goal = Arc::new(goal(&start));
    let survey = Arc::new(Survey::new(start.complete && start.items.len() == 1));
    bulk::start(
        start.throttle_limit,
        &start.items,
        start.complete,
        move |operation, item| add(operation, item, &survey, &goal),
    )
}

/// The resources of short names.
///
/// # Errors
/// `InvalidInput` for a name that is none.
pub fn workloads(names: &[String]) -> Result<Vec<Resource>, Error> {
    let workload = |name: &String| {
        Resource::by_name(name).ok_or_else(|| {
            let names: Vec<&str> = Resource::ALL.iter().map(|r| r.name()).collect();
            Error::input(
                format!("'{}' is no resource.", partner_auth::error::clean(name)),
                format!("Give one of {}.", names.join(", ")),
            )
        })
    };
    names.iter().map(workload).collect()
}

fn goal(start: &AccessStart) -> Result<Goal, Error> {
    let goal = Goal {
        workloads: workloads(&start.workloads)?,
        manifest: start.manifest.map(sync::manifest).transpose()?,
        expiring_days: start.expiring_days,
    };
    goal.workloads().map(|_| goal)
}

fn add(
    operation: &Arc<Operation>,
    document: &AccessItem,
    survey: &Arc<Survey>,
    goal: &Arc<Result<Goal, Error>>,
) -> Outcome {
    let item = Some(document.item);
    let read = || {
        let goal = goal.as_ref().as_ref().map_err(Error::clone)?;
        Ok((
            goal.clone(),
            convert::account(&document.account)?,
            Tenant::parse(&document.customer)?,
        ))
    };
    let (goal, account, customer) = match read() {
        Ok(read) => read,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    let timeout = convert::seconds(document.timeout_seconds);
    let report = Events::of(operation, item);
    let survey = Arc::clone(survey);
    fleet::spawn(
        operation,
        document.fleet,
        document.item,
        &document.customer,
        async move {
            let caller = Caller::new(client(), &account, timeout, &report);
            Some(match Box::pin(access::test(&survey, &caller, &customer, &goal)).await {
                Ok(access) => event::event(&OperationEvent {
                    access: Some(access_document(&account, access)),
                    ..OperationEvent::of(EventKind::Result, item)
                }),
                Err(error) => failed(item, &error.tenant(&customer.to_string())),
            })
        },
    )
}

/// The way to a customer as a document.
pub fn access_document(account: &Account, access: Access) -> AccessDocument {
    let steps = access.steps.into_iter().map(|step| step_document(account, step));
    AccessDocument {
        tenant_id: access.tenant.map(|id| id.to_string()),
        name: access.name,
        application_id: account.client_id.to_string(),
        workloads: access.workloads.iter().map(|w| w.name().to_owned()).collect(),
        steps: steps.collect(),
        relationship_ends_on: access.relationship_ends_on,
    }
}

fn step_document(account: &Account, step: Step) -> AccessStepDocument {
    let error = step.error.as_ref();
    let text = |of: fn(&Error) -> Option<&str>| error.and_then(of).map(str::to_owned);
    AccessStepDocument {
        name: format!("{:?}", step.rung),
        workload: step.workload.map(|w| w.name().to_owned()),
        outcome: format!("{:?}", step.outcome),
        service_code: text(Error::service_code),
        service_text: text(Error::service_text),
        correlation_id: text(Error::correlation_id),
        cause: step.cause.map(|c| format!("{c:?}")),
        repair: step.repair.map(|r| repair_document(account, r)),
        remedy: step.remedy,
        message: step.message,
    }
}

fn repair_document(account: &Account, repair: Repair) -> RepairDocument {
    let graph = account.cloud.graph().unwrap_or_default();
    RepairDocument {
        command: repair.command,
        method: repair.method.map(str::to_owned),
        uri: repair.path.map(|path| format!("{graph}{path}")),
        body: repair.body,
    }
}
