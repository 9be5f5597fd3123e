//! Secrets, refresh tokens, certificates: what is named by id afterwards.

use crate::{application, certificates, refresh_tokens, secrets};
use interoptopus::ffi;
use partner_ffi::operations;

/// Takes a secret, UTF-8, into memory that is zeroed when it is closed, and answers its id for use in requests.
///
/// # Safety
/// `bytes` points to `length` readable bytes, `id` to a number.
#[ffi]
pub unsafe fn pa_secret_create(bytes: *const u8, length: u64, id: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { secrets::create(bytes, length, id) }
}

/// Forgets a secret. What already runs keeps it until it is done.
#[ffi]
pub fn pa_secret_close(id: u64) -> i32 {
    secrets::close(id)
}

/// Takes a refresh token, UTF-8, and answers its id for use in requests. It keeps its newest successor.
///
/// # Safety
/// `bytes` points to `length` readable bytes, `id` to a number.
#[ffi]
pub unsafe fn pa_refresh_token_create(bytes: *const u8, length: u64, id: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { refresh_tokens::create(bytes, length, id) }
}

/// Forgets a refresh token. What already runs keeps it until it is done.
#[ffi]
pub fn pa_refresh_token_close(id: u64) -> i32 {
    refresh_tokens::close(id)
}

/// Starts telling what is known of a refresh token: a `RefreshTokenStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_refresh_token_read(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, refresh_tokens::read) }
}

/// Starts checking an account: an `AccountCheckStart`. Nobody is asked; an error says why it can't be used.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_account_check(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, application::check) }
}

/// Starts reading a certificate: a `CertificateStart`. The result names it by id for use in requests.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_certificate_open(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, certificates::open) }
}

/// Forgets a certificate. What already runs keeps it until it is done.
#[ffi]
pub fn pa_certificate_close(id: u64) -> i32 {
    certificates::close(id)
}
