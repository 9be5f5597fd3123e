//! `cargo xtask bench`: what PartnerAuth costs, as ratios measured in one run.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use xshell::cmd;

use crate::dotnet::{self, Project};
use crate::tools::Tools;
use crate::{build_module, shell};

/// One measurement: what it costs with us, what it costs without, and how much of that is allowed.
#[derive(Debug)]
struct Measure {
    name: &'static str,
    /// The script, in `tests/Benches`, that prints `NAME MICROSECONDS` lines named `ours` and `bare`.
    script: &'static str,
    /// The greatest `ours / bare` that is good.
    ratio: f64,
    /// Microseconds that are allowed on top.
    extra: f64,
}

/// The goals of the first slice.
const MEASURES: [Measure; 3] = [
    Measure {
        name: "cached token / empty cmdlet",
        script: "cached-token.ps1",
        ratio: 2.0,
        extra: 100.0,
    },
    Measure {
        name: "200 customers / bare reqwest",
        script: "fan-out.ps1",
        ratio: 1.2,
        extra: 0.0,
    },
    Measure {
        name: "import / import of an empty module",
        script: "import.ps1",
        ratio: 1.3,
        extra: 0.0,
    },
];

/// Runs the command.
///
/// # Errors
/// What was not built, or a script that did not say both times.
pub fn run(tools: &Tools) -> Result<ExitCode> {
    build_module::build(tools)?;
    let program = shell::build(tools)?;
    build_floor(tools, &program)?;
    let mut good = true;
    println!(
        "{:<40}{:>14}{:>14}{:>8}{:>10}",
        "", "ours (us)", "bare (us)", "ratio", "allowed"
    );
    for measure in &MEASURES {
        let mut command = Command::new("dotnet");
        command
            .arg(&program)
            .arg(tools.layout.root.join("tests/Benches").join(measure.script));
        let output = command
            .output()
            .with_context(|| format!("{} was not started", measure.script))?;
        if !output.status.success() {
            bail!(
                "{} failed: {}",
                measure.script,
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let ours = time(&text, "ours").with_context(|| format!("{} printed no time `ours`", measure.script))?;
        let bare = time(&text, "bare").with_context(|| format!("{} printed no time `bare`", measure.script))?;
        let allowed = bare * measure.ratio + measure.extra;
        good &= ours <= allowed;
        let (name, ratio, limit) = (measure.name, ours / bare, allowed / bare);
        let verdict = if ours <= allowed { "" } else { "  too slow" };
        println!("{name:<40}{ours:>14.0}{bare:>14.0}{ratio:>8.2}{limit:>10.2}{verdict}");
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Builds what there is to compare with: an empty module whose cmdlet has our parameters, and the program that asks with
/// reqwest and nothing else.
fn build_floor(tools: &Tools, shell: &Path) -> Result<()> {
    let source = tools.layout.target.join("bench/NewEmptyAccessTokenCommand.cs");
    let writer = tools.layout.root.join("tests/Benches/Empty/write-cmdlet.ps1");
    cmd!(tools.shell, "dotnet {shell} {writer} {source}")
        .run()
        .context("the empty cmdlet was not written")?;
    let empty = Project {
        folder: "tests/Benches/Empty",
        sources: &["target/bench"],
        output: "test-modules/Empty/Empty.dll".to_owned(),
    };
    dotnet::build(tools, &empty)?;
    tools
        .cargo()
        .args(["build", "--release", "-p", "partner-auth", "--example", "bare_requests"])
        .run()
        .context("bare_requests was not built")
}

fn time(text: &str, name: &str) -> Option<f64> {
    text.lines()
        .find_map(|line| line.trim().strip_prefix(name)?.trim().parse().ok())
}
