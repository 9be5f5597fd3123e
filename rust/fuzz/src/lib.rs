//! Fuzz targets: each gives bytes to what reads them in the product, and panics where something does not hold.
//!
//! `cargo xtask fuzz` runs them under libFuzzer. A test runs each over its seeds and over what was found before.
#![forbid(unsafe_code)]
#![allow(clippy::expect_used, clippy::panic, reason = "a panic is how a target tells")]

pub mod made;
mod targets;

use targets::*;

/// Something that reads bytes from outside.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its folders in `seeds` and `regressions`.
    pub name: &'static str,
    /// Gives it bytes; true when they were taken for what is read there.
    pub run: fn(&[u8]) -> bool,
}

/// Finds its word when the program is built so that libFuzzer sees which way it goes, and not by chance.
pub const SELF_TEST: &str = "self_test";

/// All targets.
pub const TARGETS: &[Target] = &[
    Target::new("address", address::run),
    Target::new("certificate", certificate::run),
    Target::new("claims", claims::run),
    Target::new("consent_answer", consent_answer::run),
    Target::new("error_answer", error_answer::run),
    Target::new("error_text", error_text::run),
    Target::new("journal", journal::run),
    Target::new("kept_tokens", kept_tokens::run),
    Target::new("loopback_request", loopback_request::run),
    Target::new("manifest", manifest::run),
    Target::new("redis_answer", redis_answer::run),
    Target::new("request", request::run),
    Target::new("retry_after", retry_after::run),
    Target::new("service_document", service_document::run),
    Target::new("token_answer", token_answer::run),
];

impl Target {
    const fn new(name: &'static str, run: fn(&[u8]) -> bool) -> Self {
        Self { name, run }
    }
}

/// The target of that name, the self-test among them.
#[must_use]
pub fn target(name: &str) -> Option<Target> {
    if name == SELF_TEST {
        return Some(Target::new(SELF_TEST, self_test));
    }
    TARGETS.iter().find(|target| target.name == name).copied()
}

/// Panics at one word. Each letter is a step that libFuzzer sees; it tells four rounds of a loop from one another, and not
/// the fifth from the sixth.
fn self_test(bytes: &[u8]) -> bool {
    let word = b"Abra";
    for (at, letter) in word.iter().enumerate() {
        if bytes.get(at) != Some(letter) {
            return false;
        }
    }
    panic!("The word was found.");
}
