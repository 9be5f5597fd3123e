//! `token_acquire` and `token_inspect`.

use crate::bulk;
use crate::client::{Events, client};
use crate::documents::{EventKind, InspectStart, OperationEvent, TokenDocument, TokenItem, TokenStart};
use crate::failure::{ended, failed};
use crate::{convert, environment};
use partner_auth::claims::Claims;
use partner_auth::token::Acquired;
use partner_auth::{Error, Result, Scopes, Tenant};
use partner_ffi::{Event, Operation, Outcome, Status, buffer, event};
use std::sync::Arc;

/// Starts with the request's items; more may be fed.
pub fn acquire(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: TokenStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add)
}

/// A cached token answers at once, on the caller's thread; everything else is work.
fn add(operation: &Arc<Operation>, document: &TokenItem) -> Outcome {
    let item = Some(document.item);
    let request = match convert::token_request(document) {
        Ok(request) => request,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.tenant))),
    };
    if let Some(acquired) = client().cached(&request) {
        if let Some(work) = client().renewal(&request, &acquired) {
            partner_ffi::spawn(work);
        }
        return operation.answer(result(item, &acquired));
    }
    let report = Events::of(operation, item);
    operation.spawn(item, async move {
        Some(match client().acquire(&request, report).await {
            Ok(acquired) => result(item, &acquired),
            Err(error) => failed(item, &error),
        })
    })
}

fn result(item: Option<u32>, acquired: &Acquired) -> Event {
    event::event(&OperationEvent {
        token: Some(convert::token(acquired)),
        ..OperationEvent::of(EventKind::Result, item)
    })
}

/// Reads the claims of a token; the operation is over when it starts.
pub fn inspect(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: InspectStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match claims(&start) {
        Ok(token) => event::event(&OperationEvent {
            token: Some(token),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

/// Refuses what can't be right beside a token, although nobody is asked for it.
fn readable(start: &InspectStart) -> Result<()> {
    if let Some(tenant) = &start.tenant {
        Tenant::parse(tenant)?;
    }
    if let Some(at) = &start.environment {
        Scopes::parse(&environment::cloud(at)?, &start.scopes)?;
    }
    Ok(())
}

fn claims(start: &InspectStart) -> Result<TokenDocument> {
    readable(start)?;
    let secret = convert::secret(start.access_token)?;
    let claims = Claims::of_access_token(secret.expose())?;
    let expires_on = claims.expires_on().ok_or_else(|| {
        Error::input(
            "The access token does not say when it ends.",
            "Pass an access token of Microsoft Entra ID.",
        )
    })?;
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    Ok(TokenDocument {
        expires_on,
        extended_expires_on: expires_on,
        scopes: claims.scp.as_deref().map_or_else(|| claims.roles.clone(), words),
        client_id: claims.application().map(str::to_owned),
        user_name: claims.upn.clone().or(claims.preferred_username.clone()),
        mfa: claims.mfa(),
        tenant_id: claims.tid,
        audience: claims.aud,
        object_id: claims.oid,
        access_token: None,
        refresh_token: None,
        id_token: None,
        home_object_id: None,
        home_tenant_id: None,
        correlation_id: String::new(),
        cached: false,
    })
}
