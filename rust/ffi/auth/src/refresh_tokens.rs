//! Refresh tokens by id. Each keeps its newest successor, and all who name it use that.

use crate::documents::{EventKind, OperationEvent, RefreshTokenDocument, RefreshTokenStart};
use crate::failure::{ended, failed};
use crate::{convert, secrets};
use partner_auth::RefreshToken;
use partner_ffi::{Operation, Status, Table, buffer, event, guard};
use std::sync::Arc;

static REFRESH_TOKENS: Table<RefreshToken> = Table::new();

/// Takes a refresh token and answers its id.
///
/// # Safety
/// As [`buffer::input`] and [`buffer::answer`].
pub unsafe fn create(bytes: *const u8, length: u64, id: *mut u64) -> i32 {
    guard(|| {
        // SAFETY: the caller's promise is ours.
        let token = unsafe { secrets::take(bytes, length, id) }?;
        let number = keep(Arc::new(RefreshToken::new(Arc::new(token))));
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::answer(id, number) }
    })
}

/// Keeps a refresh token and gives its id.
pub fn keep(token: Arc<RefreshToken>) -> u64 {
    REFRESH_TOKENS.insert(token)
}

/// Forgets a refresh token.
pub fn close(id: u64) -> i32 {
    guard(|| REFRESH_TOKENS.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// The refresh token of an id.
pub fn get(id: u64) -> Option<Arc<RefreshToken>> {
    REFRESH_TOKENS.get(id)
}

/// Tells what is known of a refresh token; the operation is over when it starts.
pub fn read(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: RefreshTokenStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    operation.push(match convert::refresh_token(start.refresh_token) {
        Ok(token) => event::event(&OperationEvent {
            refresh_token: Some(document(&token, start.with_token)),
            ..OperationEvent::of(EventKind::Result, None)
        }),
        Err(error) => failed(None, &error),
    });
    operation.finish();
    Ok(operation)
}

fn document(token: &RefreshToken, with_token: bool) -> RefreshTokenDocument {
    let known = token.known();
    RefreshTokenDocument {
        token: with_token.then(|| known.newest.expose().to_owned()),
        renewals: known.renewals,
        issued_on: known.issued_on,
        redeemed_on: known.redeemed_on,
        user_name: known.user.name,
        tenant_id: known.user.tenant_id,
        mfa: known.user.mfa,
    }
}
