//! The panic hook. Alone in its program: there is one hook per process.
#![allow(clippy::panic, clippy::unwrap_used, reason = "panics are what is tested")]

use partner_ffi::{Operation, Status, guard};
use std::panic::{catch_unwind, set_hook};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

static HEARD: AtomicU32 = AtomicU32::new(0);

#[test]
fn panics_inside_an_export_and_on_a_worker_are_silent_and_the_hosts_own_are_not() {
    set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));

    assert_eq!(guard(|| panic!("inside")), Status::Panicked.code());
    let operation = Operation::new(1, None, |_, _| Some(partner_ffi::Event::default())).unwrap();
    operation.spawn(None, async { panic!("on a worker") }).unwrap();
    assert_eq!(operation.next(Duration::from_secs(60), |_| Ok(())), Ok(()));
    assert_eq!(HEARD.load(Ordering::SeqCst), 0);

    assert!(catch_unwind(|| panic!("the host's")).is_err());
    assert_eq!(HEARD.load(Ordering::SeqCst), 1);
}
