//! A resolver that hangs, and one that knows no name: this program has its own, which the library asks as it asks the
//! system's. The name is one that never leaves the machine.
#![cfg(all(target_os = "linux", target_env = "gnu"))]
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    dead_code,
    reason = "a test that can't go on has failed"
)]

#[path = "native/support.rs"]
mod support;

use libc::{addrinfo, c_char, c_int};
use partner_auth_native::exports::*;
use serde_json::{Value, json};
use std::mem;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use support::{Service, account, drain, start_with, token_item, token_start};

/// Port 1 takes no connection; it is never asked.
const NAMED: &str = "http://localhost:1";
/// The longest that the library takes to ask the resolver.
const LIMIT: Duration = Duration::from_secs(30);

/// What a look-up ends in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Nothing: it hangs as long as the program runs.
    Never,
    /// The name is not known.
    Unknown,
    /// It is this machine.
    ThisMachine,
}

/// What look-ups end in that begin now, and how often the resolver was asked.
struct Resolver {
    answer: Answer,
    asked: u32,
}

static RESOLVER: Mutex<Resolver> = Mutex::new(Resolver {
    answer: Answer::Never,
    asked: 0,
});
static CHANGED: Condvar = Condvar::new();
/// The tests have one resolver, and take it in turn.
static TURN: Mutex<()> = Mutex::new(());

/// In the place of the C library's: the linker takes a program's own function before that of a shared library.
#[unsafe(no_mangle)]
extern "C" fn getaddrinfo(
    _node: *const c_char,
    service: *const c_char,
    hints: *const addrinfo,
    found: *mut *mut addrinfo,
) -> c_int {
    let answer = {
        let mut resolver = RESOLVER.lock().unwrap_or_else(PoisonError::into_inner);
        resolver.asked += 1;
        CHANGED.notify_all();
        resolver.answer
    };
    match answer {
        Answer::Never => loop {
            thread::park();
        },
        Answer::Unknown => libc::EAI_NONAME,
        Answer::ThisMachine => of_the_system(service, hints, found),
    }
}

/// The C library's own, of an address, for which it asks nobody: only it can make what it frees.
fn of_the_system(service: *const c_char, hints: *const addrinfo, found: *mut *mut addrinfo) -> c_int {
    type Resolve = unsafe extern "C" fn(*const c_char, *const c_char, *const addrinfo, *mut *mut addrinfo) -> c_int;
    // SAFETY: both texts end with a zero; the next function of that name is the C library's.
    let own = unsafe { libc::dlsym(libc::RTLD_NEXT, c"getaddrinfo".as_ptr()) };
    assert!(!own.is_null(), "the C library has no getaddrinfo");
    // SAFETY: the C library's function has this type.
    let own: Resolve = unsafe { mem::transmute(own) };
    // SAFETY: the caller's pointers are what it gives to such a function.
    unsafe { own(c"127.0.0.1".as_ptr(), service, hints, found) }
}

/// What look-ups end in from now on.
fn answer(answer: Answer) {
    *RESOLVER.lock().unwrap() = Resolver { answer, asked: 0 };
}

fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until the resolver was asked.
fn asked() {
    let resolver = RESOLVER.lock().unwrap();
    let waited = CHANGED.wait_timeout_while(resolver, LIMIT, |resolver| resolver.asked == 0);
    assert!(!waited.unwrap().1.timed_out(), "the system's resolver was asked");
}

/// Asks for one token of a service by its name.
fn ask(address: &str, seconds: u32) -> u64 {
    let mut item = token_item(0, &account(address));
    item["timeoutSeconds"] = json!(seconds);
    start_with(pa_token_acquire, &token_start(&[item], true))
}

/// The one event that is no word on the way.
fn only(mut events: Vec<Value>) -> Value {
    events.retain(|event| event["kind"] != "retry");
    assert_eq!(events.len(), 1, "{events:?}");
    events.remove(0)
}

#[test]
fn a_cancel_ends_a_call_in_under_a_second_while_a_name_is_resolved_and_others_go_on() {
    let _turn = turn();
    answer(Answer::Never);
    let operation = ask(NAMED, 60);
    asked();
    let begin = Instant::now();
    assert_eq!(pa_operation_cancel(operation), 0);
    let events = drain(operation);
    let took = begin.elapsed();
    // Nothing was tried again: it is the resolver that was waited for.
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["error"]["kind"], "Cancelled", "{events:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");

    // While the look-up still hangs, another one does not.
    answer(Answer::ThisMachine);
    let service = Service::answering();
    let event = only(drain(ask(&service.address.replace("127.0.0.1", "localhost"), 60)));
    assert_eq!(event["token"]["accessToken"], "canary-access");
    asked();
}

#[test]
fn a_name_that_is_never_resolved_is_left_with_the_callers_time_and_told() {
    let _turn = turn();
    answer(Answer::Never);
    let begin = Instant::now();
    let event = only(drain(ask(NAMED, 1)));
    let took = begin.elapsed();
    assert_eq!(event["error"]["kind"], "Timeout", "{event}");
    assert_eq!(event["error"]["message"], "There was no result within 1 seconds.");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_name_that_nobody_knows_is_an_error_of_the_network_that_says_so() {
    let _turn = turn();
    answer(Answer::Unknown);
    let event = only(drain(ask(NAMED, 60)));
    assert_eq!(event["error"]["kind"], "Network", "{event}");
    let said = event["error"]["message"].as_str().unwrap();
    assert!(
        said.starts_with("localhost can't be reached: ") && said.contains("not known"),
        "{event}"
    );
    asked();
}
