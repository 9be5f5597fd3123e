//! Secrets by id: documents name them, and none ever holds one.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use partner_auth::Secret;
use partner_ffi::{Status, Table, buffer, guard};
use std::sync::Arc;
use zeroize::Zeroizing;

static SECRETS: Table<Secret> = Table::new();

/// Takes a secret and answers its id.
///
/// # Safety
/// As [`buffer::input`] and [`buffer::answer`].
pub unsafe fn create(bytes: *const u8, length: u64, id: *mut u64) -> i32 {
    guard(|| {
        // SAFETY: the caller's promise is ours.
        let number = SECRETS.insert(Arc::new(unsafe { take(bytes, length, id) }?));
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::answer(id, number) }
    })
}

/// Takes a secret, once it is known that its id can be answered.
///
/// # Errors
/// `BadArgument` for null, for nothing, and for what is no UTF-8.
///
/// # Safety
/// As [`buffer::input`].
pub unsafe fn take(bytes: *const u8, length: u64, id: *mut u64) -> Result<Secret, Status> {
    buffer::check_answer(id)?;
    // SAFETY: the caller's promise is ours.
    let bytes = unsafe { buffer::input(bytes, length) }?;
    let text = std::str::from_utf8(bytes).map_err(|_| Status::BadArgument)?;
    Ok(Secret::new(text.to_owned()))
}

/// The bytes of a base64 text.
pub fn decode(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    STANDARD.decode(text).ok().map(Zeroizing::new)
}

/// Forgets a secret.
pub fn close(id: u64) -> i32 {
    guard(|| SECRETS.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// The secret of an id.
pub fn get(id: u64) -> Option<Arc<Secret>> {
    SECRETS.get(id)
}
