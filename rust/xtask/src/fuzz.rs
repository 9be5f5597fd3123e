//! `cargo xtask fuzz`: gives random bytes to everything that reads bytes from outside, as libFuzzer finds its way in.

mod build;
mod run;

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::iter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context as _, Result, bail, ensure};
use clap::Args;

use crate::tools::Tools;
use run::{Ending, Fuzzer};

/// How many targets run at a time.
const AT_A_TIME: usize = 2;
/// The target that has to fail, and the most that it may take, in seconds.
const SELF_TEST: (&str, u32) = ("self_test", 30);

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// Only these targets, which are the folders of rust/fuzz/seeds.
    #[arg(value_name = "TARGET")]
    targets: Vec<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 15, value_name = "N")]
    seconds: u32,
    /// With instruments in the project's own crates alone: built in a minute where the tests were, without Rust's nightly
    /// toolchain, and slower.
    #[arg(long)]
    short: bool,
    /// Only say by the exit code whether the toolchain for the whole form is here.
    #[arg(long, conflicts_with = "short")]
    prepared: bool,
}

/// Runs the command.
///
/// # Errors
/// The toolchain is missing, something was not built, a name is of no target, or the fuzzer is blind.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    if options.prepared {
        return Ok(if build::nightly().is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let folder = tools.layout.root.join("rust/fuzz");
    let targets = chosen(known(&folder)?, &options.targets)?;
    let fuzzer = Fuzzer {
        program: if options.short {
            build::build_short(tools)?
        } else {
            build::build(tools, &build::nightly()?)?
        },
        work: tools.layout.target.join("fuzz"),
        folder,
    };
    let runs = targets.iter().map(|target| (target.as_str(), options.seconds));
    let mut endings = run_all(&fuzzer, iter::once(SELF_TEST).chain(runs).collect())?;
    let (name, seconds) = SELF_TEST;
    let is_seeing = matches!(endings.remove(name), Some(Ending::Found { .. }));
    let code = report(&fuzzer, &endings, options.seconds)?;
    // A program that libFuzzer can't look into finds nothing, and says that nothing was found.
    ensure!(
        is_seeing,
        "the fuzzer did not find the word of its self-test in {seconds} seconds, so it would find nothing else"
    );
    Ok(code)
}

/// The targets there are.
fn known(folder: &Path) -> Result<Vec<String>> {
    let seeds = folder.join("seeds");
    let entries = fs::read_dir(&seeds).with_context(|| format!("{} is missing", seeds.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The targets that are named, or all.
fn chosen(known: Vec<String>, names: &[String]) -> Result<Vec<String>> {
    if let Some(name) = names.iter().find(|name| !known.contains(name)) {
        bail!("`{name}` is no target; the targets are {}", known.join(", "));
    }
    Ok(if names.is_empty() { known } else { names.to_vec() })
}

/// Runs targets for so many seconds each, two at a time, and gives how each ended.
fn run_all(fuzzer: &Fuzzer, runs: VecDeque<(&str, u32)>) -> Result<BTreeMap<String, Ending>> {
    let queue = Mutex::new(runs);
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    let work = || -> Result<BTreeMap<String, Ending>> {
        let mut endings = BTreeMap::new();
        while let Some((name, seconds)) = next() {
            let ending = fuzzer.run(name, seconds)?;
            if name != SELF_TEST.0 {
                println!("{name}: {ending}");
            }
            endings.insert(name.to_owned(), ending);
        }
        Ok(endings)
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(work)).collect();
        let mut endings = BTreeMap::new();
        for worker in workers {
            match worker.join() {
                Ok(part) => endings.extend(part?),
                Err(_) => bail!("a run of the fuzzer ended in a defect"),
            }
        }
        Ok(endings)
    })
}

/// Keeps what was found where a test runs it, and tells the figure.
fn report(fuzzer: &Fuzzer, endings: &BTreeMap<String, Ending>, seconds: u32) -> Result<ExitCode> {
    let mut runs = 0;
    let mut kept: Vec<PathBuf> = Vec::new();
    for (name, ending) in endings {
        match ending {
            Ending::Nothing { runs: more, .. } => runs += more,
            Ending::Found { input, said } => {
                println!("{said}");
                kept.push(fuzzer.keep(name, input)?);
            }
        }
    }
    for path in &kept {
        println!("kept in {}", path.display());
    }
    let count = endings.len();
    println!(
        "figure H1: {count} targets, {seconds} seconds each: {runs} inputs, {} crashes",
        kept.len()
    );
    Ok(if kept.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

#[cfg(test)]
mod tests {
    use super::{chosen, known};
    use crate::layout::Layout;

    #[test]
    fn targets_are_those_that_have_seeds_and_a_slip_names_them() {
        let known = known(&Layout::find().unwrap().root.join("rust/fuzz")).unwrap();
        assert!(known.contains(&"token_answer".to_owned()), "{known:?}");
        assert_eq!(chosen(known.clone(), &[]).unwrap(), known);
        let error = chosen(known, &["token".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("`token`") && error.contains("token_answer"), "{error}");
    }
}
