//! What is known about errors and dates; nobody is asked.

use crate::{resolve, timeline};
use interoptopus::ffi;
use partner_ffi::operations;

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
