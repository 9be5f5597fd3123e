//! Every export survives whatever it is called with.

use partner_ffi::{Status, fault};
use partner_sandbox_native::exports::*;
use std::collections::BTreeSet;
use std::ptr::{null, null_mut};

fn start(request: &[u8]) -> i32 {
    let mut id = 0;
    // SAFETY: the slice and the number outlive the call.
    unsafe { ps_sandbox_start(request.as_ptr(), request.len() as u64, &raw mut id) }
}

fn next(id: u64) -> i32 {
    let (mut buffer, mut length) = ([0_u8; 16], 0);
    // SAFETY: the buffer and the number outlive the call.
    unsafe { ps_operation_next(id, 0, buffer.as_mut_ptr(), 16, &raw mut length) }
}

fn cancel(id: u64) -> i32 {
    ps_operation_cancel(id)
}

fn close(id: u64) -> i32 {
    ps_operation_close(id)
}

#[test]
fn these_tests_know_every_export() {
    let exported: BTreeSet<String> = inventory().functions.into_values().map(|f| f.name).collect();
    let known = [
        "ps_abi_version",
        "ps_sandbox_start",
        "ps_operation_next",
        "ps_operation_cancel",
        "ps_operation_close",
    ];
    assert_eq!(exported, known.map(str::to_owned).into());
    assert_eq!(ps_abi_version(), partner_ffi::ABI_VERSION);
}

#[test]
fn a_panic_in_any_export_is_a_status() {
    fault::panic_next();
    assert_eq!(start(b"{}"), Status::Panicked.code());
    for export in [next, cancel, close] {
        fault::panic_next();
        assert_eq!(export(1), Status::Panicked.code());
    }
}

#[test]
fn a_wrong_id_is_a_status() {
    for export in [next, cancel, close] {
        for id in [0, u64::MAX] {
            assert_eq!(export(id), Status::BadHandle.code());
        }
    }
}

#[test]
fn null_and_nothing_and_huge_and_bad_input_are_bad_arguments() {
    let (mut id, mut buffer) = (0, [0_u8; 2]);
    let statuses = [
        // SAFETY: null is what is tested; what is not null outlives the call.
        unsafe { ps_sandbox_start(null(), 2, &raw mut id) },
        // SAFETY: as above.
        unsafe { ps_sandbox_start(b"{}".as_ptr(), 2, null_mut()) },
        // SAFETY: as above.
        unsafe { ps_operation_next(1, 0, null_mut(), 2, &raw mut id) },
        // SAFETY: as above.
        unsafe { ps_operation_next(1, 0, buffer.as_mut_ptr(), 2, null_mut()) },
    ];
    assert_eq!(statuses, [Status::BadArgument.code(); 4]);
    for bad in [
        &b""[..],
        &vec![b' '; 1024 * 1024 + 1],
        b"\xff\xfe",
        b"{",
        b"{}",
        b"{\"https\":1}",
    ] {
        assert_eq!(start(bad), Status::BadArgument.code());
    }
}
