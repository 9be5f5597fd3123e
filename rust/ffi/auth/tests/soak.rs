//! Round after round of tokens: memory, threads and sockets are what they were.
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
use std::fs;
use support::{Service, account, drain, start_with, token_item, token_start};

/// Tokens that are asked for before anything is measured.
const FIRST: u32 = 1_000;
const MOST_KIB: u64 = 10 * 1024;

/// Resident memory in KiB, threads, open files and sockets.
fn held() -> (u64, u64, usize) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let number = |name: &str| -> u64 {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    (
        number("VmRSS:"),
        number("Threads:"),
        fs::read_dir("/proc/self/fd").unwrap().count(),
    )
}

/// Asks for a token past the cache and closes everything that was made for it.
fn round(address: &str) {
    let mut account = account(address);
    let (secret, token) = (
        account["clientSecret"].as_u64().unwrap(),
        account["refreshToken"].as_u64().unwrap(),
    );
    account["environment"]["name"] = "Sandbox".into();
    let mut item = token_item(0, &account);
    item["forceRefresh"] = true.into();
    let events = drain(start_with(pa_token_acquire, &token_start(&[item], true)));
    assert_eq!(events[0]["token"]["accessToken"], "canary-access", "{events:?}");
    assert_eq!((pa_secret_close(secret), pa_refresh_token_close(token)), (0, 0));
}

#[test]
fn memory_threads_and_sockets_are_the_same_after_many_tokens() {
    let rounds: u32 = if std::env::var_os("PARTNERAUTH_LONG").is_some() {
        100_000
    } else {
        3_000
    };
    let service = Service::answering();
    for _ in 0..FIRST {
        round(&service.address);
    }
    let before = held();
    for _ in 0..rounds {
        round(&service.address);
    }
    // A connection's end is told to its task, which may be about to run.
    let mut states = (0..1000).map(|_| {
        round(&service.address);
        held()
    });
    let settled = states.find(|now| now.1 <= before.1 && now.2 <= before.2);
    let after = settled.unwrap_or_else(|| panic!("threads and files: {before:?}, then {:?}", held()));
    let grown = after.0.saturating_sub(before.0);
    assert!(grown < MOST_KIB, "{grown} KiB more after {rounds} tokens");
    println!(
        "figure A7: memory +{:.1} MiB, threads {} to {}, open files {} to {} after {rounds} tokens",
        grown as f64 / 1024.0,
        before.1,
        after.1,
        before.2,
        after.2
    );
}
