//! The conversation with an operation.

use interoptopus::ffi;
use partner_ffi::operations;

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
