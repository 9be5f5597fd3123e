//! The bodies of the exports that every operation shares.

use crate::buffer;
use crate::guard::guard;
use crate::ids::Table;
use crate::operation::Operation;
use crate::status::{Outcome, Status};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

static OPERATIONS: Table<Operation> = Table::new();

fn operation(id: u64) -> Result<Arc<Operation>, Status> {
    OPERATIONS.get(id).ok_or(Status::BadHandle)
}

/// Starts an operation with a request and answers its id.
///
/// # Safety
/// As [`buffer::input`] and [`buffer::answer`].
pub unsafe fn start(
    request: *const u8,
    length: u64,
    id: *mut u64,
    begin: impl FnOnce(&[u8]) -> Result<Arc<Operation>, Status>,
) -> i32 {
    guard(|| {
        buffer::check_answer(id)?;
        // SAFETY: the caller's promise is ours.
        let request = unsafe { buffer::input(request, length) }?;
        let number = OPERATIONS.insert(begin(request)?);
        // SAFETY: the caller's promise is ours.
        unsafe { buffer::answer(id, number) }
    })
}

/// Waits up to `timeout_ms` for the next event and writes it, `length` bytes of JSON, into the caller's buffer.
///
/// # Safety
/// As [`buffer::fill`] and [`buffer::answer`].
pub unsafe fn next(id: u64, timeout_ms: u32, buffer: *mut u8, capacity: u64, length: *mut u64) -> i32 {
    guard(|| {
        buffer::check_answer(length)?;
        if buffer.is_null() {
            return Err(Status::BadArgument);
        }
        operation(id)?.next(Duration::from_millis(timeout_ms.into()), |event| {
            // SAFETY: the caller's promise is ours.
            unsafe { buffer::answer(length, buffer::size(event)) }?;
            // SAFETY: the caller's promise is ours.
            unsafe { buffer::fill(buffer, capacity, event) }
        })
    })
}

/// Takes one more item.
///
/// # Safety
/// As [`buffer::input`].
pub unsafe fn feed(id: u64, item: *const u8, length: u64) -> i32 {
    guard(|| {
        // SAFETY: the caller's promise is ours.
        let item = unsafe { buffer::input(item, length) }?;
        operation(id)?.feed(item)
    })
}

/// Takes the reply to a question.
///
/// # Safety
/// As [`buffer::input`].
pub unsafe fn reply(id: u64, question: u64, bytes: *const u8, length: u64) -> i32 {
    guard(|| {
        // SAFETY: the caller's promise is ours.
        let bytes = unsafe { buffer::input(bytes, length) }?;
        operation(id)?.reply(question, Ok(Zeroizing::new(bytes.to_vec())))
    })
}

/// Takes the reason, UTF-8, why a question has no answer.
///
/// # Safety
/// As [`buffer::input`].
pub unsafe fn refuse(id: u64, question: u64, reason: *const u8, length: u64) -> i32 {
    guard(|| {
        // SAFETY: the caller's promise is ours.
        let reason = unsafe { buffer::input(reason, length) }?;
        let reason = std::str::from_utf8(reason).map_err(|_| Status::BadArgument)?;
        operation(id)?.reply(question, Err(reason.to_owned()))
    })
}

/// Says that no more items come.
pub fn finish(id: u64) -> i32 {
    with(id, |operation| {
        operation.finish();
        Ok(())
    })
}

/// Ends every unfinished item with an event that says `Cancelled`.
pub fn cancel(id: u64) -> i32 {
    with(id, |operation| {
        operation.cancel();
        Ok(())
    })
}

/// Cancels and forgets an operation.
pub fn close(id: u64) -> i32 {
    guard(|| {
        OPERATIONS.remove(id).ok_or(Status::BadHandle)?.close();
        Ok(())
    })
}

fn with(id: u64, body: impl FnOnce(&Operation) -> Outcome) -> i32 {
    guard(|| body(operation(id)?.as_ref()))
}
