//! `cargo xtask reliability`: runs the tests that prove each goal of `tests/reliability`, and says what has none.

mod commands;
mod csharp;
mod figures;
mod last;
mod page;
mod rust;
mod sources;
mod table;
mod verdict;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;

use crate::tools::Tools;
use table::Goal;
use verdict::{Outcome, Run};

/// Makes tests that have a long form run at its full length.
pub const LONG: &str = "PARTNERAUTH_LONG";

/// How many cases proptest tries; 256 without it.
const PROPERTY_CASES: &str = "PROPTEST_CASES";

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// Run the long forms (a hundred processes, a million pairs) and the goals' commands, whose last run counts else.
    #[arg(long)]
    long: bool,
    /// Only these goals, such as A1 C3; docs/reliability.md stays as it is.
    #[arg(value_name = "GOAL")]
    goals: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// A table that can't be read, a goal that is none, or what could not be built.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    let table = table::read(&tools.layout.root)?;
    let goals = chosen(&table, &options.goals)?;
    if options.long {
        tools.shell.set_var(LONG, "1");
        tools.shell.set_var(PROPERTY_CASES, "10000");
    }
    let mut run = Run::default();
    rust::run(tools, &goals, &mut run)?;
    csharp::run(tools, &goals, &mut run)?;
    commands::run(tools, &goals, options.long, &mut run)?;

    let results: Vec<_> = goals.iter().map(|goal| (*goal, verdict::judge(goal, &run))).collect();
    for (goal, result) in &results {
        verdict::print(goal, result);
    }
    let is_good = results.iter().all(|(_, result)| result.outcome != Outcome::Failed);
    // A page tells of all goals, and of what passed.
    if options.goals.is_empty() && is_good {
        page::write(tools, &results, options.long)?;
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The goals that are named, or all.
fn chosen<'a>(table: &'a [Goal], names: &[String]) -> Result<Vec<&'a Goal>> {
    for name in names {
        if !table.iter().any(|goal| goal.id.eq_ignore_ascii_case(name)) {
            let ids: Vec<&str> = table.iter().map(|goal| goal.id.as_str()).collect();
            bail!("`{name}` is no goal; the goals are {}", ids.join(", "));
        }
    }
    let is_chosen = |goal: &&Goal| names.is_empty() || names.iter().any(|name| goal.id.eq_ignore_ascii_case(name));
    Ok(table.iter().filter(is_chosen).collect())
}

#[cfg(test)]
mod tests {
    use super::{chosen, table};

    #[test]
    fn goals_are_chosen_in_any_case_and_a_slip_names_those_there_are() {
        let goal = |id: &str| format!("[[goal]]\nid = \"{id}\"\nsays = \"x\"\nleft = [\"y\"]\n");
        let table = table::parse(&(goal("A1") + &goal("B2"))).unwrap();
        assert_eq!(chosen(&table, &[]).unwrap().len(), 2);
        assert_eq!(chosen(&table, &["b2".to_owned()]).unwrap()[0].id, "B2");
        let error = chosen(&table, &["Z9".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("Z9") && error.contains("A1, B2"), "{error}");
    }
}
