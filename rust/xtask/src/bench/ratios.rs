//! Small calls, each against what the same costs without us: a script prints both times of one run.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::layout::MODULES;
use crate::tools::Tools;

/// One measurement: what it costs with us, what it costs without, and how much of that is allowed.
#[derive(Debug)]
struct Measure {
    name: &'static str,
    /// The script, in `tests/Benches`, that prints `NAME NUMBER` lines named `ours` and `bare`, and its arguments.
    script: &'static [&'static str],
    /// The greatest `ours / bare` that is good.
    ratio: f64,
    /// What is allowed on top.
    extra: f64,
}

/// What a measurement gave.
#[derive(Debug)]
pub struct Ratio {
    /// What was measured, against what.
    pub name: &'static str,
    /// Ours; microseconds, or thousandths where parts are compared.
    pub ours: f64,
    /// The other's.
    pub bare: f64,
    /// The greatest ratio that is good.
    pub allowed: f64,
}

/// Microseconds of one call or one run; of runspaces, thousandths of the time that one alone takes for a call.
const MEASURES: [Measure; 6] = [
    Measure {
        name: "cached token / empty cmdlet",
        script: &["cached-token.ps1"],
        ratio: 2.0,
        extra: 100.0,
    },
    Measure {
        name: "cached token / MSAL.NET's in a cmdlet",
        script: &["cached-msal.ps1"],
        ratio: 1.0,
        extra: 0.0,
    },
    Measure {
        name: "cached token in 2 runspaces / empty cmdlet",
        script: &["runspaces.ps1", "2"],
        ratio: 1.0 / 0.9,
        extra: 0.0,
    },
    Measure {
        name: "cached token in 16 runspaces / empty cmdlet",
        script: &["runspaces.ps1", "16"],
        ratio: 1.0 / 0.9,
        extra: 0.0,
    },
    Measure {
        name: "200 customers / bare reqwest",
        script: &["fan-out.ps1"],
        ratio: 1.2,
        extra: 0.0,
    },
    Measure {
        name: "import / import of an empty module",
        script: &["import.ps1"],
        ratio: 1.3,
        extra: 0.0,
    },
];

impl Ratio {
    /// True when it is within what is allowed.
    pub fn is_good(&self) -> bool {
        self.ours <= self.bare * self.allowed
    }
}

/// Measures all of them and prints each.
///
/// # Errors
/// A script that did not say both times.
pub fn measure(tools: &Tools, shell: &Path) -> Result<Vec<Ratio>> {
    println!("{:<48}{:>10}{:>10}{:>8}{:>10}", "", "ours", "bare", "ratio", "allowed");
    let measured = MEASURES.iter().map(|measure| {
        let ratio = one(tools, shell, measure)?;
        let verdict = if ratio.is_good() { "" } else { "  too slow" };
        let (times, allowed) = (ratio.ours / ratio.bare, ratio.allowed);
        println!(
            "{:<48}{:>10.1}{:>10.1}{times:>8.2}{allowed:>10.2}{verdict}",
            ratio.name, ratio.ours, ratio.bare
        );
        Ok(ratio)
    });
    measured.collect()
}

fn one(tools: &Tools, shell: &Path, measure: &Measure) -> Result<Ratio> {
    let (name, arguments) = measure.script.split_first().context("a measure has no script")?;
    let output = Command::new("dotnet")
        .arg(shell)
        .arg(tools.layout.root.join("tests/Benches").join(name))
        .args(arguments)
        .env(MODULES, &tools.layout.modules)
        .output()
        .with_context(|| format!("{name} was not started"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let time = |which: &str| {
        let told = |line: &str| line.trim().strip_prefix(which)?.trim().parse().ok();
        text.lines()
            .find_map(told)
            .with_context(|| format!("{name} printed no time `{which}`"))
    };
    let (ours, bare) = (time("ours")?, time("bare")?);
    Ok(Ratio {
        name: measure.name,
        ours,
        bare,
        allowed: measure.ratio + measure.extra / bare,
    })
}
