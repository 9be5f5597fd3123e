//! What the compiler builds in for sanitizers and fuzzing. The whole forms have it in all crates. The short ones have it in
//! the project's own: this program is the wrapper that cargo calls for those (`RUSTC_WORKSPACE_WRAPPER`), and the crates of
//! others are those that the tests were built with.

use std::env;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};
use xshell::Cmd;

/// What makes the compiler count each branch and show each comparison (clang, "SanitizerCoverage"), and what sees a use of
/// memory that is not there.
pub const FLAGS: &[&str] = &[
    "-Zsanitizer=address",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Generic code of others is compiled into the project's crates anew: what others have of it has no instruments.
const OWN_GENERICS: &str = "-Zshare-generics=no";

/// Says to this program that it is called in the compiler's place.
const WRAPS: &str = "PARTNERAUTH_INSTRUMENT";
/// Lets a stable compiler take unstable flags.
const UNSTABLE: &str = "RUSTC_BOOTSTRAP";

/// Has cargo instrument the project's own crates.
///
/// # Errors
/// This program does not know where it lies.
pub fn own_crates(cargo: Cmd<'_>) -> Result<Cmd<'_>> {
    let this = env::current_exe().context("the program that cargo calls for each crate was not found")?;
    Ok(cargo.env("RUSTC_WORKSPACE_WRAPPER", this).env(WRAPS, "1"))
}

/// Compiles, when cargo called this program in the compiler's place.
///
/// # Errors
/// The compiler was not started.
pub fn compile() -> Result<Option<ExitCode>> {
    if env::var_os(WRAPS).is_none() {
        return Ok(None);
    }
    let mut words = env::args_os().skip(1);
    let compiler = words.next().context("cargo named no compiler")?;
    let arguments: Vec<_> = words.collect();
    let mut command = Command::new(&compiler);
    let shown: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    if is_for_instruments(&shown) {
        command.args(FLAGS).arg(OWN_GENERICS).env(UNSTABLE, "1");
    }
    let status = command.args(&arguments).status();
    let status = status.with_context(|| format!("{} was not started", compiler.display()))?;
    Ok(Some(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }))
}

/// False for questions about the compiler, and for what cargo runs while it builds.
fn is_for_instruments(arguments: &[impl AsRef<str>]) -> bool {
    let has = |wanted: fn(&str) -> bool| arguments.iter().any(|argument| wanted(argument.as_ref()));
    has(|argument| argument == "--crate-name")
        && !has(|argument| argument.starts_with("--print") || argument.starts_with("build_script_"))
}

#[cfg(test)]
mod tests {
    use super::is_for_instruments;

    #[test]
    fn crates_are_instrumented_and_neither_questions_nor_build_scripts() {
        assert!(is_for_instruments(&["--crate-name", "partner_auth", "src/lib.rs"]));
        assert!(!is_for_instruments(&["--crate-name", "build_script_build", "build.rs"]));
        assert!(!is_for_instruments(&["-", "--crate-name", "___", "--print=cfg"]));
        assert!(!is_for_instruments(&["-vV"]));
    }
}
