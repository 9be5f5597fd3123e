//! Builds a C# project, unless nothing it is made of has changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;
use std::{fs, io};

use anyhow::{Context as _, Result, ensure};
use xshell::cmd;

use crate::tools::Tools;

/// A project and how to see that it is up to date.
#[derive(Debug)]
pub struct Project {
    /// Its folder, relative to the repository.
    pub folder: &'static str,
    /// Other folders whose sources go into it.
    pub sources: &'static [&'static str],
    /// What the build makes, relative to the target folder.
    pub output: String,
}

/// Files that every project is made of.
const SHARED: [&str; 4] = [
    "Cargo.toml",
    "Directory.Build.props",
    "powershell/Directory.Build.props",
    "tests/Directory.Build.props",
];

/// Builds the project in release mode and returns the path of what it makes.
///
/// # Errors
/// The build failed; what the compiler said is on the console.
pub fn build(tools: &Tools, project: &Project) -> Result<PathBuf> {
    let output = tools.layout.target.join(&project.output);
    if is_fresh(tools, project, &output)? {
        return Ok(output);
    }
    let folder = project.folder;
    compile(tools, Path::new(folder))?;
    // A build that had nothing to compile leaves the old time, and would be tried again each time.
    fs::File::options()
        .append(true)
        .open(&output)
        .and_then(|file| file.set_modified(SystemTime::now()))
        .with_context(|| format!("the build of {folder} made no {}", output.display()))?;
    Ok(output)
}

/// Builds a project in release mode, whether or not it changed.
///
/// # Errors
/// The build failed; what the compiler said is on standard error.
pub fn compile(tools: &Tools, project: &Path) -> Result<()> {
    let build = cmd!(
        tools.shell,
        "dotnet build {project} --configuration Release --nologo --verbosity quiet"
    );
    eprintln!("$ {build}");
    // Not to standard output: that belongs to the script in `cargo xtask shell`.
    let status = Command::from(build)
        .arg("-consoleLoggerParameters:NoSummary")
        .stdout(io::stderr())
        .status()?;
    ensure!(status.success(), "{} was not built", project.display());
    Ok(())
}

fn is_fresh(tools: &Tools, project: &Project, output: &Path) -> Result<bool> {
    let Ok(built) = fs::metadata(output).and_then(|data| data.modified()) else {
        return Ok(false);
    };
    let root = &tools.layout.root;
    let folders = project.sources.iter().chain([&project.folder]).chain(SHARED.iter());
    for folder in folders {
        if newest(&root.join(folder))? > built {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The newest change in a folder: of its files, and of the folders themselves, which change when a file goes.
///
/// # Errors
/// It is not there.
pub fn newest(path: &Path) -> Result<SystemTime> {
    let data = fs::metadata(path).with_context(|| format!("{} is missing", path.display()))?;
    let mut newest = data.modified()?;
    if data.is_dir() {
        for entry in fs::read_dir(path)? {
            newest = newest.max(self::newest(&entry?.path())?);
        }
    }
    Ok(newest)
}
