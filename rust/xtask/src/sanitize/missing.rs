//! What a sanitizer takes and this machine lacks, by name, and what installs it.

use std::process::Command;

use super::sanitizer::Sanitizer;
use crate::debian;

/// A Rust with the source of its standard library, and a clang of the same LLVM with the runtimes of its sanitizers.
const THREAD: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "clang-22",
    "libclang-rt-22-dev",
];

/// What is missing, a sentence for each; nothing when the sanitizer can run.
pub fn of(sanitizer: Sanitizer) -> Option<String> {
    let name = sanitizer.name();
    if cfg!(not(all(
        target_os = "linux",
        target_arch = "x86_64",
        target_env = "gnu"
    ))) {
        return Some(format!("{name} runs on Linux with glibc on x64 alone."));
    }
    match sanitizer {
        Sanitizer::Address => (!runs("rustup", &["run", "nightly", "cargo", "--version"])).then(|| {
            format!("{name} takes a nightly Rust: `rustup toolchain install nightly --profile minimal` installs it.")
        }),
        Sanitizer::AddressInOwnCrates => None,
        Sanitizer::Thread => packages(name, &debian::missing(&THREAD)),
        Sanitizer::Valgrind => {
            let lacks: &[&str] = if runs("valgrind", &["--version"]) {
                &[]
            } else {
                &["valgrind"]
            };
            packages(name, lacks)
        }
    }
}

fn packages(name: &str, missing: &[&str]) -> Option<String> {
    let missing = missing.join(" ");
    (!missing.is_empty()).then(|| {
        format!("{name} takes packages of Debian 12 or later: `apt-get install {missing}` installs what is missing.")
    })
}

fn runs(program: &str, arguments: &[&str]) -> bool {
    let output = Command::new(program).args(arguments).output();
    output.is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::packages;

    #[test]
    fn what_is_missing_is_named_with_what_installs_it() {
        assert_eq!(packages("ThreadSanitizer", &[]), None);
        let said = packages("ThreadSanitizer", &["clang-22", "rustc-web"]).unwrap();
        assert!(
            said.contains("ThreadSanitizer") && said.contains("`apt-get install clang-22 rustc-web`"),
            "{said}"
        );
    }
}
