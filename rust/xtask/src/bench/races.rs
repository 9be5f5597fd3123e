//! Races: tokens for many customers, by us and by others, against one sandbox.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::contender::{Contender, Cost, Race};
use super::sandbox::Sandbox;
use crate::layout::MODULES;
use crate::tools::Tools;

/// Customers and milliseconds of latency of the race that is told in a table.
pub const RACE: (usize, usize) = (1000, 100);
/// Milliseconds of latency, and requests in flight, of the race over numbers of customers.
pub const SCALE: (usize, usize) = (50, 64);
/// The numbers of customers.
const CUSTOMERS: [usize; 5] = [1, 10, 100, 1000, 5000];
/// The numbers of cached tokens at which memory is read; three for each tenant.
const TOKENS: [usize; 4] = [3_000, 9_000, 18_000, 30_000];
/// MSAL.NET's first of those: its cost grows with what is cached.
const TOKENS_OF_MSAL: usize = 2;
/// Rounds over all customers whose results nobody keeps.
const ROUNDS: usize = 8;

/// A contender, how many it has in flight, and what it cost.
pub type Ran = (Contender, usize, Cost);
/// A contender and its cost for each number of customers.
pub type Scaled = (Contender, usize, Vec<(usize, Cost)>);

/// Memory and lookups with so many tokens cached.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// How many.
    pub tokens: f64,
    /// What the process holds, in KiB; in [`memory`], more than before.
    pub memory: f64,
    /// Microseconds of a cached call.
    pub lookup: f64,
}

/// All contenders in one race.
///
/// # Errors
/// A contender that failed.
pub fn race(tools: &Tools, shell: &Path) -> Result<Vec<Ran>> {
    let (customers, latency) = RACE;
    let sandbox = Sandbox::start(tools, customers, latency)?;
    let entries = [
        (Contender::Floor, 64, 5),
        (Contender::Ours, 64, 5),
        (Contender::Msal, 64, 5),
        (Contender::Function, 64, 3),
        (Contender::Floor, 32, 5),
        (Contender::Ours, 32, 5),
        (Contender::Msal, 32, 5),
        (Contender::Function, 32, 3),
        (Contender::Msal, 1, 1),
        (Contender::Function, 1, 1),
    ];
    let run = |(contender, in_flight, rounds): (Contender, usize, usize)| {
        let race = Race {
            customers,
            in_flight,
            rounds,
        };
        let cost = contender.run(tools, shell, sandbox.document(), &race)?;
        println!("{contender}, {in_flight} in flight: {:.0} ms", cost.wall);
        Ok((contender, in_flight, cost))
    };
    entries.into_iter().map(run).collect()
}

/// The same work for more and more customers.
///
/// # Errors
/// A contender that failed.
pub fn scale(tools: &Tools, shell: &Path) -> Result<Vec<Scaled>> {
    let (latency, in_flight) = SCALE;
    let most = CUSTOMERS.iter().max().copied().unwrap_or_default();
    let sandbox = Sandbox::start(tools, most, latency)?;
    // A loop over 5,000 takes minutes and tells nothing that 1,000 do not.
    let entries = [
        (Contender::Ours, in_flight, most),
        (Contender::Floor, in_flight, most),
        (Contender::Msal, in_flight, most),
        (Contender::Function, in_flight, most),
        (Contender::Function, 1, 1000),
    ];
    let mut scaled = Vec::new();
    for (contender, in_flight, most) in entries {
        let mut costs = Vec::new();
        for customers in CUSTOMERS.into_iter().filter(|n| *n <= most) {
            let rounds = if customers > 100 || in_flight == 1 { 1 } else { 5 };
            let race = Race {
                customers,
                in_flight,
                rounds,
            };
            let cost = contender.run(tools, shell, sandbox.document(), &race)?;
            println!(
                "{contender}, {in_flight} in flight, {customers} customers: {:.1} ms",
                cost.wall
            );
            costs.push((customers, cost));
        }
        scaled.push((contender, in_flight, costs));
    }
    Ok(scaled)
}

/// Memory and lookups against cached tokens: ours, and MSAL.NET's as far as it goes in the time.
///
/// # Errors
/// A script that failed.
pub fn memory(tools: &Tools, shell: &Path) -> Result<(Vec<Held>, Vec<Held>)> {
    let most = TOKENS.iter().max().copied().unwrap_or_default() / 3;
    let sandbox = Sandbox::start(tools, most, 0)?;
    let of = |who: &str, steps: &[usize]| {
        let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
        held(tools, shell, "memory.ps1", sandbox.document(), &[who, &steps.join(",")])
    };
    Ok((of("Ours", &TOKENS)?, of("Msal", &TOKENS[..TOKENS_OF_MSAL])?))
}

/// Our process's memory after each round over the most customers of [`scale`].
///
/// # Errors
/// A script that failed.
pub fn flat_memory(tools: &Tools, shell: &Path) -> Result<Vec<Held>> {
    let (latency, in_flight) = SCALE;
    let most = CUSTOMERS.iter().max().copied().unwrap_or_default();
    let sandbox = Sandbox::start(tools, most, latency)?;
    let arguments = [in_flight.to_string(), ROUNDS.to_string()];
    let arguments = arguments.each_ref().map(String::as_str);
    held(tools, shell, "flat-memory.ps1", sandbox.document(), &arguments)
}

fn held(tools: &Tools, shell: &Path, script: &str, document: &Path, arguments: &[&str]) -> Result<Vec<Held>> {
    let output = Command::new("dotnet")
        .arg(shell)
        .arg(tools.layout.root.join("tests/Benches").join(script))
        .arg(document)
        .args(arguments)
        .env(MODULES, &tools.layout.modules)
        .output()
        .with_context(|| format!("{script} was not started"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut all = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("tokens ")) {
        println!("{script}: {line}");
        let numbers: Vec<f64> = line.split(' ').filter_map(|n| n.parse().ok()).collect();
        if let [tokens, memory, lookup] = numbers[..] {
            all.push(Held { tokens, memory, lookup });
        }
    }
    if output.status.success() && !all.is_empty() {
        Ok(all)
    } else {
        bail!(
            "{script} failed: {text}{}",
            String::from_utf8_lossy(&output.stderr).trim()
        )
    }
}
