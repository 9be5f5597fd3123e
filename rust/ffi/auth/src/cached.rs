//! `token_cached`: a token that is in the cache, without an operation and without JSON, for scripts that ask in a loop.
//!
//! The answer is a row of fields: each a length of four bytes, little-endian, and so many bytes of UTF-8; a length of
//! `u32::MAX` stands for none. Their order is that of [`write`], which the bindings' `CachedToken` repeats.

use crate::client::client;
use crate::convert;
use crate::documents::{TokenDocument, TokenItem};
use partner_ffi::{Status, buffer, guard};
use zeroize::Zeroizing;

/// Writes the token of a `TokenItem`; `End` says that it is not in the cache, or that the item is wrong, which only an
/// operation tells.
///
/// # Safety
/// `request` points to `length` readable bytes, `answer` to `capacity` bytes that may be written to, `written` to a number.
pub unsafe fn read(request: *const u8, length: u64, answer: *mut u8, capacity: u64, written: *mut u64) -> i32 {
    guard(|| {
        buffer::check_answer(written)?;
        if answer.is_null() {
            return Err(Status::BadArgument);
        }
        // SAFETY: the caller's promise is ours.
        let item: TokenItem = buffer::document(unsafe { buffer::input(request, length) }?)?;
        let bytes = find(&item).ok_or(Status::End)?;
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::answer(written, buffer::size(&bytes)) }?;
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::fill(answer, capacity, &bytes) }
    })
}

fn find(item: &TokenItem) -> Option<Zeroizing<Vec<u8>>> {
    let request = convert::token_request(item).ok()?;
    let acquired = client().cached(&request)?;
    if let Some(work) = client().renewal(&request, &acquired) {
        partner_ffi::spawn(work);
    }
    Some(write(&convert::token(&acquired)))
}

/// The token's fields in their order, the scopes last.
fn write(token: &TokenDocument) -> Zeroizing<Vec<u8>> {
    let scopes = token.scopes.join(" ");
    let (ends, extended) = (token.expires_on.to_string(), token.extended_expires_on.to_string());
    let mfa = token.mfa.map(|mfa| mfa.to_string());
    let fields = [
        token.access_token.as_deref(),
        token.refresh_token.as_deref(),
        token.id_token.as_deref(),
        Some(ends.as_str()),
        Some(extended.as_str()),
        mfa.as_deref(),
        token.tenant_id.as_deref(),
        token.audience.as_deref(),
        token.client_id.as_deref(),
        token.object_id.as_deref(),
        token.user_name.as_deref(),
        token.home_object_id.as_deref(),
        token.home_tenant_id.as_deref(),
        Some(token.correlation_id.as_str()),
        Some(scopes.as_str()),
    ];
    // Never grown: what is left behind would hold a token.
    let room = fields.iter().map(|field| 4 + field.map_or(0, str::len)).sum();
    let mut row = Zeroizing::new(Vec::with_capacity(room));
    for field in fields {
        let length = field.map_or(u32::MAX, |text| u32::try_from(text.len()).unwrap_or(u32::MAX));
        row.extend_from_slice(&length.to_le_bytes());
        row.extend_from_slice(field.unwrap_or_default().as_bytes());
    }
    row
}
