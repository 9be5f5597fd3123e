//! Builds the program with all targets, so that libFuzzer sees which way it goes.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use xshell::cmd;

use crate::instrument;
use crate::tools::Tools;

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

/// Builds the program with instruments in the project's own crates alone, and gives its path.
///
/// # Errors
/// It does not compile, or not on this system.
pub fn build_short(tools: &Tools) -> Result<PathBuf> {
    let is_known = cfg!(all(target_os = "linux", target_arch = "x86_64", target_env = "gnu"));
    ensure!(
        is_known,
        "the short form of fuzzing runs on Linux with glibc on x64 alone"
    );
    // Of all packages, as the tests are built: cargo joins their features, and would else build the crates of others again.
    let cargo = tools.cargo().args(["build", "--locked", "--workspace"]);
    let cargo = cargo.args(["--bin", "partner-fuzz", "--features", "partner-fuzz/libfuzzer"]);
    instrument::own_crates(cargo)?.run()?;
    Ok(tools.layout.target.join("debug/partner-fuzz"))
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
    .env("CARGO_ENCODED_RUSTFLAGS", instrument::FLAGS.join("\u{1f}"))
    .run()?;
    Ok(target.join(host).join("fuzz/partner-fuzz"))
}
