//! `sandbox_start`.

use crate::documents::{EventKind, OperationEvent, SandboxStart};
use partner_ffi::{Event, Failure, Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts a sandbox that runs until the operation is cancelled or closed.
pub fn start(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let _start: SandboxStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(failed("The sandbox can't start yet.".into()));
    operation.finish();
    Ok(operation)
}

/// A sandbox that was stopped has ended well; only a defect is told.
fn ended(_: Option<u32>, failure: Failure) -> Option<Event> {
    match failure {
        Failure::Cancelled => None,
        Failure::Panicked(Some(at)) => Some(failed(format!(
            "The sandbox ended in a defect at {}:{}.",
            at.file, at.line
        ))),
        Failure::Panicked(None) => Some(failed("The sandbox ended in a defect.".to_owned())),
    }
}

fn failed(message: String) -> Event {
    event::event(&OperationEvent {
        kind: EventKind::Error,
        message: Some(message),
        sandbox: None,
    })
}
