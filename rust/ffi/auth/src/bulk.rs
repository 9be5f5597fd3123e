//! Operations over many items: those of the request, and those that are fed.

use crate::failure::ended;
use partner_ffi::{Operation, Outcome, Status, buffer};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Starts with the request's items; `complete` says that none will be fed after them.
pub fn start<Item: DeserializeOwned + 'static>(
    throttle_limit: u32,
    items: &[Item],
    complete: bool,
    add: impl Fn(&Arc<Operation>, &Item) -> Outcome + Clone + Send + Sync + 'static,
) -> Result<Arc<Operation>, Status> {
    let first = add.clone();
    let feed = move |operation: &Arc<Operation>, item: &[u8]| add(operation, &buffer::document(item)?);
    let operation = Operation::new(throttle_limit, Some(Box::new(feed)), ended)?;
    for item in items {
        first(&operation, item)?;
    }
    if complete {
        operation.finish();
    }
    Ok(operation)
}
