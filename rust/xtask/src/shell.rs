//! `cargo xtask shell FILE.ps1 [ARGS]`: a script on the PowerShell engine from NuGet.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};

use crate::build_module;
use crate::dotnet::{self, Project};
use crate::layout::MODULES;
use crate::tools::Tools;

/// Makes .NET use the same texts and number formats on every machine.
const INVARIANT: &str = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

/// Runs the command.
///
/// # Errors
/// The shell was not built or not started.
pub fn run(tools: &Tools, arguments: &[OsString]) -> Result<ExitCode> {
    // Who runs a script on modules elsewhere, as the tests do, has built them.
    if let Some(told) = env::var_os(MODULES).filter(|folder| !folder.is_empty()) {
        let modules = Path::new(&told);
        ensure!(
            modules.is_dir(),
            "{MODULES} is {}, where no folder is; without it, the modules of `cargo xtask build` are taken",
            modules.display()
        );
        return run_on(tools, modules, arguments);
    }
    if !build_module::is_staged(tools) {
        build_module::build(tools)?;
    }
    run_on(tools, &tools.layout.modules, arguments)
}

/// The same with the modules of that folder.
///
/// # Errors
/// The shell was not built or not started.
pub fn run_on(tools: &Tools, modules: &Path, arguments: &[OsString]) -> Result<ExitCode> {
    let program = build(tools)?;
    let mut command = Command::new("dotnet");
    command.arg(program).args(arguments).env(MODULES, modules);
    // A machine without data of languages runs scripts, too.
    if env::var_os(INVARIANT).is_none() {
        command.env(INVARIANT, "1");
    }
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
