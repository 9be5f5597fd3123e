//! Operations over many items: those of the request, and those that are fed.

use crate::client::client;
use crate::failure::ended;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use partner_auth::throttle::Throttle;
use partner_ffi::{Gate, Operation, Outcome, Status, buffer};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The core's throttle as the gate of an operation.
pub struct Throttled(pub Arc<Throttle>);

impl Gate for Throttled {
    fn enter(&self) -> BoxFuture<'_, Box<dyn Send + '_>> {
        async {
            let place: Box<dyn Send> = Box::new(self.0.enter().await);
            place
        }
        .boxed()
    }
}

/// Starts with the request's items; `complete` says that none will be fed after them.
pub fn start<Item: DeserializeOwned + 'static>(
    throttle_limit: u32,
    items: &[Item],
    complete: bool,
    add: impl Fn(&Arc<Operation>, &Item) -> Outcome + Clone + Send + Sync + 'static,
) -> Result<Arc<Operation>, Status> {
    let first = add.clone();
    let feed = move |operation: &Arc<Operation>, item: &[u8]| add(operation, &buffer::document(item)?);
    let most = u16::try_from(throttle_limit).ok().filter(|most| *most > 0);
    let throttle = Throttle::new(most.ok_or(Status::BadArgument)?.into(), client().shared_clock());
    let operation = Operation::gated(Box::new(Throttled(throttle)), Some(Box::new(feed)), ended);
    for item in items {
        first(&operation, item)?;
    }
    if complete {
        operation.finish();
    }
    Ok(operation)
}
