//! Every export survives whatever it is called with.

use crate::support::{STARTS, start};
use partner_auth_native::exports::*;
use partner_ffi::{Status, fault};
use std::collections::BTreeSet;
use std::ptr::{null, null_mut};

/// Exports that take the id of an operation and bytes, called with one.
fn with_bytes(id: u64, bytes: *const u8, length: u64) -> [(&'static str, i32); 3] {
    // SAFETY: null is one of the things that are tested; what is not null outlives the calls.
    let feed = unsafe { pa_operation_feed(id, bytes, length) };
    // SAFETY: as above.
    let reply = unsafe { pa_operation_reply(id, 1, bytes, length) };
    // SAFETY: as above.
    let refuse = unsafe { pa_operation_refuse(id, 1, bytes, length) };
    [
        ("pa_operation_feed", feed),
        ("pa_operation_reply", reply),
        ("pa_operation_refuse", refuse),
    ]
}

/// Exports that take the id of something, called with one.
fn with_id(id: u64) -> [(&'static str, i32); 13] {
    let (mut buffer, mut length, item) = ([0_u8; 16], 0, *b"{}");
    // SAFETY: the buffers and the number outlive the calls.
    let next = unsafe { pa_operation_next(id, 0, buffer.as_mut_ptr(), 16, &raw mut length) };
    let [feed, reply, refuse] = with_bytes(id, item.as_ptr(), 2);
    [
        ("pa_operation_next", next),
        feed,
        reply,
        refuse,
        ("pa_operation_finish", pa_operation_finish(id)),
        ("pa_operation_cancel", pa_operation_cancel(id)),
        ("pa_operation_close", pa_operation_close(id)),
        ("pa_secret_close", pa_secret_close(id)),
        ("pa_refresh_token_close", pa_refresh_token_close(id)),
        ("pa_certificate_close", pa_certificate_close(id)),
        ("pa_journal_close", pa_journal_close(id, 0)),
        ("pa_manifest_close", pa_manifest_close(id)),
        ("pa_fleet_close", pa_fleet_close(id)),
    ]
}

#[test]
fn these_tests_know_every_export() {
    let exported: BTreeSet<String> = inventory().functions.into_values().map(|f| f.name).collect();
    let mut known: BTreeSet<String> = STARTS.iter().map(|(name, _)| (*name).to_owned()).collect();
    known.extend(with_id(0).map(|(name, _)| name.to_owned()));
    known.extend(["pa_abi_version", "pa_token_cached"].map(str::to_owned));
    assert_eq!(exported, known);
    assert_eq!(pa_abi_version(), partner_ffi::ABI_VERSION);
}

#[test]
fn a_panic_in_any_export_is_a_status() {
    for (name, export) in STARTS {
        fault::panic_next();
        assert_eq!(start(*export, b"{}"), Err(Status::Panicked.code()), "{name}");
    }
    let (mut buffer, mut length, item) = ([0_u8; 16], 0, *b"{}");
    fault::panic_next();
    // SAFETY: the buffers and the number outlive the calls.
    let next = unsafe { pa_operation_next(1, 0, buffer.as_mut_ptr(), 16, &raw mut length) };
    fault::panic_next();
    // SAFETY: as above.
    let feed = unsafe { pa_operation_feed(1, item.as_ptr(), 2) };
    fault::panic_next();
    // SAFETY: as above.
    let reply = unsafe { pa_operation_reply(1, 1, item.as_ptr(), 2) };
    fault::panic_next();
    // SAFETY: as above.
    let refuse = unsafe { pa_operation_refuse(1, 1, item.as_ptr(), 2) };
    fault::panic_next();
    // SAFETY: as above.
    let cached = unsafe { pa_token_cached(item.as_ptr(), 2, buffer.as_mut_ptr(), 16, &raw mut length) };
    assert_eq!([next, feed, reply, refuse, cached], [Status::Panicked.code(); 5]);
    for export in [
        pa_operation_finish,
        pa_operation_cancel,
        pa_operation_close,
        pa_secret_close,
        pa_refresh_token_close,
        pa_certificate_close,
        pa_manifest_close,
        pa_fleet_close,
    ] {
        fault::panic_next();
        assert_eq!(export(1), Status::Panicked.code());
    }
    fault::panic_next();
    assert_eq!(pa_journal_close(1, 1), Status::Panicked.code());
    assert_eq!(
        pa_operation_finish(0),
        Status::BadHandle.code(),
        "and the library goes on"
    );
}

#[test]
fn a_wrong_id_is_a_status() {
    for id in [0, u64::MAX, 1 << 40] {
        for (name, status) in with_id(id) {
            assert_eq!(status, Status::BadHandle.code(), "{name}");
        }
    }
    // The id of one kind of thing is not valid for another.
    let secret = crate::support::secret("partner-sandbox.x");
    assert_eq!(pa_operation_close(secret), Status::BadHandle.code());
    assert_eq!(pa_secret_close(secret), Status::OK);
}

#[test]
fn null_is_a_bad_argument() {
    let (bytes, mut number, mut buffer) = (*b"{}", 0, [0_u8; 2]);
    for (name, export) in STARTS {
        // SAFETY: null is what is tested; what is not null outlives the call.
        let without_request = unsafe { export(null(), 2, &raw mut number) };
        // SAFETY: as above.
        let without_answer = unsafe { export(bytes.as_ptr(), 2, null_mut()) };
        assert_eq!(
            [without_request, without_answer],
            [Status::BadArgument.code(); 2],
            "{name}"
        );
    }
    for (name, status) in with_bytes(1, null(), 2) {
        assert_eq!(status, Status::BadArgument.code(), "{name}");
    }
    // SAFETY: as above.
    let without_buffer = unsafe { pa_operation_next(1, 0, null_mut(), 2, &raw mut number) };
    // SAFETY: as above.
    let without_length = unsafe { pa_operation_next(1, 0, buffer.as_mut_ptr(), 2, null_mut()) };
    // SAFETY: as above.
    let no_request = unsafe { pa_token_cached(null(), 2, buffer.as_mut_ptr(), 2, &raw mut number) };
    // SAFETY: as above.
    let nowhere = unsafe { pa_token_cached(bytes.as_ptr(), 2, null_mut(), 2, &raw mut number) };
    // SAFETY: as above.
    let unanswered = unsafe { pa_token_cached(bytes.as_ptr(), 2, buffer.as_mut_ptr(), 2, null_mut()) };
    assert_eq!(
        [without_buffer, without_length, no_request, nowhere, unanswered],
        [Status::BadArgument.code(); 5]
    );
}

#[test]
fn input_that_is_nothing_or_huge_or_no_text_is_a_bad_argument() {
    const MIB: usize = 1024 * 1024;
    for size in [MIB + 1, 16 * MIB] {
        for fill in [b' ', b'x', 0, 0xff] {
            let huge = vec![fill; size];
            for (name, export) in STARTS {
                let status = start(*export, &huge);
                assert_eq!(status, Err(Status::BadArgument.code()), "{name} {size} of {fill}");
            }
            for (name, status) in with_bytes(1, huge.as_ptr(), huge.len() as u64) {
                assert_eq!(status, Status::BadArgument.code(), "{name} {size} of {fill}");
            }
        }
    }
    for (name, export) in STARTS {
        for bad in [&b""[..], b"\xff\xfe", b"{\"a\":\"\xff\"}"] {
            assert_eq!(
                start(*export, bad),
                Err(Status::BadArgument.code()),
                "{name} {} bytes",
                bad.len()
            );
        }
    }
}

#[test]
fn json_that_is_cut_or_another_document_is_a_bad_argument() {
    let deep = "[".repeat(100_000);
    for (name, export) in STARTS.iter().filter(|(name, _)| !name.ends_with("_create")) {
        for bad in ["{", "[]", "null", "{}", "{\"unknown\":1}", deep.as_str()] {
            // Every tenant, where none is named; memory, where no file is.
            if bad == "{}" && matches!(*name, "pa_token_cache_clear" | "pa_token_cache_keep") {
                continue;
            }
            assert_eq!(
                start(*export, bad.as_bytes()),
                Err(Status::BadArgument.code()),
                "{name} {bad:.20}"
            );
        }
    }
}
