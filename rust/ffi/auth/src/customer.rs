//! `customer_list`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{CustomerStart, EventKind, OperationEvent};
use crate::failure::{ended, failed};
use partner_auth::customer_sources::{self, CustomerSource, Found, Wanted};
use partner_auth::partner_center::Caller;
use partner_auth::{Account, Error, Report, Result, Tenant};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts listing: every customer is an event as soon as its page is there, and every source that failed an error.
pub fn list(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: CustomerStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let listing = Arc::downgrade(&operation);
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        let mut give = |found: Found| {
            if let Some(operation) = listing.upgrade() {
                operation.push(event::event(&OperationEvent {
                    customer: Some(convert::customer(found)),
                    ..OperationEvent::of(EventKind::Result, None)
                }));
            }
        };
        let mut errors = read(&start, &report, &mut give).await;
        // The last one ends the work.
        let last = errors.pop().map(|error| failed(None, &error));
        for error in errors {
            if let Some(operation) = listing.upgrade() {
                operation.push(failed(None, &error));
            }
        }
        last
    })?;
    operation.finish();
    Ok(operation)
}

async fn read(start: &CustomerStart, report: &Arc<dyn Report>, give: &mut (dyn FnMut(Found) + Send)) -> Vec<Error> {
    let (account, sources, wanted) = match asked(start) {
        Ok(asked) => asked,
        Err(error) => return vec![error],
    };
    let caller = Caller::new(client(), &account, convert::seconds(start.timeout_seconds), report);
    customer_sources::find(&caller, &sources, &wanted, give).await
}

fn asked(start: &CustomerStart) -> Result<(Account, Vec<CustomerSource>, Wanted)> {
    let named = start.sources.iter().map(|name| CustomerSource::by_name(name));
    let mut sources = named.collect::<Result<Vec<_>>>()?;
    if sources.is_empty() {
        sources.push(CustomerSource::PartnerCenter);
    }
    let wanted = match (&start.customer_id, &start.domain) {
        (None, None) => Wanted::All,
        (Some(id), None) => Wanted::Tenant(Tenant::parse(id)?),
        (None, Some(domain)) => Wanted::Domain(domain.clone()),
        (Some(_), Some(_)) => {
            return Err(Error::input(
                "A customer is asked for by id or by domain, not by both.",
                "Give -CustomerId or -Domain.",
            ));
        }
    };
    Ok((convert::account(&start.account)?, sources, wanted))
}
