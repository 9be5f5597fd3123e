//! What is left of secrets in the memory of a process whose host has closed them: nothing.
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

use partner_auth_native::exports::*;
use serde_json::json;
use std::env;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::process::Command;
use support::Service;
use zeroize::{Zeroize, Zeroizing};

/// The address of the sign-in service, in the process that is looked at.
const SERVICE: &str = "PARTNERAUTH_TEST_SERVICE";
const APPLICATION: &str = "11111111-2222-3333-4444-555555555555";

/// What must be gone. The texts never stand in the program: neither whole nor in parts that could be found.
const GIVEN: [&str; 2] = ["secret", "refresh"];
/// The refresh token that comes takes the place of the one that was given.
const CAME: [&str; 2] = ["access", "renewed"];
/// So many that buffers of the connections are used by turns, on several threads.
const CUSTOMERS: u32 = 64;
const MASK: u8 = 0x55;

/// The hidden form of a canary.
fn hidden(name: &str) -> Vec<u8> {
    format!("canary.{name}.3d8f1c07.")
        .bytes()
        .cycle()
        .take(120)
        .map(|b| b ^ MASK)
        .collect()
}

/// The canary itself, in memory that is cleared.
fn shown(name: &str) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(b"partner-sandbox.".to_vec());
    text.reserve_exact(120);
    text.extend(hidden(name).iter().map(|b| b ^ MASK));
    text
}

#[test]
fn a_process_that_closed_its_secrets_holds_none_of_them() {
    if let Ok(service) = env::var(SERVICE) {
        return use_secrets_and_close(&service);
    }
    let service = serve();
    let output = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "a_process_that_closed_its_secrets_holds_none_of_them",
            "--nocapture",
        ])
        .env(SERVICE, service.address)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(text.contains("figure E2: "), "{text}");
    println!("{text}");
}

/// A sign-in service in the process of the test, whose memory nobody looks at.
fn serve() -> Service {
    let text = |name| String::from_utf8(shown(name).to_vec()).unwrap();
    let body = json!({
        "token_type": "Bearer", "expires_in": 3600, "scope": "https://graph.microsoft.com/User.Read",
        "access_token": text("access"), "refresh_token": text("renewed")
    });
    Service::answering_with(body.to_string())
}

/// What a host does: gives its secrets, gets a token for a tenant, reads it, closes everything, clears the cache.
fn use_secrets_and_close(service: &str) {
    let (secret, token) = (
        keep(pa_secret_create, "secret"),
        keep(pa_refresh_token_create, "refresh"),
    );
    let given = GIVEN.map(count);
    let account = json!({
        "environment": { "name": "Sandbox", "login": service, "graph": service, "partnerCenter": service },
        "clientId": APPLICATION, "clientSecret": secret, "refreshToken": token
    });
    let item = |number: u32| {
        json!({
            "item": number, "account": account, "tenant": format!("{number:08}-2222-3333-4444-555555555555"),
            "scopes": ["Graph"], "minimumLifetimeSeconds": 900, "timeoutSeconds": 60, "forceRefresh": false
        })
    };
    let items: Vec<_> = (0..CUSTOMERS).map(item).collect();
    let asked = json!({ "throttleLimit": 8, "items": items, "complete": true }).to_string();
    assert!(drained(pa_token_acquire, &asked), "no token came");
    let came = CAME.map(count);
    let before = [given, came].concat();
    assert!(
        before.iter().all(|found| *found > 0),
        "{before:?}: the search finds nothing"
    );

    assert_eq!(pa_secret_close(secret), 0);
    assert_eq!(pa_refresh_token_close(token), 0);
    assert!(!drained(pa_token_cache_clear, "{}"));
    // The connection goes when its task has run.
    let all = || [GIVEN, CAME].concat().into_iter().map(count).collect::<Vec<_>>();
    let is_clear = (0..10).any(|_| all() == [0; 4]);
    assert!(is_clear, "now {:?}, before {before:?}", all());
    println!(
        "figure E2: {} copies of 4 secrets in memory while in use, 0 after they were closed",
        before.iter().sum::<usize>()
    );
}

fn keep(create: unsafe extern "C-unwind" fn(*const u8, u64, *mut u64) -> i32, name: &str) -> u64 {
    let (text, mut id) = (shown(name), 0);
    // SAFETY: the text and the number outlive the call.
    assert_eq!(unsafe { create(text.as_ptr(), text.len() as u64, &raw mut id) }, 0);
    id
}

/// Reads an operation to its end and closes it; tells whether the access token was among what came.
fn drained(start: unsafe extern "C-unwind" fn(*const u8, u64, *mut u64) -> i32, asked: &str) -> bool {
    let (mut buffer, mut length, mut operation) = (vec![0_u8; 64 * 1024], 0, 0);
    // SAFETY: the text and the number outlive the call.
    let status = unsafe { start(asked.as_ptr(), asked.len() as u64, &raw mut operation) };
    assert_eq!(status, 0);
    let access = hidden("access");
    let mut came = false;
    // SAFETY: the buffer and the number outlive the call.
    while unsafe { pa_operation_next(operation, 60_000, buffer.as_mut_ptr(), 64 * 1024, &raw mut length) } == 0 {
        came |= positions(&buffer, &access).next().is_some();
        // Not the vector's own, which empties it.
        buffer.as_mut_slice().zeroize();
    }
    assert_eq!(pa_operation_close(operation), 0);
    came
}

/// How often a canary stands in what this process may write to.
fn count(name: &str) -> usize {
    let (needle, memory) = (hidden(name), File::open("/proc/self/mem").unwrap());
    let mut part = vec![0_u8; 1024 * 1024];
    let own = part.as_ptr() as u64..part.as_ptr() as u64 + part.len() as u64;
    let mut found = 0;
    for map in fs::read_to_string("/proc/self/maps").unwrap().lines() {
        let mut words = map.split_whitespace();
        let (range, rights) = (words.next().unwrap(), words.next().unwrap());
        if !rights.starts_with("rw") {
            continue;
        }
        let (start, end) = range.split_once('-').unwrap();
        let (mut at, end) = (
            u64::from_str_radix(start, 16).unwrap(),
            u64::from_str_radix(end, 16).unwrap(),
        );
        while at < end {
            let length = part.len().min(usize::try_from(end - at).unwrap());
            if memory.read_exact_at(&mut part[..length], at).is_err() {
                break;
            }
            found += positions(&part[..length], &needle)
                .filter(|place| !own.contains(&(at + *place as u64)))
                .count();
            // What lies across two parts is found in the second.
            at += if length < part.len() {
                length
            } else {
                length - needle.len()
            } as u64;
        }
    }
    part.zeroize();
    found
}

/// Where the hidden text stands in the open.
fn positions<'a>(bytes: &'a [u8], hidden: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = hidden[0] ^ MASK;
    let starts = bytes
        .iter()
        .enumerate()
        .filter(move |(_, byte)| **byte == first)
        .map(|(at, _)| at);
    starts.filter(move |at| {
        let text = bytes.get(*at..*at + hidden.len());
        text.is_some_and(|text| text.iter().zip(hidden).all(|(byte, hidden)| byte ^ hidden == MASK))
    })
}
