//! Makes an export panic, for the tests of the boundary.

use std::cell::Cell;

thread_local! {
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// The next export called on this thread panics.
pub fn panic_next() {
    ARMED.set(true);
}

/// Panics when armed.
#[expect(clippy::panic, reason = "that is what it is for")]
pub(crate) fn strike() {
    if ARMED.replace(false) {
        panic!("injected");
    }
}
