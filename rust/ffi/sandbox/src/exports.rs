//! The exports. Each is one call to something that does the work; all of them survive whatever they are called with.
#![expect(
    missing_docs,
    clippy::missing_safety_doc,
    reason = "the docs are on each export; what #[ffi] makes of it has none"
)]

use crate::server;
use interoptopus::inventory::RustInventory;
use interoptopus::{ffi, function};
use partner_ffi::operations;

/// The version of the boundary; the bindings refuse any other.
#[ffi]
pub fn ps_abi_version() -> u32 {
    partner_ffi::ABI_VERSION
}

/// Starts a sandbox: a `SandboxStart`. It runs until the operation is closed.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn ps_sandbox_start(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, server::start) }
}

/// Waits up to `timeout_ms` for the next `OperationEvent` and writes its JSON into the buffer; `length` says how long it is.
///
/// # Safety
/// `buffer` points to `capacity` bytes that may be written to, `length` to a number.
#[ffi]
pub unsafe fn ps_operation_next(
    operation: u64,
    timeout_ms: u32,
    buffer: *mut u8,
    capacity: u64,
    length: *mut u64,
) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::next(operation, timeout_ms, buffer, capacity, length) }
}

/// Stops the sandbox from any thread; the operation ends.
#[ffi]
pub fn ps_operation_cancel(operation: u64) -> i32 {
    operations::cancel(operation)
}

/// Stops the sandbox and forgets it.
#[ffi]
pub fn ps_operation_close(operation: u64) -> i32 {
    operations::close(operation)
}

/// What bindgen renders.
#[must_use]
pub fn inventory() -> RustInventory {
    RustInventory::new()
        .register(function!(ps_abi_version))
        .register(function!(ps_sandbox_start))
        .register(function!(ps_operation_next))
        .register(function!(ps_operation_cancel))
        .register(function!(ps_operation_close))
        .validate()
}
