//! Runs that several machines divide.

use crate::fleet;
use interoptopus::ffi;
use partner_ffi::operations;

/// Starts joining a run: a `FleetJoinStart`. The result names it by id for use in items.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_fleet_join(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, fleet::join) }
}

/// Forgets a run. What already runs keeps it until it is done.
#[ffi]
pub fn pa_fleet_close(id: u64) -> i32 {
    fleet::close(id)
}

/// Starts reading what all machines of a run have brought so far: a `FleetResultStart`.
///
/// # Safety
/// `request` points to `length` readable bytes, `operation` to a number.
#[ffi]
pub unsafe fn pa_fleet_results(request: *const u8, length: u64, operation: *mut u64) -> i32 {
    // SAFETY: the caller's promise is the same.
    unsafe { operations::start(request, length, operation, fleet::read) }
}
