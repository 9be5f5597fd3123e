//! The help of the modules: powershell/Help makes it from the pages in powershell/docs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Result, ensure};

use crate::dotnet::{self, Project};
use crate::staging::Staging;
use crate::tools::Tools;

const PAGES: &str = "powershell/docs/en-US";
const CULTURE: &str = "en-US";

/// Adds the help of a module, and makes it anew where a page, the assembly or the builder has changed.
///
/// # Errors
/// A page that can't be read.
pub fn add(tools: &Tools, module: &str, assembly: &Path, staging: &mut Staging) -> Result<()> {
    let folder = tools.layout.target.join("help").join(module).join(CULTURE);
    let made = folder.join(format!("{module}.dll-Help.xml"));
    let builder = builder(tools)?;
    if !is_fresh(tools, &made, &[&builder, assembly])? {
        // A topic whose page is gone must go, too.
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        run_builder(tools, &builder, "build", &[assembly.to_owned()])?;
    }
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        staging.add(Path::new(CULTURE).join(entry.file_name()), entry.path());
    }
    Ok(())
}

/// Brings the facts on the pages (syntax, types, sets, help messages) to what the commands are.
///
/// # Errors
/// What was not built.
pub fn write_pages(tools: &Tools, assemblies: &[PathBuf]) -> Result<ExitCode> {
    let builder = builder(tools)?;
    run_builder(tools, &builder, "write", assemblies)?;
    Ok(ExitCode::SUCCESS)
}

fn builder(tools: &Tools) -> Result<PathBuf> {
    dotnet::build(
        tools,
        &Project {
            folder: "powershell/Help",
            sources: &[],
            output: "dotnet/bin/Help/release/Help.dll".to_owned(),
        },
    )
}

fn run_builder(tools: &Tools, builder: &Path, action: &str, assemblies: &[PathBuf]) -> Result<()> {
    let status = Command::new("dotnet")
        .arg(builder)
        .arg(action)
        .arg(tools.layout.root.join(PAGES))
        .arg(tools.layout.target.join("help"))
        .args(assemblies)
        .status()?;
    ensure!(status.success(), "the help was not made");
    Ok(())
}

fn is_fresh(tools: &Tools, made: &Path, sources: &[&Path]) -> Result<bool> {
    let Ok(made) = fs::metadata(made).and_then(|data| data.modified()) else {
        return Ok(false);
    };
    let pages = tools.layout.root.join(PAGES);
    for source in sources.iter().copied().chain([pages.as_path()]) {
        if dotnet::newest(source)? > made {
            return Ok(false);
        }
    }
    Ok(true)
}
