//! Sign-in, tokens and where they go.

use crate::{cached, connect, environment, kept, sign_in, token};
use interoptopus::ffi;
use partner_ffi::operations;

/// Starts a sign-in of a person: a `SignInStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_sign_in(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, sign_in::start) }
}

/// Starts getting tokens: a `TokenStart`, then fed with `TokenItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_token_acquire(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, token::acquire) }
}

/// Writes the token of a `TokenItem` into the buffer as a row of fields, if it is in the cache; `written` says how long the
/// row is. `End` says that an operation has to be started for it.
///
/// # Safety
/// `request` points to `length` readable bytes, `buffer` to `capacity` bytes that may be written to, `written` to a number.
#[ffi]
pub unsafe fn pa_token_cached(
    request: *const u8,
    length: u64,
    buffer: *mut u8,
    capacity: u64,
    written: *mut u64,
) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { cached::read(request, length, buffer, capacity, written) }
}

/// Starts reading the claims of a token: an `InspectStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_token_inspect(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, token::inspect) }
}

/// Starts dropping cached tokens: a `CacheClearStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_token_cache_clear(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, kept::clear) }
}

/// Starts keeping tokens in a file as well, or in memory alone: a `CacheKeepStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_token_cache_keep(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, kept::keep) }
}

/// Starts preparing the parameters of a Connect command: a `ConnectStart`, then fed with `ConnectItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_connect_prepare(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, connect::prepare) }
}

/// Starts checking an environment: an `EnvironmentStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_environment_check(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, environment::check) }
}
