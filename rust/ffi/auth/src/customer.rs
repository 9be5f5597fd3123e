//! `customer_list`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{CustomerStart, EventKind, OperationEvent};
use crate::failure::{ended, failed};
use partner_auth::partner_center::Caller;
use partner_auth::partner_center::customers::{self, Customer};
use partner_auth::{Error, Result, Tenant};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts listing: every customer is an event as soon as its page is there.
pub fn list(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: CustomerStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let listing = Arc::downgrade(&operation);
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        let mut give = |customer: Customer| {
            if let Some(operation) = listing.upgrade() {
                operation.push(event::event(&OperationEvent {
                    customer: Some(convert::customer(customer)),
                    ..OperationEvent::of(EventKind::Result, None)
                }));
            }
        };
        read(&start, &report, &mut give)
            .await
            .err()
            .map(|error| failed(None, &error))
    })?;
    operation.finish();
    Ok(operation)
}

async fn read(
    start: &CustomerStart,
    report: &Arc<dyn partner_auth::Report>,
    give: &mut (dyn FnMut(Customer) + Send),
) -> Result<()> {
    let account = convert::account(&start.account)?;
    let caller = Caller::new(client(), &account, convert::seconds(start.timeout_seconds), report);
    match (&start.customer_id, &start.domain) {
        (None, None) => customers::list(&caller, give).await,
        (Some(id), None) => customers::by_id(&caller, &Tenant::parse(id)?).await.map(give),
        (None, Some(domain)) => customers::by_domain(&caller, domain, give).await,
        (Some(_), Some(_)) => Err(Error::input(
            "A customer is asked for by id or by domain, not by both.",
            "Give -CustomerId or -Domain.",
        )),
    }
}
