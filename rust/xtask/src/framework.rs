//! The tests for Windows PowerShell 5.1: on Windows on .NET Framework, elsewhere on Mono.

use std::ffi::OsString;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, ExitStatus};

use anyhow::{Context as _, Result};

use crate::dotnet;
use crate::layout::MODULES;
use crate::tally::Tally;
use crate::tools::Tools;

/// The project's name.
pub const PROJECT: &str = "Framework.Tests";

/// Mono 6.8 breaks off by itself in every third run of an xunit program, and oftener of this one, mostly when it ends: it
/// stops a thread that starts a timer.
const TRIES: usize = 20;

/// How the program ended.
pub enum Run {
    /// There is nothing to run it with.
    MonoIsMissing,
    /// Mono broke off in each try.
    BrokeOff,
    /// It came to its end.
    Ended {
        /// Whether it says that all went well.
        succeeded: bool,
        /// What it wrote.
        text: String,
    },
}

/// Builds the tests, runs them and counts.
///
/// # Errors
/// They were not built.
pub fn run(tools: &Tools, project: &Path) -> Result<Tally> {
    dotnet::compile(tools, project)?;
    let mut tally = Tally::default();
    match run_program(tools, &[])? {
        Run::MonoIsMissing => tally.skipped += 1,
        Run::BrokeOff => tally.failed += 1,
        Run::Ended { succeeded, text } => {
            text.lines().for_each(|line| tally.read(line));
            if !succeeded && tally.failed == 0 {
                tally.failed += 1;
            }
        }
    }
    Ok(tally)
}

/// Runs the tests that were built, and again where Mono breaks off, and shows what they write.
///
/// # Errors
/// Mono was not started.
pub fn run_program(tools: &Tools, arguments: &[OsString]) -> Result<Run> {
    let program = tools
        .layout
        .target
        .join(format!("dotnet/bin/{PROJECT}/release/{PROJECT}.exe"));
    for _ in 0..TRIES {
        let mut command = command(&program);
        // Where Mono leaves notes of what broke.
        command.current_dir(&tools.layout.target);
        command.env(MODULES, &tools.layout.modules);
        let output = match command.arg("-noColor").args(arguments).output() {
            Ok(output) => output,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                println!("{PROJECT} is skipped: Mono is missing (Debian's package mono-devel).");
                return Ok(Run::MonoIsMissing);
            }
            Err(error) => return Err(error).context("Mono was not started"),
        };
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        if let Some(why) = broke_off(&output.status, &text) {
            println!("Mono itself broke off, and no test ({why}); {PROJECT} runs once more.");
            continue;
        }
        println!("{text}");
        let succeeded = output.status.success();
        if !succeeded {
            println!("{PROJECT} ended with {}", output.status);
        }
        return Ok(Run::Ended {
            succeeded,
            text: text.into_owned(),
        });
    }
    println!("Mono broke off {TRIES} times.");
    Ok(Run::BrokeOff)
}

/// What Mono says when it ends itself because an assumption of its own sources did not hold. A crash in our library is
/// another signal or has no such line.
fn broke_off<'a>(status: &ExitStatus, text: &'a str) -> Option<&'a str> {
    if status.code().is_some() {
        return None;
    }
    text.lines()
        .find(|line| line.starts_with("* Assertion at ") && line.contains(".c:"))
}

fn command(program: &Path) -> Command {
    if cfg!(windows) {
        return Command::new(program);
    }
    let mut command = Command::new("mono");
    command.arg(program);
    command
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use super::broke_off;

    const MONO: &str =
        "* Assertion at object.c:585, condition `is_ok (error)' not met, function:mono_runtime_class_init_full";

    #[test]
    fn only_an_abort_that_mono_explains_is_its_own() {
        let (aborted, crashed, failed) = (
            ExitStatus::from_raw(6),
            ExitStatus::from_raw(11),
            ExitStatus::from_raw(256),
        );
        let text = format!("   Some.Tests  Total: 17\n{MONO}\n");
        assert_eq!(broke_off(&aborted, &text), Some(MONO));
        assert_eq!(broke_off(&failed, &text), None);
        assert_eq!(broke_off(&aborted, "thread 'partner-worker' panicked"), None);
        assert_eq!(broke_off(&crashed, "Got a SIGSEGV while executing native code"), None);
    }
}
