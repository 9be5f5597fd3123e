//! `error_resolve`.

use crate::convert;
use crate::documents::{EventKind, OperationEvent, ResolutionDocument, ResolveStart};
use crate::failure::{ended, failed};
use partner_auth::Result;
use partner_auth::resolve::{self, Resolution};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Looks up what a text says; the operation is over when it starts.
pub fn resolve(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ResolveStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match read(&start) {
        Ok(found) => event::event(&OperationEvent {
            resolution: Some(document(found)),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

fn read(start: &ResolveStart) -> Result<Resolution> {
    let text = convert::secret(start.text)?;
    Ok(resolve::resolve(text.expose()))
}

fn document(found: Resolution) -> ResolutionDocument {
    ResolutionDocument {
        code: found.code,
        service: found.service.map(str::to_owned),
        known: found.known,
        kind: found.kind,
        meaning: found.meaning,
        cause: found.cause,
        remedy: found.remedy,
        class: found.class.map(str::to_owned),
        credential: found.credential,
        retryable: found.retryable,
        tenant_id: found.tenant_id,
        correlation_id: found.correlation_id,
        text: found.text,
    }
}
