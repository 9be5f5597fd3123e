//! Debian's packages that it takes to build for Windows and to make the folder with Wine.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use xshell::cmd;

use crate::debian;
use crate::tools::Tools;

/// A Rust that comes with the source of its standard library, the linker for Windows, and what makes a Debian in a folder.
const PACKAGES: [&str; 6] = [
    "rustc-web",
    "cargo-web",
    "rust-web-src",
    "gcc-mingw-w64-x86-64-posix",
    "mingw-w64-x86-64-dev",
    "debootstrap",
];

/// Whether nothing needs to be installed.
pub fn are_installed() -> bool {
    debian::missing(&PACKAGES).is_empty()
}

/// Installs what is missing.
///
/// # Errors
/// This is no Debian, we are not root, or a package is not to be had.
pub fn install(tools: &Tools) -> Result<()> {
    ensure!(
        is_root(),
        "`cargo xtask windows` needs root, for a folder with Wine that it changes into and for Debian's packages: {}",
        PACKAGES.join(", ")
    );
    if are_installed() {
        return Ok(());
    }
    let sh = &tools.shell;
    let has_apt = Command::new("apt-get")
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success());
    ensure!(
        has_apt,
        "`cargo xtask windows` needs Debian 12 or later with its security updates: there is no apt-get to install {} with",
        PACKAGES.join(", ")
    );
    let wait = "DPkg::Lock::Timeout=600";
    cmd!(sh, "apt-get update --quiet")
        .run()
        .context("Debian's lists of packages were not read")?;
    cmd!(
        sh,
        "apt-get install --yes --quiet --no-install-recommends --option {wait} {PACKAGES...}"
    )
    .env("DEBIAN_FRONTEND", "noninteractive")
    .run()
    .context("Debian's packages were not installed")
}

/// The owner of our own entry in /proc is who we are.
#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
