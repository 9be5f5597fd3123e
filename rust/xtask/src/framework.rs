//! The tests for Windows PowerShell 5.1: on Windows on .NET Framework, elsewhere on Mono.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, ExitStatus};

use anyhow::{Context as _, Result};

use crate::dotnet;
use crate::tally::Tally;
use crate::tools::Tools;

/// The project's name.
pub const PROJECT: &str = "Framework.Tests";

/// Mono 6.8 breaks off by itself in every third run of an xunit program, and oftener of this one, mostly when it ends: it
/// stops a thread that starts a timer.
const TRIES: usize = 20;

/// Builds the tests, runs them and counts.
///
/// # Errors
/// They were not built.
pub fn run(tools: &Tools, project: &Path) -> Result<Tally> {
    dotnet::compile(tools, project)?;
    let program = tools
        .layout
        .target
        .join(format!("dotnet/bin/{PROJECT}/release/{PROJECT}.exe"));
    for _ in 0..TRIES {
        let mut command = command(&program);
        // Where Mono leaves notes of what broke.
        command.current_dir(&tools.layout.target);
        command.env("PARTNERAUTH_MODULES", &tools.layout.modules);
        let output = match command.arg("-noColor").output() {
            Ok(output) => output,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                println!("{PROJECT} is skipped: Mono is missing (Debian's package mono-devel).");
                return Ok(Tally {
                    skipped: 1,
                    ..Tally::default()
                });
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
        let mut tally = Tally::default();
        text.lines().for_each(|line| tally.read(line));
        if !output.status.success() && tally.failed == 0 {
            println!("{PROJECT} ended with {}", output.status);
            tally.failed += 1;
        }
        return Ok(tally);
    }
    println!("Mono broke off {TRIES} times.");
    Ok(Tally {
        failed: 1,
        ..Tally::default()
    })
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
