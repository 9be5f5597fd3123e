//! `cargo xtask mutants`: breaks the core in ways that somebody could, one at a time, and sees that the tests find each.

mod patch;
mod trial;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::tools::Tools;
use patch::Mutant;
use trial::{Outcome, Trial};

/// Of a hundred mutants, so many have to be found.
const ENOUGH: usize = 90;

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// Only these, by the names of their files in tests/mutants.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// A patch that can't be read, a name that is none, tests that fail before anything is broken.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    let mutants = chosen(patch::read(&tools.layout.root)?, &options.names)?;
    let trial = Trial::prepare(tools)?;
    println!("The tests without any mutant:");
    let tests: BTreeSet<&str> = mutants.iter().flat_map(|m| &m.tests).map(String::as_str).collect();
    for test in tests {
        let outcome = trial.test(test)?;
        ensure!(
            outcome == Outcome::Survived,
            "`{test}` is no measure: {}",
            outcome.word()
        );
    }
    let (mut found, mut is_broken) = (0_usize, false);
    for mutant in &mutants {
        let begin = Instant::now();
        let outcome = trial.of(mutant)?;
        println!(
            "{:<16}{} ({} s): {}",
            outcome.word(),
            mutant.name,
            begin.elapsed().as_secs(),
            mutant.says
        );
        match outcome {
            Outcome::Killed | Outcome::Hung => found += 1,
            Outcome::Survived => {
                let why = mutant.survives.as_deref().unwrap_or("nobody has said why");
                println!("{:16}{why}", "");
            }
            Outcome::DoesNotApply | Outcome::DoesNotCompile => is_broken = true,
        }
    }
    println!("figure H3: {found} of {} found", mutants.len());
    let is_good = !is_broken && found * 100 >= mutants.len() * ENOUGH;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The mutants that are named, or all.
fn chosen(mutants: Vec<Mutant>, names: &[String]) -> Result<Vec<Mutant>> {
    for name in names {
        if !mutants.iter().any(|mutant| mutant.name == *name) {
            bail!("`{name}` is no mutant: there is no tests/mutants/{name}.patch");
        }
    }
    let is_chosen = |mutant: &Mutant| names.is_empty() || names.contains(&mutant.name);
    Ok(mutants.into_iter().filter(is_chosen).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::process::Command;

    use super::{chosen, patch};
    use crate::layout::Layout;

    #[test]
    fn every_mutant_still_applies_to_the_sources() {
        let root = Layout::find().unwrap().root;
        let mut stale = Vec::new();
        for mutant in patch::read(&root).unwrap() {
            let mut git = Command::new("git");
            git.args(["apply", "--check"]).arg(&mutant.file).current_dir(&root);
            let output = git.output().unwrap();
            if !output.status.success() {
                stale.push(String::from_utf8_lossy(&output.stderr).into_owned());
            }
        }
        assert!(stale.is_empty(), "{}", stale.concat());
    }

    #[test]
    fn every_test_of_a_test_program_that_a_mutant_names_stands_in_the_sources() {
        let root = Layout::find().unwrap().root;
        for mutant in patch::read(&root).unwrap() {
            for test in &mutant.tests {
                let words: Vec<_> = test.split(' ').collect();
                let ["--test", target, filters @ ..] = words.as_slice() else {
                    continue;
                };
                let names = names_of_tests(&root.join("rust/core/tests").join(target));
                for filter in filters {
                    let name = &mutant.name;
                    assert!(names.iter().any(|one| one.contains(filter)), "{name}: {filter}");
                }
            }
        }
    }

    /// As the program of a folder names them: by the file and the function.
    fn names_of_tests(folder: &Path) -> Vec<String> {
        let mut names = Vec::new();
        for file in fs::read_dir(folder).unwrap() {
            let file = file.unwrap().path();
            let Ok(text) = fs::read_to_string(&file) else { continue };
            let module = file.file_stem().unwrap().to_string_lossy().into_owned();
            let functions = text
                .lines()
                .filter_map(|line| line.trim_start_matches("async ").strip_prefix("fn "));
            names.extend(functions.filter_map(|line| Some(format!("{module}::{}", line.split_once('(')?.0))));
        }
        names
    }

    #[test]
    fn mutants_are_chosen_by_name_and_a_slip_is_told() {
        let root = Layout::find().unwrap().root;
        let all = || patch::read(&root).unwrap();
        let name = all()[0].name.clone();
        assert_eq!(chosen(all(), &[]).unwrap().len(), all().len());
        assert_eq!(chosen(all(), &[name]).unwrap().len(), 1);
        let error = chosen(all(), &["nothing".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("tests/mutants/nothing.patch"), "{error}");
    }
}
