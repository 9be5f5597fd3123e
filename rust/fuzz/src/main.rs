//! Runs one target under libFuzzer: that of the environment's `PARTNERAUTH_FUZZ`.
#![no_main]

use partner_fuzz::Target;
use std::sync::LazyLock;

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = std::env::var("PARTNERAUTH_FUZZ").unwrap_or_default();
    match partner_fuzz::target(&name) {
        Some(target) => target,
        None => {
            eprintln!("PARTNERAUTH_FUZZ names no target: `{name}`");
            std::process::exit(2);
        }
    }
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _is_read = (TARGET.run)(bytes);
});
