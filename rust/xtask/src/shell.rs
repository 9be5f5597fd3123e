//! `cargo xtask shell FILE.ps1 [ARGS]`: a script on the PowerShell engine from NuGet.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::build_module;
use crate::dotnet::{self, Project};
use crate::tools::Tools;

/// Runs the command.
///
/// # Errors
/// The shell was not built or not started.
pub fn run(tools: &Tools, arguments: &[OsString]) -> Result<ExitCode> {
    if !build_module::is_staged(tools) {
        build_module::build(tools)?;
    }
    let program = build(tools)?;
    let mut command = Command::new("dotnet");
    command
        .arg(program)
        .args(arguments)
        .env("PARTNERAUTH_MODULES", &tools.layout.modules);
    // Not through xshell: the script runs in the user's folder, reads the user's input, and its exit code is ours.
    let status = command.status().context("the shell was not started")?;
    let code = status.code().and_then(|code| u8::try_from(code & 0xff).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Builds the shell and the stand-ins and returns its path.
///
/// # Errors
/// What was not built.
pub fn build(tools: &Tools) -> Result<PathBuf> {
    let shell = Project {
        folder: "tests/Shell",
        sources: &["tests/StandIns", "tests/Shared"],
        output: "dotnet/bin/Shell/release/Shell.dll".to_owned(),
    };
    dotnet::build(tools, &shell)
}
