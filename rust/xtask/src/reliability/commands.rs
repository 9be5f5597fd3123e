//! Runs the commands that prove goals: each once, and with `--long` alone; else their last run counts.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::last::{self, Last};
use super::table::Goal;
use super::verdict::{Ending, Run};
use crate::tools::Tools;

/// Runs the commands of these goals; in a short run, tells how each went last.
///
/// # Errors
/// What is kept of the last runs can't be read or written.
pub fn run(tools: &Tools, goals: &[&Goal], long: bool, run: &mut Run) -> Result<()> {
    let commands: BTreeMap<&str, Option<&str>> = goals
        .iter()
        .flat_map(|goal| &goal.commands)
        .map(|command| (command.run.as_str(), command.needs.as_deref()))
        .collect();
    let mut known = last::read(tools)?;
    for (command, needs) in commands {
        if long && needs.is_none_or(|needs| quiet(tools, needs) == Some(true)) {
            known.insert(command.to_owned(), one(tools, command)?);
            last::write(tools, &known)?;
        }
        match known.get(command) {
            Some(last) => last.tell(command, run),
            None => run.add(command, Ending::Skipped),
        }
    }
    Ok(())
}

/// Runs a command and shows what it says.
fn one(tools: &Tools, command: &str) -> Result<Last> {
    println!("$ {command}");
    let mut child = prepared(tools, command)
        .and_then(|mut command| command.stdout(Stdio::piped()).spawn().ok())
        .with_context(|| format!("`{command}` was not started"))?;
    let mut said = String::new();
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).split(b'\n'))
    {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        said.push_str(&line);
        said.push('\n');
    }
    Last::of(tools, child.wait()?.success(), &said)
}

/// Whether a command succeeds, without what it says; nothing when it can't be started.
fn quiet(tools: &Tools, command: &str) -> Option<bool> {
    let mut command = prepared(tools, command)?;
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.ok().map(|status| status.success())
}

fn prepared(tools: &Tools, command: &str) -> Option<Command> {
    let mut words = command.split(' ');
    let mut command = Command::new(words.next()?);
    command.args(words).current_dir(&tools.layout.root);
    Some(command)
}
