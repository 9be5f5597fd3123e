//! Keeps panics on this side of the boundary: one that crossed it would end the host.

use crate::status::{Outcome, Status};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// True on a thread that runs our code for a host.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
    /// Where the last panic on this thread was.
    static DEFECT: Cell<Option<Defect>> = const { Cell::new(None) };
}

/// Where a panic was. Its text is not kept: it may hold what the code was working on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Source file, without its folder.
    pub file: String,
    /// Line.
    pub line: u32,
}

/// Runs the body of an export and turns its outcome, a panic included, into a number.
pub fn guard(body: impl FnOnce() -> Outcome) -> i32 {
    silence();
    let before = INSIDE.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(feature = "fault-inject")]
        crate::fault::strike();
        body()
    }));
    INSIDE.set(before);
    match outcome {
        Ok(Ok(())) => Status::OK,
        Ok(Err(status)) => status.code(),
        Err(_) => Status::Panicked.code(),
    }
}

/// Marks the current thread as ours for good: a worker of the runtime.
pub(crate) fn adopt_thread() {
    INSIDE.set(true);
}

/// Where the last panic on this thread was, once.
pub(crate) fn take_defect() -> Option<Defect> {
    DEFECT.take()
}

/// Installs, once, a panic hook that writes nothing to the host's standard error for panics in our code.
pub(crate) fn silence() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            if INSIDE.get() {
                DEFECT.set(info.location().map(|at| Defect {
                    file: file_name(at.file()),
                    line: at.line(),
                }));
            } else {
                previous(info);
            }
        }));
    });
}

/// A path without its folders: where a build machine keeps its sources is nobody's business.
fn file_name(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_status_and_leaves_its_place() {
        assert_eq!(guard(|| panic!("boom")), Status::Panicked.code());
        assert_eq!(take_defect().unwrap().file, "guard.rs");
    }

    #[test]
    fn success_and_failure_have_their_numbers() {
        assert_eq!(guard(|| Ok(())), 0);
        assert_eq!(guard(|| Err(Status::NotOpen)), -4);
    }
}
