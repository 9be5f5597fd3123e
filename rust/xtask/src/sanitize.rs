//! `cargo xtask sanitize`: the tests of the boundary and of the core under sanitizers and valgrind.

mod missing;
mod planted;
mod sanitizer;
mod suite;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use crate::tally::Tally;
use crate::test::{self, Kind};
use crate::tools::Tools;
use sanitizer::Sanitizer;
use suite::Suite;

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// What looks at the tests; all of them without a name.
    #[arg(value_enum, value_name = "NAME")]
    sanitizers: Vec<Sanitizer>,
    /// Only the tests of the boundary, with AddressSanitizer in the project's own crates alone: in a few minutes.
    #[arg(long)]
    short: bool,
    /// Only say what is missing on this machine, and by the exit code whether anything is.
    #[arg(long, conflicts_with = "short")]
    prepared: bool,
}

/// Runs the command.
///
/// # Errors
/// What this machine lacks, a planted defect that was not reported, or what was not built.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    let sanitizers = match options.sanitizers.as_slice() {
        [] => Sanitizer::ALL.to_vec(),
        chosen => chosen.to_vec(),
    };
    let as_asked = |one: Sanitizer| if options.short { one.short() } else { one };
    let sanitizers: Vec<Sanitizer> = sanitizers.into_iter().map(as_asked).collect();
    let lacks: Vec<String> = sanitizers.iter().flat_map(|one| missing::of(*one)).collect();
    if options.prepared {
        lacks.iter().for_each(|lack| println!("{lack}"));
        return Ok(if lacks.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    if !lacks.is_empty() {
        bail!("{}", lacks.join("\n"));
    }
    let mut is_good = true;
    for sanitizer in sanitizers {
        let suite = Suite::of(sanitizer, options.short);
        is_good &= check(tools, sanitizer, &suite)?;
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Proves that the sanitizer is on, and runs the tests under it.
fn check(tools: &Tools, sanitizer: Sanitizer, suite: &Suite) -> Result<bool> {
    let name = sanitizer.name();
    let began = Instant::now();
    let planted = planted::check(tools, sanitizer, suite)?;
    let tests = sanitizer.cargo(tools)?.arg("test").args(sanitizer.options());
    let tests = tests.arg("--no-fail-fast").args(suite.packages()).args(suite.targets());
    let skipped = suite.left_out.iter().flat_map(|(test, _)| ["--skip", test]);
    let mut tally: Tally = test::count(tests.arg("--").args(skipped), Kind::Runner)?;
    for (test, reason) in suite.left_out {
        println!("left out: {test}: {reason}");
    }
    if tally.passed == 0 {
        tally.failed += 1;
        println!("{name} saw no test that passed.");
    }
    let seconds = began.elapsed().as_secs();
    println!("{name}: {tally}, in {seconds} s");
    if tally.failed == 0 {
        let passed = tally.passed;
        println!("figure A4: {name} reports {planted} and nothing in {passed} tests");
    }
    Ok(tally.failed == 0)
}
