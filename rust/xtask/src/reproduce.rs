//! `cargo xtask reproduce`: the same sources, in two folders of different names, make the same assemblies.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, ensure};
use xshell::cmd;

use crate::tools::Tools;

/// What is shipped of C#, by its project.
const ASSEMBLIES: [&str; 2] = ["PartnerAuth", "PartnerAuth.Sandbox"];
/// A file's name and length have a say in what a compiler writes.
const FOLDERS: [&str; 2] = ["one", "another folder with a longer name"];

/// Runs the command.
///
/// # Errors
/// What could not be copied or built.
pub fn run(tools: &Tools) -> Result<ExitCode> {
    let place = tools.layout.target.join("reproduce");
    if place.exists() {
        fs::remove_dir_all(&place).context("what was built before can't be removed")?;
    }
    let mut is_same = true;
    let builds = FOLDERS.map(|folder| built(tools, &place.join(folder)));
    let [first, second] = builds;
    for ((name, one), (_, other)) in first?.iter().zip(&second?) {
        let same = one == other;
        println!(
            "figure I5: {name}.dll of two folders is {}",
            if same { "the same" } else { "not the same" }
        );
        is_same &= same;
    }
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Copies what git knows into a folder, builds there, and reads what came out.
fn built(tools: &Tools, folder: &Path) -> Result<Vec<(&'static str, Vec<u8>)>> {
    copy_sources(tools, folder)?;
    let read = |name: &'static str| -> Result<(&'static str, Vec<u8>)> {
        let project = folder.join("powershell").join(name);
        let build = cmd!(
            tools.shell,
            "dotnet build {project} --configuration Release --nologo --verbosity quiet"
        );
        let status = Command::from(build).current_dir(folder).status()?;
        ensure!(status.success(), "{} was not built", project.display());
        let output = folder.join(format!("target/dotnet/bin/{name}/release_netstandard2.0/{name}.dll"));
        let bytes = fs::read(&output).with_context(|| format!("{} is missing", output.display()))?;
        Ok((name, bytes))
    };
    ASSEMBLIES.into_iter().map(read).collect()
}

fn copy_sources(tools: &Tools, folder: &Path) -> Result<()> {
    let listed = cmd!(tools.shell, "git ls-files -z")
        .read()
        .context("git does not list the sources")?;
    for file in listed.split_terminator('\0').map(PathBuf::from) {
        let (from, to) = (tools.layout.root.join(&file), folder.join(&file));
        // What is deleted and not committed yet is still listed.
        if from.is_file() {
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::copy(&from, &to).with_context(|| format!("{} was not copied", file.display()))?;
        }
    }
    Ok(())
}
