//! Runs one target under libFuzzer: that of the environment's `PARTNERAUTH_FUZZ`. The seeds that are made go to the folder
//! `PARTNERAUTH_FUZZ_MADE` before libFuzzer reads its folders.
#![no_main]

use partner_fuzz::Target;
use std::fs;
use std::path::PathBuf;
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

libfuzzer_sys::fuzz_target!(init: make_seeds(), |bytes: &[u8]| {
    let _is_read = (TARGET.run)(bytes);
});

fn make_seeds() {
    let Some(folder) = std::env::var_os("PARTNERAUTH_FUZZ_MADE").map(PathBuf::from) else {
        return;
    };
    for (name, bytes) in partner_fuzz::made::seeds(TARGET.name) {
        if let Err(error) = fs::write(folder.join(name), bytes) {
            eprintln!("a seed can't be written to {}: {error}", folder.display());
            std::process::exit(2);
        }
    }
}
