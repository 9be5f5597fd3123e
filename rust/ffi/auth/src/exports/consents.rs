//! Consents of customers, their manifests and journals.

use crate::{admin_consent, consent, granted, sync};
use interoptopus::ffi;
use partner_ffi::operations;

/// Starts reading a manifest: a `ManifestStart`. The result names it by id for use in requests.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_manifest_open(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, sync::open_manifest) }
}

/// Forgets a manifest. What already runs keeps it until it is done.
#[ffi]
pub fn pa_manifest_close(id: u64) -> i32 {
    sync::close_manifest(id)
}

/// Starts opening a journal: a `JournalStart`. The result names it by id for use in requests.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_journal_open(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, sync::open_journal) }
}

/// Starts noting in a journal that a run is done with a customer: a `JournalNoteStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_journal_note(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, sync::note) }
}

/// Closes a journal; `went_well` is 1 when the run was whole and nothing failed. What already runs keeps it.
#[ffi]
pub fn pa_journal_close(id: u64, went_well: u8) -> i32 {
    sync::close_journal(id, went_well == 1)
}

/// Starts bringing customers to a manifest's state: a `SyncStart`, then fed with `SyncItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_consent_sync(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, sync::start) }
}

/// Starts reading what an application may do in customers: a `GrantedStart`, then fed with `GrantedItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_consent_read(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, granted::read) }
}

/// Starts taking consents back: a `RemovalStart`, then fed with `RemovalItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_consent_remove(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, granted::remove) }
}

/// Starts consenting to an application for customers: a `ConsentStart`, then fed with `ConsentItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_consent_grant(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, consent::grant) }
}

/// Starts making links for admin consent: an `AdminConsentStart`, then fed with `AdminConsentItem`s. Each item gives its
/// link first, and the answer to it where somebody listens.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_admin_consent(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, admin_consent::start) }
}
