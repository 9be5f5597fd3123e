//! Builds the program with all targets, so that libFuzzer sees which way it goes.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use xshell::cmd;

use crate::tools::Tools;

/// What makes the compiler count each branch and show each comparison (clang, "SanitizerCoverage"), and what sees a use of
/// memory that is not there.
const FLAGS: &[&str] = &[
    "-Zsanitizer=address",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The triple of the nightly toolchain that is installed.
///
/// # Errors
/// There is none, and how to get it.
pub fn nightly() -> Result<String> {
    let output = Command::new("rustup").args(["run", "nightly", "rustc", "-vV"]).output();
    let said = match output {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        _ => bail!("fuzzing takes Rust's nightly toolchain: `rustup toolchain install nightly --profile minimal`"),
    };
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what it runs on")
}

/// Builds the program and gives its path.
///
/// # Errors
/// It does not compile.
pub fn build(tools: &Tools, host: &str) -> Result<PathBuf> {
    let target = tools.layout.target.join("fuzz/build");
    cmd!(
        tools.shell,
        "rustup run nightly cargo build --locked --package partner-fuzz --features libfuzzer --profile fuzz --target {host}"
    )
    .env("CARGO_TARGET_DIR", &target)
    .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"))
    .run()?;
    Ok(target.join(host).join("fuzz/partner-fuzz"))
}
