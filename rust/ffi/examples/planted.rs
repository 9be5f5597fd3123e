//! Defects on purpose. `cargo xtask sanitize` runs them before any test: a sanitizer that does not report one is not on.
#![allow(clippy::panic, reason = "a defect that nobody asked for must not look like one")]

use partner_ffi::buffer;
use std::env;
use std::thread;

static mut COUNT: u64 = 0;

fn main() {
    match env::args().nth(1).as_deref() {
        Some("overflow") => overflow(),
        Some("leak") => leak(),
        Some("race") => race(),
        other => panic!("{other:?} is no defect: overflow, leak or race"),
    }
}

/// The boundary answers a number where its caller gave room for half of it.
fn overflow() {
    let room = Box::into_raw(Box::new(0_u32));
    // SAFETY: none, the number has eight bytes and the room four.
    let outcome = unsafe { buffer::answer(room.cast(), u64::MAX) };
    println!("{outcome:?}");
    // SAFETY: it is the box of above.
    drop(unsafe { Box::from_raw(room) });
}

/// Memory that nobody knows any more. It is made on a thread that ends, so that no stack still names it.
fn leak() {
    let made = thread::spawn(|| {
        for size in 1..100 {
            let lost = Box::leak(vec![1_u8; size * 100].into_boxed_slice());
            println!("{}", lost.len());
        }
    });
    drop(made.join());
}

/// Threads that count with one number and no lock: many times, as a short race may be missed.
fn race() {
    let threads: Vec<_> = (0..4).map(|_| thread::spawn(count)).collect();
    threads.into_iter().for_each(|thread| drop(thread.join()));
}

fn count() {
    let number = &raw mut COUNT;
    for _ in 0..1_000_000 {
        // SAFETY: none, the other threads write to it at the same time.
        unsafe { *number += 1 };
    }
}
