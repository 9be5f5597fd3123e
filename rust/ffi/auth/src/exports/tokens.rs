//! Sign-in, tokens and where they go.

use crate::{connect, environment, sign_in, token};
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
    unsafe { operations::start(request, length, operation, token::clear) }
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
