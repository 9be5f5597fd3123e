//! Secrets by id: documents name them, and none ever holds one.

use partner_auth::Secret;
use partner_ffi::{Status, Table, buffer, guard};
use std::sync::Arc;

static SECRETS: Table<Secret> = Table::new();

/// Takes a secret and answers its id.
///
/// # Safety
/// As [`buffer::input`] and [`buffer::answer`].
pub unsafe fn create(bytes: *const u8, length: u64, id: *mut u64) -> i32 {
    guard(|| {
        buffer::check_answer(id)?;
        // SAFETY: the caller's promise is ours.
        let bytes = unsafe { buffer::input(bytes, length) }?;
        let text = std::str::from_utf8(bytes).map_err(|_| Status::BadArgument)?;
        let number = SECRETS.insert(Arc::new(Secret::new(text.to_owned())));
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::answer(id, number) }
    })
}

/// Forgets a secret.
pub fn close(id: u64) -> i32 {
    guard(|| SECRETS.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// The secret of an id.
pub fn get(id: u64) -> Option<Arc<Secret>> {
    SECRETS.get(id)
}
