//! `cargo xtask test`: every test of every language, and one line at the end.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{fs, io};

use anyhow::{Context as _, Result};
use xshell::{Cmd, cmd};

use crate::tally::Tally;
use crate::tools::Tools;
use crate::{build_module, canaries, dotnet, framework, package, shell};

/// Runs the command.
///
/// # Errors
/// Something that the tests need was not built.
pub fn run(tools: &Tools) -> Result<ExitCode> {
    let sh = &tools.shell;
    let mut tally = Tally::default();
    // Short, as sockets lie in it.
    let temporary = tempfile::Builder::new().prefix("pa-").tempdir()?;
    for name in ["TMPDIR", "TEMP", "TMP"] {
        sh.set_var(name, temporary.path());
    }

    // Before the build, which would write them anew.
    tally.add(count(
        tools.cargo().args(["run", "--quiet", "-p", "bindgen", "--", "--check"]),
        Kind::Check,
    )?);
    build_module::build(tools)?;
    shell::build(tools)?;
    package::for_tests(tools)?;
    tally.add(count(
        tools.cargo().args(["test", "--workspace", "--no-fail-fast"]),
        Kind::Runner,
    )?);
    for project in test_projects(&tools.layout.root.join("tests"))? {
        if project.file_stem().is_some_and(|name| name == framework::PROJECT) {
            tally.add(framework::run(tools, &project)?);
            continue;
        }
        dotnet::compile(tools, &project)?;
        let run = cmd!(
            sh,
            "dotnet test --project {project} --configuration Release --no-build --no-ansi --no-progress"
        );
        tally.add(count(run, Kind::Runner)?);
    }

    for path in canaries::in_files(temporary.path())? {
        println!("FAILED: the tests left a secret in {}", path.display());
        tally.failed += 1;
    }
    println!("{tally}");
    let succeeded = tally.failed == 0 && tally.passed > 0;
    Ok(if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What a command's success means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The command is one test.
    Check,
    /// The command runs tests and prints how many.
    Runner,
}

/// Runs a command, shows what it prints, and counts.
///
/// # Errors
/// The command was not started.
pub fn count(command: Cmd<'_>, kind: Kind) -> Result<Tally> {
    println!("$ {command}");
    let mut command = Command::from(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{command:?} was not started"))?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = line?;
            io::stdout().write_all(&line)?;
            io::stdout().write_all(b"\n")?;
            let line = String::from_utf8_lossy(&line);
            tally.read(&line);
            if let Some(secret) = canaries::first(&line) {
                println!("FAILED: that line shows a secret, which begins with {secret}");
                tally.failed += 1;
            }
        }
    }
    let succeeded = child.wait()?.success();
    match kind {
        Kind::Check if succeeded => tally.passed += 1,
        Kind::Check => tally.failed += 1,
        // A runner that ended badly without a failed test did not compile or crashed: that must not look like success.
        Kind::Runner if !succeeded && tally.failed == 0 => tally.failed += 1,
        Kind::Runner => {}
    }
    Ok(tally)
}

/// Every folder of `tests` whose name ends with `.Tests`.
fn test_projects(tests: &Path) -> Result<Vec<PathBuf>> {
    let mut projects = Vec::new();
    for entry in fs::read_dir(tests)? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".Tests") {
            projects.push(folder.join(format!("{name}.csproj")));
        }
    }
    projects.sort();
    Ok(projects)
}
