//! Whatever is called from however many threads, in any order, with ids that are open, closed, of another kind or made
//! up: each call is a status that it may be, and the library goes on.

use crate::support::{Service, account, secret, start, token_item, token_start};
use partner_auth_native::exports::*;
use partner_ffi::Status;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

const THREADS: u64 = 16;

/// So many in the short form that every run has, and so many where the long one is asked for.
pub fn many(short: u32, long: u32) -> u32 {
    if std::env::var_os("PARTNERAUTH_LONG").is_some() {
        long
    } else {
        short
    }
}

/// Numbers that look random and come again with the same seed (xorshift).
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }
}

/// Ids that were given out, by any thread; closed ones stay among them.
#[derive(Default)]
struct Ids(Mutex<Vec<u64>>);

impl Ids {
    fn add(&self, id: u64) {
        let mut ids = self.0.lock().unwrap();
        if ids.len() > 400 {
            let half = ids.len() / 2;
            ids.drain(..half);
        }
        ids.push(id);
    }

    /// One of them mostly, at times the newest, at times none that there is.
    fn any(&self, random: &mut Numbers) -> u64 {
        let ids = self.0.lock().unwrap();
        match random.below(10) {
            0 => [0, u64::MAX, 1 << 40][random.below(3)],
            1..=3 => ids.last().copied().unwrap_or(0),
            _ if ids.is_empty() => 0,
            _ => ids[random.below(ids.len())],
        }
    }
}

/// Calls one export, as a number chooses it; gives its name and status.
fn call(random: &mut Numbers, ids: &Ids, account: &Value) -> (&'static str, i32) {
    let id = ids.any(random);
    let (mut buffer, mut length) = ([0_u8; 4096], 0);
    let item = token_item(1, account).to_string();
    match random.below(16) {
        0 => {
            ids.add(secret("partner-sandbox.machine"));
            ("pa_secret_create", 0)
        }
        1 => ("pa_secret_close", pa_secret_close(id)),
        2 => {
            let mut made = 0;
            // SAFETY: the text and the number outlive the call.
            let status = unsafe { pa_refresh_token_create(b"partner-sandbox.r".as_ptr(), 17, &raw mut made) };
            ids.add(made);
            ("pa_refresh_token_create", status)
        }
        3 => ("pa_refresh_token_close", pa_refresh_token_close(id)),
        4 | 5 => {
            let items = [token_item(0, account)];
            let asked = token_start(&items[..random.below(2)], random.below(2) == 0);
            let operation = start(pa_token_acquire, asked.to_string().as_bytes());
            ids.add(operation.unwrap_or(0));
            ("pa_token_acquire", operation.err().unwrap_or(0))
        }
        6 | 7 => {
            // SAFETY: the buffer and the number outlive the call.
            let status = unsafe { pa_operation_next(id, 1, buffer.as_mut_ptr(), 4096, &raw mut length) };
            ("pa_operation_next", status)
        }
        // SAFETY: the bytes outlive the call.
        8 | 9 => ("pa_operation_feed", unsafe {
            pa_operation_feed(id, item.as_ptr(), item.len() as u64)
        }),
        10 => ("pa_operation_finish", pa_operation_finish(id)),
        11 => ("pa_operation_cancel", pa_operation_cancel(id)),
        12 | 13 => ("pa_operation_close", pa_operation_close(id)),
        // SAFETY: the bytes outlive the call.
        14 => ("pa_operation_reply", unsafe {
            pa_operation_reply(id, 1, item.as_ptr(), item.len() as u64)
        }),
        _ => {
            // SAFETY: the bytes, the buffer and the number outlive the call.
            let status = unsafe {
                pa_token_cached(
                    item.as_ptr(),
                    item.len() as u64,
                    buffer.as_mut_ptr(),
                    4096,
                    &raw mut length,
                )
            };
            ("pa_token_cached", status)
        }
    }
}

/// What an export may answer to a well-formed call, whatever the id.
fn is_allowed(status: i32) -> bool {
    status == Status::OK
        || [
            Status::BadHandle,
            Status::NotOpen,
            Status::Timeout,
            Status::End,
            Status::TooSmall,
        ]
        .iter()
        .any(|allowed| allowed.code() == status)
}

#[test]
fn sixteen_threads_that_call_whatever_they_like_get_statuses_and_nothing_else() {
    let calls = many(16_000, 100_000);
    let service = Service::answering();
    let account = account(&service.address);
    let (ids, seen) = (Ids::default(), Mutex::new(BTreeMap::<(&str, i32), u32>::new()));
    let left = AtomicU32::new(calls);
    thread::scope(|scope| {
        for number in 1..=THREADS {
            let (ids, seen, left, account) = (&ids, &seen, &left, &account);
            scope.spawn(move || {
                let mut random = Numbers(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
                let mut own = BTreeMap::<(&str, i32), u32>::new();
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
                    .is_ok()
                {
                    let (name, status) = call(&mut random, ids, account);
                    assert!(is_allowed(status), "{name} gave {status}");
                    *own.entry((name, status)).or_default() += 1;
                }
                let mut seen = seen.lock().unwrap();
                for (what, count) in own {
                    *seen.entry(what).or_default() += count;
                }
            });
        }
    });
    let seen = seen.into_inner().unwrap();
    for (name, status) in [
        ("pa_operation_next", Status::OK),
        ("pa_operation_next", Status::BadHandle.code()),
        ("pa_operation_feed", Status::OK),
        ("pa_operation_feed", Status::NotOpen.code()),
        ("pa_operation_close", Status::OK),
        ("pa_secret_close", Status::BadHandle.code()),
    ] {
        assert!(seen.contains_key(&(name, status)), "the threads never met: {seen:?}");
    }
    for id in ids.0.into_inner().unwrap() {
        pa_operation_close(id);
        pa_secret_close(id);
        pa_refresh_token_close(id);
    }
    println!("figure A2: {calls} random calls from {THREADS} threads, 0 crashes");
}
