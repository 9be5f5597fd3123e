//! `profile_get`.

use crate::client::{Events, client};
use crate::convert;
use crate::documents::{EventKind, OperationEvent, ProfileDocument, ProfileStart};
use crate::failure::{ended, failed};
use partner_auth::partner_center::{Caller, profile};
use partner_auth::{Report, Result};
use partner_ffi::{Operation, Status, buffer, event};
use std::sync::Arc;

/// Starts reading the profile.
pub fn get(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ProfileStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        Some(match read(&start, &report).await {
            Ok(profile) => event::event(&OperationEvent {
                profile: Some(profile),
                ..OperationEvent::of(EventKind::Result, None)
            }),
            Err(error) => failed(None, &error),
        })
    })?;
    operation.finish();
    Ok(operation)
}

async fn read(start: &ProfileStart, report: &Arc<dyn Report>) -> Result<ProfileDocument> {
    let account = convert::account(&start.account)?;
    let caller = Caller::new(client(), &account, convert::seconds(start.timeout_seconds), report);
    profile::get(&caller).await.map(convert::profile)
}
