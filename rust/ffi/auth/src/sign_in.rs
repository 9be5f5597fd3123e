//! `sign_in`.

use crate::client::{Events, client};
use crate::documents::{EventKind, OperationEvent, SignInDocument, SignInKind, SignInStart};
use crate::failure::{ended, failed};
use crate::{convert, refresh_tokens};
use partner_auth::sign_in::{self, BrowserOptions, SignInRequest, SignedIn, Way};
use partner_auth::token::Acquired;
use partner_auth::{Result, Scopes, Tenant};
use partner_ffi::{Event, Operation, Status, buffer, event};
use std::sync::Arc;
use std::time::Duration;

/// Starts a sign-in: one result, or one error.
pub fn start(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: SignInStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let report = Events::of(&operation, None);
    operation.spawn(None, async move {
        let signed_in = match convert(start) {
            Ok(request) => sign_in::sign_in(client(), &request, &report).await,
            Err(error) => Err(error),
        };
        Some(signed_in.map_or_else(|error| failed(None, &error), result))
    })?;
    operation.finish();
    Ok(operation)
}

fn convert(start: SignInStart) -> Result<SignInRequest> {
    let account = convert::account(&start.account)?;
    Ok(SignInRequest {
        tenant: Tenant::parse(&start.tenant)?,
        scopes: Scopes::parse(&account.cloud, &start.scopes)?,
        account,
        way: match start.kind {
            SignInKind::Device => Way::Device,
            SignInKind::Browser => Way::Browser(BrowserOptions {
                login_hint: start.login_hint,
                prompt: start.prompt,
                claims: start.claims,
                any_port: start.any_port,
            }),
        },
        timeout: start.timeout_seconds.map(|seconds| Duration::from_secs(seconds.into())),
    })
}

fn result(signed_in: SignedIn) -> Event {
    let acquired = Acquired {
        token: signed_in.token,
        refresh_token: Some(signed_in.refresh_token.newest()),
        cached: false,
    };
    event::event(&OperationEvent {
        sign_in: Some(SignInDocument {
            token: convert::token(&acquired),
            refresh_token: refresh_tokens::keep(signed_in.refresh_token),
        }),
        ..OperationEvent::of(EventKind::Result, None)
    })
}
