//! `cargo xtask demo`: the main job, against a sandbox.

use std::process::ExitCode;

use anyhow::Result;

use crate::tools::Tools;
use crate::{build_module, shell};

/// Runs the command.
///
/// # Errors
/// What was not built.
pub fn run(tools: &Tools) -> Result<ExitCode> {
    build_module::build(tools)?;
    let script = tools.layout.root.join("powershell/demo/demo.ps1");
    println!("cargo xtask shell {}", script.display());
    shell::run_on(tools, &tools.layout.modules, &[script.into_os_string()])
}
