//! A resolver that hangs, and one that knows no name: this program has its own, which the library asks as it asks the
//! system's. The name is one that never leaves the machine.
#![cfg(target_os = "linux")]
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
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use support::{Service, account, drain, start_with, token_item, token_start};

/// Port 1 takes no connection; it is never asked.
const NAMED: &str = "http://localhost:1";

/// What the resolver does, and how often it was asked.
struct Resolver {
    hangs: bool,
    asked: u32,
}

static RESOLVER: Mutex<Resolver> = Mutex::new(Resolver { hangs: true, asked: 0 });
static CHANGED: Condvar = Condvar::new();
/// The tests have one resolver, and take it in turn.
static TURN: Mutex<()> = Mutex::new(());

/// In the place of the C library's: the linker takes a program's own function before that of a shared library.
#[unsafe(no_mangle)]
extern "C" fn getaddrinfo(
    _node: *const c_char,
    _service: *const c_char,
    _hints: *const addrinfo,
    _found: *mut *mut addrinfo,
) -> c_int {
    let mut resolver = RESOLVER.lock().unwrap_or_else(PoisonError::into_inner);
    resolver.asked += 1;
    CHANGED.notify_all();
    while resolver.hangs {
        resolver = CHANGED.wait(resolver).unwrap_or_else(PoisonError::into_inner);
    }
    libc::EAI_NONAME
}

/// Sets the resolver for one test.
fn resolver(hangs: bool) -> MutexGuard<'static, ()> {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    *RESOLVER.lock().unwrap() = Resolver { hangs, asked: 0 };
    CHANGED.notify_all();
    turn
}

/// Waits until the resolver was asked.
fn asked() {
    let resolver = RESOLVER.lock().unwrap();
    drop(CHANGED.wait_while(resolver, |resolver| resolver.asked == 0).unwrap());
}

/// Asks for one token of a service by its name.
fn ask(seconds: u32) -> u64 {
    let mut item = token_item(0, &account(NAMED));
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
    let _turn = resolver(true);
    let operation = ask(60);
    asked();
    let begin = Instant::now();
    assert_eq!(pa_operation_cancel(operation), 0);
    let events = drain(operation);
    let took = begin.elapsed();
    // Nothing was tried again: it is the resolver that was waited for.
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0]["error"]["kind"], "Cancelled", "{events:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");

    let service = Service::answering();
    let items = [token_item(0, &account(&service.address))];
    let event = only(drain(start_with(pa_token_acquire, &token_start(&items, true))));
    assert_eq!(event["token"]["accessToken"], "canary-access");
}

#[test]
fn a_name_that_is_never_resolved_is_left_with_the_callers_time_and_told() {
    let _turn = resolver(true);
    let begin = Instant::now();
    let event = only(drain(ask(1)));
    let took = begin.elapsed();
    assert_eq!(event["error"]["kind"], "Timeout", "{event}");
    assert_eq!(event["error"]["message"], "There was no result within 1 seconds.");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn a_name_that_nobody_knows_is_an_error_of_the_network_that_says_so() {
    let _turn = resolver(false);
    let event = only(drain(ask(60)));
    assert_eq!(event["error"]["kind"], "Network", "{event}");
    let said = event["error"]["message"].as_str().unwrap();
    assert!(
        said.starts_with("localhost can't be reached: ") && said.contains("not known"),
        "{event}"
    );
    let asked = RESOLVER.lock().unwrap().asked;
    assert!(asked > 0, "the system's resolver was asked");
}
