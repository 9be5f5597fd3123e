//! The native libraries and the sandbox's program for Windows, with Debian's compilers.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use xshell::cmd;

use crate::tools::Tools;

const TARGET: &str = "x86_64-pc-windows-gnu";
const CARGO: &str = "/usr/bin/cargo";
const RUSTC: &str = "/usr/bin/rustc";
const C_COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// Builds what is missing or out of date.
///
/// # Errors
/// What was not built; what the compiler said is on the console.
pub fn build(tools: &Tools) -> Result<()> {
    let sh = &tools.shell;
    // Debian has no standard library for Windows, and its sources: a build of those wants flags that only unstable
    // compilers take, or this variable.
    let packages = ["partner-auth-native", "partner-sandbox-native", "partner-sandbox"].map(|name| ["--package", name]);
    let packages = packages.as_flattened();
    // Not optimized, which takes a third of the time: these are for tests, and what ships is built on Windows.
    cmd!(
        sh,
        "{CARGO} build --locked --target {TARGET} -Zbuild-std=std,panic_unwind {packages...}"
    )
    .env("CARGO_INCREMENTAL", "0")
    .env("CARGO_PROFILE_DEV_DEBUG", "false")
    .env("RUSTC", RUSTC)
    .env("RUSTC_BOOTSTRAP", "1")
    .env("CARGO_TARGET_DIR", folder(&tools.layout.target).join("cargo"))
    .env_remove("RUSTUP_TOOLCHAIN")
    .run()
    .context("the libraries for Windows were not built")?;

    // What stands in for a library that somebody planted; on Linux the tests make it themselves.
    let source = tools.layout.root.join("tests/PartnerAuth.Tests/Fixtures/fake.c");
    let fake = fake_library(&tools.layout.target);
    cmd!(sh, "{C_COMPILER} -shared -o {fake} {source}")
        .run()
        .context("the library that tests plant was not built")
}

/// Everything of ours for Windows, within the target folder.
pub fn folder(target: &Path) -> PathBuf {
    target.join("windows")
}

/// What cargo built.
pub fn built(target: &Path, file: &str) -> PathBuf {
    folder(target).join("cargo").join(TARGET).join("debug").join(file)
}

/// The library that tests plant.
pub fn fake_library(target: &Path) -> PathBuf {
    folder(target).join("fake.dll")
}
