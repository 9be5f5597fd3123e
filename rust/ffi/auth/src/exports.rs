//! The exports. Each is one call to something that does the work; all of them survive whatever they are called with.
#![expect(
    missing_docs,
    clippy::missing_safety_doc,
    reason = "the docs are on each export; what #[ffi] makes of it has none"
)]

use crate::{
    admin_consent, application, certificates, connect, consent, customer, environment, granted, profile,
    refresh_tokens, relationship, resolve, secrets, sign_in, sync, timeline, token,
};
use interoptopus::inventory::RustInventory;
use interoptopus::{ffi, function};
use partner_ffi::operations;

/// The version of the boundary; the bindings refuse any other.
#[ffi]
pub fn pa_abi_version() -> u32 {
    partner_ffi::ABI_VERSION
}

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

/// Starts reading the partner's own application: an `ApplicationStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_application_read(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, application::read) }
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

/// Starts preparing the parameters of a Connect command: a `ConnectStart`, then fed with `ConnectItem`s.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_connect_prepare(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, connect::prepare) }
}

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

/// Starts listing customers: a `CustomerStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_customer_list(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, customer::list) }
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

/// Starts reading the partner's own profile: a `ProfileStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_profile_get(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, profile::get) }
}

/// Starts listing GDAP relationships: a `RelationshipStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_relationship_list(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, relationship::list) }
}

/// Starts looking up what a text says about an error: a `ResolveStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_error_resolve(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, resolve::resolve) }
}

/// Starts reading the timeline: a `TimelineStart`. Nobody is asked.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_timeline_read(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, timeline::read) }
}

/// Waits up to `timeout_ms` for the next `OperationEvent` and writes its JSON into the buffer; `length` says how long it is.
///
/// # Safety
/// `buffer` points to `capacity` bytes that may be written to, `length` to a number.
#[ffi]
pub unsafe fn pa_operation_next(
    operation: u64,
    timeout_ms: u32,
    buffer: *mut u8,
    capacity: u64,
    length: *mut u64,
) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::next(operation, timeout_ms, buffer, capacity, length) }
}

/// Gives an operation one more item.
///
/// # Safety
/// `item` points to `length` readable bytes.
#[ffi]
pub unsafe fn pa_operation_feed(operation: u64, item: *const u8, length: u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::feed(operation, item, length) }
}

/// Replies to a question of the operation. The bytes are kept in memory that is zeroed.
///
/// # Safety
/// `bytes` points to `length` readable bytes.
#[ffi]
pub unsafe fn pa_operation_reply(operation: u64, question: u64, bytes: *const u8, length: u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::reply(operation, question, bytes, length) }
}

/// Says why a question has no answer, UTF-8, for the person who reads the error.
///
/// # Safety
/// `reason` points to `length` readable bytes.
#[ffi]
pub unsafe fn pa_operation_refuse(operation: u64, question: u64, reason: *const u8, length: u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::refuse(operation, question, reason, length) }
}

/// Says that no more items come.
#[ffi]
pub fn pa_operation_finish(operation: u64) -> i32 {
    operations::finish(operation)
}

/// Cancels from any thread: every unfinished item ends with an error of kind `Cancelled`.
#[ffi]
pub fn pa_operation_cancel(operation: u64) -> i32 {
    operations::cancel(operation)
}

/// Cancels and forgets an operation.
#[ffi]
pub fn pa_operation_close(operation: u64) -> i32 {
    operations::close(operation)
}

/// What bindgen renders.
#[must_use]
pub fn inventory() -> RustInventory {
    RustInventory::new()
        .register(function!(pa_abi_version))
        .register(function!(pa_secret_create))
        .register(function!(pa_secret_close))
        .register(function!(pa_refresh_token_create))
        .register(function!(pa_refresh_token_close))
        .register(function!(pa_refresh_token_read))
        .register(function!(pa_account_check))
        .register(function!(pa_application_read))
        .register(function!(pa_certificate_open))
        .register(function!(pa_certificate_close))
        .register(function!(pa_sign_in))
        .register(function!(pa_token_acquire))
        .register(function!(pa_token_inspect))
        .register(function!(pa_connect_prepare))
        .register(function!(pa_manifest_open))
        .register(function!(pa_manifest_close))
        .register(function!(pa_journal_open))
        .register(function!(pa_journal_close))
        .register(function!(pa_consent_sync))
        .register(function!(pa_consent_read))
        .register(function!(pa_consent_remove))
        .register(function!(pa_consent_grant))
        .register(function!(pa_admin_consent))
        .register(function!(pa_customer_list))
        .register(function!(pa_environment_check))
        .register(function!(pa_profile_get))
        .register(function!(pa_relationship_list))
        .register(function!(pa_error_resolve))
        .register(function!(pa_timeline_read))
        .register(function!(pa_operation_next))
        .register(function!(pa_operation_feed))
        .register(function!(pa_operation_reply))
        .register(function!(pa_operation_refuse))
        .register(function!(pa_operation_finish))
        .register(function!(pa_operation_cancel))
        .register(function!(pa_operation_close))
        .validate()
}
