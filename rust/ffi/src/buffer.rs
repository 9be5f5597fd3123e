//! Memory that the caller lends for the length of one call. The only unsafe code of the project is here, in the exports that
//! call it, and in the allocator.

use crate::status::{Outcome, Status};
use serde::de::DeserializeOwned;

/// The most that one call takes in.
pub const INPUT_LIMIT: u64 = 1024 * 1024;

/// The caller's bytes.
///
/// # Errors
/// `BadArgument` for null, for nothing and for more than [`INPUT_LIMIT`].
///
/// # Safety
/// Unless null, `pointer` must point to `length` readable bytes that nobody changes while the result lives.
pub unsafe fn input<'a>(pointer: *const u8, length: u64) -> Result<&'a [u8], Status> {
    if pointer.is_null() || length == 0 || length > INPUT_LIMIT {
        return Err(Status::BadArgument);
    }
    let length = usize::try_from(length).map_err(|_| Status::BadArgument)?;
    // SAFETY: not null, and the caller promises `length` readable bytes.
    Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
}

/// Reads a document.
///
/// # Errors
/// `BadArgument` when it is no JSON, no UTF-8 or another document.
pub fn document<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Status> {
    serde_json::from_slice(bytes).map_err(|_| Status::BadArgument)
}

/// Refuses a null pointer to a number that is to be answered, before any work is done for it.
///
/// # Errors
/// `BadArgument` for null.
pub fn check_answer(pointer: *const u64) -> Outcome {
    if pointer.is_null() {
        Err(Status::BadArgument)
    } else {
        Ok(())
    }
}

/// Answers a number.
///
/// # Errors
/// `BadArgument` for null.
///
/// # Safety
/// Unless null, `pointer` must point to a number that may be written to.
pub unsafe fn answer(pointer: *mut u64, number: u64) -> Outcome {
    check_answer(pointer)?;
    // SAFETY: not null, and the caller promises that it may be written to; it need not be aligned.
    unsafe { pointer.write_unaligned(number) };
    Ok(())
}

/// Copies an answer into the caller's memory.
///
/// # Errors
/// `BadArgument` for null, `TooSmall` when it does not fit; then nothing is written.
///
/// # Safety
/// Unless null, `pointer` must point to `capacity` bytes that may be written to.
pub unsafe fn fill(pointer: *mut u8, capacity: u64, bytes: &[u8]) -> Outcome {
    if pointer.is_null() {
        return Err(Status::BadArgument);
    }
    if size(bytes) > capacity {
        return Err(Status::TooSmall);
    }
    // SAFETY: not null, `capacity` bytes may be written to and `bytes` is no longer; the two don't overlap, as one is ours.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), pointer, bytes.len()) };
    Ok(())
}

/// A length as it crosses the boundary.
#[must_use]
pub fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
