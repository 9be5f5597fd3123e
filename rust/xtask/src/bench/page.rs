//! `docs/benchmarks.md` and its plots.

use std::fmt::{self, Display, Write as _};
use std::fs;

use anyhow::{Context as _, Result};

use super::contender::{Contender, Cost};
use super::kept::Costs;
use super::machine;
use super::plot::{self, Line};
use super::races::{Held, RACE, Ran, SCALE, Scaled};
use super::ratios::Ratio;
use crate::tools::Tools;

/// All that was measured.
#[derive(Debug)]
pub struct Figures {
    /// Small calls.
    pub ratios: Vec<Ratio>,
    /// All contenders in one race.
    pub race: Vec<Ran>,
    /// The race over numbers of customers.
    pub scale: Vec<Scaled>,
    /// Ours, and MSAL.NET's.
    pub memory: (Vec<Held>, Vec<Held>),
    /// Our process after each round over 5,000 customers.
    pub flat: Vec<Held>,
    /// Keeping tokens in a file or on a server.
    pub kept: Costs,
}

/// Something that shall hold.
#[derive(Debug)]
pub struct Goal {
    text: &'static str,
    figure: f64,
    /// True when it does.
    pub is_reached: bool,
}

impl Figures {
    /// What shall hold of the races.
    pub fn goals(&self) -> Vec<Goal> {
        let cost = |contender, in_flight| self.cost(contender, in_flight);
        let wall = |contender, in_flight| cost(contender, in_flight).map_or(f64::NAN, |c| c.wall);
        let of = |get: fn(&Cost) -> Option<f64>| {
            let one = |contender| cost(contender, 64).and_then(get).unwrap_or(f64::NAN);
            one(Contender::Ours) / one(Contender::Msal)
        };
        let per_customer = |customers: usize| {
            let (_, _, costs) = self.scale.iter().find(|(c, _, _)| *c == Contender::Ours)?;
            let (_, cost) = costs.iter().find(|(n, _)| *n == customers)?;
            Some(cost.wall / f64::from(u32::try_from(customers).ok()?))
        };
        let ours = wall(Contender::Ours, 64);
        let lookups = (self.memory.0.first(), self.memory.0.last());
        // The second round: the first one opens connections and fills the cache.
        let flat = (self.flat.get(1), self.flat.last());
        vec![
            Goal::least(
                "Times faster than the loop, 64 in flight",
                50.0,
                wall(Contender::Function, 1) / ours,
            ),
            Goal::most(
                "Time, as parts of bare reqwest's, 64 in flight",
                1.1,
                ours / wall(Contender::Floor, 64),
            ),
            Goal::most(
                "Time, as parts of MSAL.NET's, 64 in flight",
                1.0,
                ours / wall(Contender::Msal, 64),
            ),
            Goal::most(
                "Processor time, as parts of MSAL.NET's, 64 in flight",
                1.0,
                of(|c| c.processor),
            ),
            Goal::most("Memory, as parts of MSAL.NET's, 64 in flight", 1.0, of(|c| c.memory)),
            Goal::most(
                "Time per customer for 5,000, as parts of that for 100",
                1.1,
                per_customer(5000).unwrap_or(f64::NAN) / per_customer(100).unwrap_or(f64::NAN),
            ),
            Goal::most(
                "Memory after the last of eight rounds over 5,000 customers, as parts of that after the second",
                1.1,
                flat.1.map_or(f64::NAN, |h| h.memory) / flat.0.map_or(f64::NAN, |h| h.memory),
            ),
            Goal::most(
                "Time of a cached call with 30,000 tokens, as parts of that with 3,000",
                1.25,
                lookups.1.map_or(f64::NAN, |h| h.lookup) / lookups.0.map_or(f64::NAN, |h| h.lookup),
            ),
        ]
    }

    fn cost(&self, contender: Contender, in_flight: usize) -> Option<&Cost> {
        let found = self.race.iter().find(|(c, n, _)| (*c, *n) == (contender, in_flight));
        found.map(|(_, _, cost)| cost)
    }
}

impl Goal {
    fn most(text: &'static str, limit: f64, figure: f64) -> Self {
        Self {
            text,
            figure,
            is_reached: figure <= limit,
        }
    }

    fn least(text: &'static str, limit: f64, figure: f64) -> Self {
        Self {
            text,
            figure,
            is_reached: figure >= limit,
        }
    }
}

impl Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_reached { "" } else { ", not reached" };
        write!(f, "{}: {:.2}{verdict}", self.text, self.figure)
    }
}

/// Writes the page and the plots.
///
/// # Errors
/// A file that can't be written.
pub fn write(tools: &Tools, figures: &Figures) -> Result<()> {
    let docs = tools.layout.root.join("docs");
    let plots = docs.join("benchmarks");
    fs::create_dir_all(&plots)?;
    let scaled = figures.scale.iter().map(|(contender, in_flight, costs)| -> Line {
        let points = costs
            .iter()
            .map(|(customers, cost)| (number(*customers), cost.wall / 1000.0));
        (named(*contender, *in_flight), points.collect())
    });
    let axes = ("customers", "seconds");
    let title = format!("Tokens for so many customers, {} ms away", SCALE.0);
    plot::draw(&plots.join("customers.svg"), &title, axes, &scaled.collect::<Vec<_>>())?;
    let held = |name: &str, held: &[Held]| -> Line {
        (
            name.to_owned(),
            held.iter().map(|h| (h.tokens, h.memory.max(1.0) / 1024.0)).collect(),
        )
    };
    let lines = [
        held("PartnerAuth", &figures.memory.0),
        held("MSAL.NET", &figures.memory.1),
    ];
    plot::draw(
        &plots.join("memory.svg"),
        "Memory of cached tokens",
        ("tokens", "MiB"),
        &lines,
    )?;
    fs::write(docs.join("benchmarks.md"), text(tools, figures)?).context("docs/benchmarks.md was not written")
}

fn text(tools: &Tools, figures: &Figures) -> Result<String> {
    let mut page = String::new();
    writeln!(page, "# Benchmarks\n")?;
    writeln!(
        page,
        "`cargo xtask bench` measures all of this in one run and writes this page; nothing here is typed in."
    )?;
    writeln!(
        page,
        "Compare ratios, not times: each race runs against one sandbox on the machine that asks.\n"
    )?;
    writeln!(page, "Measured on {}.\n", machine::describe(tools))?;
    writeln!(page, "## {} customers, {} ms away\n", RACE.0, RACE.1)?;
    writeln!(
        page,
        "Each contender runs in a process of its own, over https, and what counts is the middle of its rounds after one that opens the connections; a loop runs once."
    )?;
    writeln!(
        page,
        "The REST function is the one of the field, with HttpClient in the place of `Invoke-RestMethod`, which the engine of the tests lacks; with more than one in flight it runs under `ForEach-Object -Parallel`."
    )?;
    writeln!(
        page,
        "MSAL.NET is `AcquireTokenByRefreshToken`, fanned out by compiled code in the same PowerShell."
    )?;
    writeln!(page, "Memory is how far the process grew.\n")?;
    writeln!(
        page,
        "| | In flight | Seconds | Processor seconds | Memory (MiB) |\n|---|---:|---:|---:|---:|"
    )?;
    for (contender, in_flight, cost) in &figures.race {
        let seconds = |ms: Option<f64>| ms.map_or(String::new(), |ms| format!("{:.2}", ms / 1000.0));
        let memory = cost.memory.map_or(String::new(), |kib| format!("{:.1}", kib / 1024.0));
        writeln!(
            page,
            "| {contender} | {in_flight} | {} | {} | {memory} |",
            seconds(Some(cost.wall)),
            seconds(cost.processor)
        )?;
    }
    writeln!(page, "\n## From one customer to 5,000\n")?;
    writeln!(
        page,
        "{} ms away.\n\n![Time against the number of customers](benchmarks/customers.svg)\n",
        SCALE.0
    )?;
    writeln!(
        page,
        "| | In flight | Customers | Seconds | Milliseconds per customer | Memory (MiB) |\n|---|---:|---:|---:|---:|---:|"
    )?;
    for (contender, in_flight, costs) in &figures.scale {
        for (customers, cost) in costs {
            let (seconds, each) = (cost.wall / 1000.0, cost.wall / number(*customers));
            let memory = cost.memory.map_or(String::new(), |kib| format!("{:.1}", kib / 1024.0));
            writeln!(
                page,
                "| {contender} | {in_flight} | {customers} | {seconds:.2} | {each:.2} | {memory} |"
            )?;
        }
    }
    writeln!(
        page,
        "\nA contender keeps all results of a round. Round after round over 5,000 customers, with results that go on in the pipeline, the whole process held:\n"
    )?;
    writeln!(page, "| Tokens so far | Memory (MiB) |\n|---:|---:|")?;
    for held in &figures.flat {
        writeln!(page, "| {:.0} | {:.1} |", held.tokens, held.memory / 1024.0)?;
    }
    writeln!(page, "\n## Cached tokens\n")?;
    writeln!(
        page,
        "Three tokens for each tenant; memory is what the process holds more than before, after everything that can be collected is."
    )?;
    writeln!(
        page,
        "`ten_thousand_tenants_with_three_tokens_each_stay_below_64_mebibytes` counts the cache's own bytes.\n"
    )?;
    writeln!(page, "![Memory against cached tokens](benchmarks/memory.svg)\n")?;
    writeln!(
        page,
        "| | Tokens | Memory (MiB) | Cached call (microseconds) |\n|---|---:|---:|---:|"
    )?;
    for (name, all) in [("PartnerAuth", &figures.memory.0), ("MSAL.NET", &figures.memory.1)] {
        for held in all {
            writeln!(
                page,
                "| {name} | {:.0} | {:.1} | {:.0} |",
                held.tokens,
                held.memory / 1024.0,
                held.lookup
            )?;
        }
    }
    writeln!(page, "\n## Kept tokens\n")?;
    writeln!(
        page,
        "In a file (see [kept-cache.md](kept-cache.md)) and on a Redis server on the same machine (see [fleet.md](fleet.md)), with 3,000 tokens there."
    )?;
    writeln!(
        page,
        "A file is written whole, with all changes that came during the write before.\n"
    )?;
    figures.kept.write(&mut page)?;
    writeln!(page, "\n## Small calls\n")?;
    writeln!(
        page,
        "Microseconds; of runspaces, thousandths of the time that one runspace takes for a call.\n"
    )?;
    writeln!(page, "| | Ours | Other | Ratio | Allowed |\n|---|---:|---:|---:|---:|")?;
    for ratio in &figures.ratios {
        let (times, allowed) = (ratio.ours / ratio.bare, ratio.allowed);
        writeln!(
            page,
            "| {} | {:.1} | {:.1} | {times:.2} | {allowed:.2} |",
            ratio.name, ratio.ours, ratio.bare
        )?;
    }
    writeln!(page, "\n## Goals\n")?;
    for goal in figures.goals() {
        writeln!(page, "- {goal}")?;
    }
    writeln!(page, "\n## The pace of consents\n")?;
    writeln!(
        page,
        "`no_second_of_thirty_thousand_consents_sees_over_forty_and_the_rate_is_used` runs 30,000 consents on a virtual clock: never more than 40 within a second, and at least 95 % of that rate."
    )?;
    Ok(page)
}

fn named(contender: Contender, in_flight: usize) -> String {
    match in_flight {
        1 => format!("{contender}, one by one"),
        _ => format!("{contender}, {in_flight} in flight"),
    }
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
