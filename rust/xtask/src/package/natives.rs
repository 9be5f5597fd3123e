//! The native libraries of all platforms: those that were built elsewhere, and those that this machine can build.

use std::env::{self, consts};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

use crate::build_module::MODULES;
use crate::package::inspect::{self, Library, MOST_BYTES};
use crate::package::platform::{Build, GLIBC_FLOOR, PLATFORMS, Platform};
use crate::tools::Tools;

/// The libraries of one platform, or why there are none.
#[derive(Debug)]
pub struct Native {
    /// The platform.
    pub platform: &'static Platform,
    /// The folder that holds them, under the names that the modules use.
    pub folder: Result<PathBuf, String>,
    /// What stands against releasing them.
    pub doubts: Vec<String>,
    /// Which of them are bigger than they may be.
    pub oversize: Vec<String>,
}

/// Where libraries come from.
#[derive(Debug)]
pub enum Source<'a> {
    /// `FOLDER/PLATFORM/LIBRARY`.
    Ready(&'a Path),
    /// This machine's compilers.
    Build,
}

/// Collects the libraries of all platforms, or of those named, from the first source that has them.
///
/// # Errors
/// A library that is there and is not what its folder says, a build that failed, or a name that no platform has.
pub fn collect(tools: &Tools, sources: &[Source<'_>], only: &[String]) -> Result<Vec<Native>> {
    for name in only {
        ensure!(
            PLATFORMS.iter().any(|platform| platform.name == name),
            "there is no platform {name}"
        );
    }
    let mut natives = Vec::new();
    let wanted = |platform: &&Platform| only.is_empty() || only.iter().any(|name| name == platform.name);
    for platform in PLATFORMS.iter().filter(wanted) {
        let mut native = Native {
            platform,
            folder: Err("it is not in the folder of ready libraries".to_owned()),
            doubts: Vec::new(),
            oversize: Vec::new(),
        };
        for source in sources {
            native.folder = match source {
                Source::Ready(folder) if folder.join(platform.name).is_dir() => Ok(folder.join(platform.name)),
                Source::Ready(_) => continue,
                Source::Build => build(tools, platform)?,
            };
            break;
        }
        if let Ok(folder) = native.folder.clone() {
            check(&mut native, &folder)?;
        }
        natives.push(native);
    }
    Ok(natives)
}

/// Builds a platform's libraries, when this machine has what that takes; else says what it lacks.
fn build(tools: &Tools, platform: &Platform) -> Result<Result<PathBuf, String>> {
    let Some(build) = platform.builds.iter().find(|build| build.on == consts::OS) else {
        let on: Vec<_> = platform.builds.iter().map(|build| build.on).collect();
        return Ok(Err(format!("it is built on {}", on.join(" or "))));
    };
    if let Some(lack) = lack(build) {
        return Ok(Err(lack));
    }
    let folder = tools.layout.target.join("package/native").join(platform.name);
    fs::create_dir_all(&folder)?;
    for module in &MODULES {
        let (krate, library) = module.native;
        compile(tools, build, &krate.replace('_', "-"))?;
        let made = tools
            .layout
            .target
            .join(build.triple)
            .join("dist")
            .join(platform.cargo_file(krate));
        let kept = folder.join(platform.file(library));
        fs::copy(&made, &kept).with_context(|| format!("the build made no {}", made.display()))?;
    }
    Ok(Ok(folder))
}

/// One library in a command of its own: cargo joins the features of what it builds together. As a shared library alone:
/// cargo optimizes over all crates only where no library for Rust is made beside it.
fn compile(tools: &Tools, build: &Build, package: &str) -> Result<()> {
    let triple = build.triple;
    let command = tools.cargo().args([
        "rustc",
        "--locked",
        "--profile",
        "dist",
        "--lib",
        "--crate-type",
        "cdylib",
    ]);
    let command = command.args(["--target", triple, "--package", package]);
    let linker = format!("CARGO_TARGET_{}_LINKER", triple.replace('-', "_").to_uppercase());
    let command = match build.linker {
        Some(name) if !build.is_own() => command.env(linker, name),
        _ => command,
    };
    // Paths of this machine are no part of a library: they would tell of it, and differ from machine to machine.
    let mut flags = vec![
        remap(&cargo_home()?, "/cargo"),
        remap(&tools.layout.root, "/partnerauth"),
    ];
    flags.extend(build.flags.iter().map(|flag| (*flag).to_owned()));
    command
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
        .run()
        .with_context(|| format!("{package} was not built for {triple}"))
}

fn remap(from: &Path, to: &str) -> String {
    format!("--remap-path-prefix={}={to}", from.display())
}

fn cargo_home() -> Result<PathBuf> {
    if let Some(home) = env::var_os("CARGO_HOME") {
        return Ok(home.into());
    }
    let home = env::home_dir().context("there is no home folder, and CARGO_HOME is not set")?;
    Ok(home.join(".cargo"))
}

/// What this machine lacks to build so, if anything.
fn lack(build: &Build) -> Option<String> {
    let triple = build.triple;
    let library = Command::new("rustc")
        .args(["--print", "target-libdir", "--target", triple])
        .output();
    let library = library.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    if !library.is_ok_and(|folder| Path::new(&folder).is_dir()) {
        return Some(format!(
            "Rust's standard library for it is missing: `rustup target add {triple}`"
        ));
    }
    let linker = build.linker.filter(|_| !build.is_own())?;
    let found = Command::new(linker)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    found
        .is_err()
        .then(|| format!("its linker `{linker}` was not found on PATH"))
}

/// Looks into the libraries in a platform's folder.
fn check(native: &mut Native, folder: &Path) -> Result<()> {
    for module in &MODULES {
        let file = native.platform.file(module.native.1);
        let library = inspect::inspect(&folder.join(&file), native.platform, module.exports)?;
        judge(native, &file, &library, module.is_small);
    }
    Ok(())
}

/// Notes what stands against a library.
fn judge(native: &mut Native, file: &str, library: &Library, is_small: bool) {
    if is_small && library.bytes > MOST_BYTES {
        native
            .oversize
            .push(format!("{file} has {} bytes, and may have {MOST_BYTES}", library.bytes));
    }
    if let Some((major, minor)) = library.glibc.filter(|version| *version > GLIBC_FLOOR) {
        let (floor_major, floor_minor) = GLIBC_FLOOR;
        native.doubts.push(format!(
            "{file} wants glibc {major}.{minor}, and may want {floor_major}.{floor_minor}: build it on an older system"
        ));
    }
}

/// Says what is there, what is not, and what stands against a release.
///
/// # Errors
/// A library is too big; `all` are wanted, and something is missing or in doubt; or nothing is there at all.
pub fn report(natives: &[Native], all: bool) -> Result<()> {
    for native in natives {
        match &native.folder {
            Ok(folder) => println!("{:<16}{}", native.platform.name, folder.display()),
            Err(reason) => println!("{:<16}missing: {reason}", native.platform.name),
        }
        for doubt in &native.doubts {
            println!("{:<16}not for release: {doubt}", "");
        }
    }
    ensure!(
        natives.iter().any(|native| native.folder.is_ok()),
        "there is no native library at all"
    );
    let oversize: Vec<_> = natives
        .iter()
        .flat_map(|native| {
            native
                .oversize
                .iter()
                .map(|text| format!("{}: {text}", native.platform.name))
        })
        .collect();
    ensure!(oversize.is_empty(), "a library is too big: {}", oversize.join("; "));
    let complete = natives
        .iter()
        .all(|native| native.folder.is_ok() && native.doubts.is_empty());
    if all && !complete {
        bail!("not all libraries that are wanted are there and fit for release");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Native, judge, report};
    use crate::package::inspect::{Library, MOST_BYTES};
    use crate::package::platform::PLATFORMS;

    fn native(folder: Result<PathBuf, String>) -> Native {
        Native {
            platform: &PLATFORMS[0],
            folder,
            doubts: Vec::new(),
            oversize: Vec::new(),
        }
    }

    fn library(bytes: u64, glibc: Option<(u32, u32)>) -> Library {
        Library { bytes, glibc }
    }

    #[test]
    fn a_library_that_is_too_big_is_an_error_also_where_nothing_is_released() {
        let mut native = native(Ok(PathBuf::new()));
        judge(&mut native, "partner_auth.dll", &library(MOST_BYTES, None), true);
        judge(&mut native, "partner_sandbox.dll", &library(9_000_000, None), false);
        assert!(report(std::slice::from_ref(&native), false).is_ok());

        judge(&mut native, "partner_auth.dll", &library(MOST_BYTES + 1, None), true);
        let error = report(&[native], false).unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&format!("win-x64: partner_auth.dll has {}", MOST_BYTES + 1)),
            "{error}"
        );
    }

    #[test]
    fn a_missing_or_doubtful_library_stands_against_a_release_alone() {
        let there = || native(Ok(PathBuf::new()));
        let missing = || native(Err("it is built on macos".to_owned()));
        let mut doubtful = there();
        judge(&mut doubtful, "partner_auth.so", &library(1, Some((2, 34))), true);

        assert!(report(&[there(), missing()], false).is_ok());
        assert!(report(&[there(), missing()], true).is_err());
        assert!(report(&[doubtful], true).is_err());
        assert!(report(&[there()], true).is_ok());
        assert!(report(&[missing()], false).is_err(), "nothing at all is no package");
    }
}
