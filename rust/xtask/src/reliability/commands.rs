//! Runs the commands that prove goals: each once, and with `--long` alone.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use super::table::Goal;
use super::verdict::{Ending, Run};
use crate::tools::Tools;

/// Runs the commands of these goals, or says that they were left out.
pub fn run(tools: &Tools, goals: &[&Goal], long: bool, run: &mut Run) {
    let commands: BTreeMap<&str, Option<&str>> = goals
        .iter()
        .flat_map(|goal| &goal.commands)
        .map(|command| (command.run.as_str(), command.needs.as_deref()))
        .collect();
    for (command, needs) in commands {
        if !long || needs.is_some_and(|needs| quiet(tools, needs) != Some(true)) {
            run.add(command, Ending::Skipped);
            continue;
        }
        println!("$ {command}");
        let output = prepared(tools, command).and_then(|mut c| c.stderr(Stdio::inherit()).output().ok());
        let is_good = output.as_ref().is_some_and(|output| output.status.success());
        for line in output.iter().flat_map(|output| output.stdout.split(|b| *b == b'\n')) {
            let line = String::from_utf8_lossy(line);
            println!("{line}");
            run.read(&line);
        }
        run.add(command, if is_good { Ending::Passed } else { Ending::Failed });
    }
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
