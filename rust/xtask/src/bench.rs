//! `cargo xtask bench`: what PartnerAuth costs, as ratios measured in one run, and the page that tells it.

mod contender;
mod kept;
pub mod machine;
mod page;
mod plot;
mod races;
mod ratios;
mod sandbox;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use xshell::cmd;

use crate::dotnet::{self, Project};
use crate::tools::Tools;
use crate::{build_module, shell};

/// Runs the command; `only_ratios` leaves out the races, which take a quarter of an hour, and the page.
///
/// # Errors
/// What was not built, or a script that did not say its times.
pub fn run(tools: &Tools, only_ratios: bool) -> Result<ExitCode> {
    build_module::build(tools)?;
    let shell = shell::build(tools)?;
    build_others(tools, &shell)?;
    let ratios = ratios::measure(tools, &shell)?;
    let mut is_good = ratios.iter().all(ratios::Ratio::is_good);
    if !only_ratios {
        let figures = page::Figures {
            race: races::race(tools, &shell)?,
            scale: races::scale(tools, &shell)?,
            memory: races::memory(tools, &shell)?,
            flat: races::flat_memory(tools, &shell)?,
            kept: kept::measure(tools)?,
            ratios,
        };
        for goal in figures.goals() {
            println!("{goal}");
            is_good &= goal.is_reached;
        }
        page::write(tools, &figures)?;
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds what there is to compare with: cmdlets with our parameters that do nothing or ask MSAL.NET, and the program that
/// asks with reqwest and nothing else.
fn build_others(tools: &Tools, shell: &Path) -> Result<()> {
    let writer = tools.layout.root.join("tests/Benches/Empty/write-cmdlet.ps1");
    for (noun, body) in [
        ("EmptyAccessToken", ""),
        (
            "MsalAccessToken",
            "WriteObject(PartnerAuth.Benches.MsalPeer.OfCommand!.Kept());",
        ),
    ] {
        let source = tools.layout.target.join(format!("bench/New{noun}Command.cs"));
        cmd!(tools.shell, "dotnet {shell} {writer} {source} {noun} {body}")
            .run()
            .with_context(|| format!("New-{noun} was not written"))?;
    }
    for (folder, sources, output) in [
        (
            "tests/Benches/Empty",
            ["target/bench"].as_slice(),
            "test-modules/Empty/Empty.dll",
        ),
        (
            "tests/Benches/Peers",
            ["target/bench"].as_slice(),
            "test-modules/Peers/Peers.dll",
        ),
    ] {
        let project = Project {
            folder,
            sources,
            output: output.to_owned(),
        };
        dotnet::build(tools, &project)?;
    }
    tools
        .cargo()
        .args(["build", "--release", "-p", "partner-auth", "--example", "bare_requests"])
        .run()
        .context("bare_requests was not built")
}
