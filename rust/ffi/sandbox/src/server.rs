//! `sandbox_start`.

use crate::documents::{EventKind, OperationEvent, SandboxStart};
use partner_ffi::{Event, Failure, Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts a sandbox that runs until the operation is cancelled or closed.
pub fn start(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let _start: SandboxStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(event::event(&OperationEvent {
        kind: EventKind::Error,
        message: Some("The sandbox can't start yet.".into()),
        sandbox: None,
    }));
    operation.finish();
    Ok(operation)
}

fn ended(_: Option<u32>, failure: Failure) -> Event {
    let message = match failure {
        Failure::Cancelled => "The sandbox was stopped.".to_owned(),
        Failure::Panicked(Some(at)) => format!("The sandbox ended in a defect at {}:{}.", at.file, at.line),
        Failure::Panicked(None) => "The sandbox ended in a defect.".to_owned(),
    };
    event::event(&OperationEvent {
        kind: EventKind::Error,
        message: Some(message),
        sandbox: None,
    })
}
