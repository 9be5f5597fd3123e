//! The contenders of a race: each asks for a token for every customer, in a process of its own.

use std::fmt::{self, Display};
use std::fs::File;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::layout::MODULES;
use crate::tools::Tools;

/// Who asks for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contender {
    /// The module.
    Ours,
    /// The same requests with reqwest and nothing else.
    Floor,
    /// MSAL.NET, called from the same PowerShell.
    Msal,
    /// The REST function of the field, in a loop or under `ForEach-Object -Parallel`.
    Function,
}

/// What one cost.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Milliseconds on the wall's clock.
    pub wall: f64,
    /// Milliseconds of processors; none where it was not measured.
    pub processor: Option<f64>,
    /// How far the memory of the process grew, in KiB; none where it was not measured.
    pub memory: Option<f64>,
}

/// How it shall run.
#[derive(Clone, Copy, Debug)]
pub struct Race {
    /// How many customers.
    pub customers: usize,
    /// How many requests are in flight at once.
    pub in_flight: usize,
    /// How often; the middle one counts.
    pub rounds: usize,
}

impl Contender {
    /// Runs the contender against the sandbox of that document.
    ///
    /// # Errors
    /// A contender that failed or told no times.
    pub fn run(self, tools: &Tools, shell: &Path, document: &Path, race: &Race) -> Result<Cost> {
        let script = match self {
            Self::Ours => "contender-ours.ps1",
            Self::Msal => "contender-msal.ps1",
            Self::Function => "contender-function.ps1",
            Self::Floor => return floor(tools, document, race),
        };
        let output = Command::new("dotnet")
            .arg(shell)
            .arg(tools.layout.root.join("tests/Benches").join(script))
            .arg(document)
            .args([race.customers, race.in_flight, race.rounds].map(|n| n.to_string()))
            .env(MODULES, &tools.layout.modules)
            .output()
            .with_context(|| format!("{script} was not started"))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let told = text.lines().find_map(|line| line.strip_prefix("measured "));
        let numbers: Vec<f64> = told
            .unwrap_or_default()
            .split(' ')
            .filter_map(|n| n.parse().ok())
            .collect();
        match numbers[..] {
            [wall, processor, memory] => Ok(Cost {
                wall,
                processor: Some(processor),
                memory: Some(memory),
            }),
            _ => bail!(
                "{script} failed: {text}{}",
                String::from_utf8_lossy(&output.stderr).trim()
            ),
        }
    }
}

impl Display for Contender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ours => "PartnerAuth",
            Self::Floor => "bare reqwest",
            Self::Msal => "MSAL.NET",
            Self::Function => "REST function",
        })
    }
}

fn floor(tools: &Tools, document: &Path, race: &Race) -> Result<Cost> {
    let program = tools.layout.target.join("release/examples/bare_requests");
    let output = Command::new(program)
        .args([race.rounds, race.in_flight, race.customers].map(|n| n.to_string()))
        .stdin(File::open(document)?)
        .output()
        .context("bare_requests was not started")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut times: Vec<f64> = text.lines().filter_map(|line| line.parse().ok()).collect();
    times.sort_by(f64::total_cmp);
    let Some(wall) = times.get(times.len() / 2).copied() else {
        bail!(
            "bare_requests failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    };
    Ok(Cost {
        wall,
        processor: None,
        memory: None,
    })
}
