//! Trying mutants on a copy of the sources, with a target folder of its own, so that nobody's work is touched.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use super::patch::Mutant;
use crate::tools::Tools;

/// A test that takes longer has found the mutant: it waits for what never comes.
const LIMIT: Duration = Duration::from_secs(180);

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A test failed.
    Killed,
    /// A test did not end.
    Hung,
    /// Every test passed.
    Survived,
    /// The sources are not those that the patch was made for.
    DoesNotApply,
    /// What it makes is no Rust.
    DoesNotCompile,
}

impl Outcome {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Hung => "killed (hung)",
            Self::Survived => "survived",
            Self::DoesNotApply => "DOES NOT APPLY",
            Self::DoesNotCompile => "DOES NOT COMPILE",
        }
    }
}

/// The copy, and how it is built.
pub struct Trial<'a> {
    tools: &'a Tools,
    source: PathBuf,
}

impl<'a> Trial<'a> {
    /// Copies the sources as they are, changes that are not committed among them.
    ///
    /// # Errors
    /// Git can't list them, or they can't be copied.
    pub fn prepare(tools: &'a Tools) -> Result<Self> {
        let source = tools.layout.target.join("mutants/source");
        let listed = tools
            .shell
            .cmd("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            // The core's tests read a page of the docs.
            .args(["--", "Cargo.toml", "Cargo.lock", "docs", "rust"])
            .read()?;
        let names: BTreeSet<&str> = listed.split('\0').filter(|name| !name.is_empty()).collect();
        for name in &names {
            copy(&tools.layout.root.join(name), &source.join(name))
                .with_context(|| format!("{name} can't be copied"))?;
        }
        // What was deleted or renamed since the last time would be built along.
        let wanted: BTreeSet<PathBuf> = names.iter().map(|name| source.join(name)).collect();
        prune(&source, &wanted)?;
        Ok(Self { tools, source })
    }

    /// Breaks the copy, runs the mutant's tests, and mends the copy.
    ///
    /// # Errors
    /// What keeps a test from being run at all.
    pub fn of(&self, mutant: &Mutant) -> Result<Outcome> {
        let outcome = self.tried(mutant);
        for name in &mutant.changes {
            copy(&self.tools.layout.root.join(name), &self.source.join(name))?;
        }
        outcome
    }

    fn tried(&self, mutant: &Mutant) -> Result<Outcome> {
        let mut git = Command::new("git");
        git.arg("apply").arg(&mutant.file).current_dir(&self.source);
        // The copy is no part of the repository around it.
        git.env(
            "GIT_CEILING_DIRECTORIES",
            self.source.parent().unwrap_or(Path::new("/")),
        );
        if !git.status().context("git was not started")?.success() {
            return Ok(Outcome::DoesNotApply);
        }
        for test in &mutant.tests {
            let outcome = self.test(test)?;
            if outcome != Outcome::Survived {
                return Ok(outcome);
            }
        }
        Ok(Outcome::Survived)
    }

    /// Builds and runs one target's tests, named as a mutant names them.
    ///
    /// # Errors
    /// A test program that can't be started, or in which no test goes by that filter.
    pub fn test(&self, test: &str) -> Result<Outcome> {
        let words: Vec<&str> = test.split(' ').collect();
        let (target, filters) = match words.as_slice() {
            ["--test", target, filters @ ..] => (vec!["--test", target], filters),
            ["--lib", filters @ ..] => (vec!["--lib"], filters),
            _ => bail!("`{test}` is neither `--test TARGET FILTER` nor `--lib FILTER`"),
        };
        let Some(program) = self.build(&target)? else {
            return Ok(Outcome::DoesNotCompile);
        };
        let mut command = Command::new(program);
        command.args(filters).current_dir(self.source.join("rust/core"));
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let child = command.spawn().context("a test program was not started")?;
        let Some((is_good, said)) = ended(child)? else {
            return Ok(Outcome::Hung);
        };
        ensure!(!said.contains("running 0 tests"), "no test goes by `{test}`");
        Ok(if is_good { Outcome::Survived } else { Outcome::Killed })
    }

    /// The test program; nothing when it does not compile.
    fn build(&self, target: &[&str]) -> Result<Option<PathBuf>> {
        let mut command = Command::from(
            self.tools
                .cargo()
                .args(["test", "--package", "partner-auth", "--locked"]),
        );
        command
            .args(["--no-run", "--message-format=json", "--quiet"])
            .args(target);
        command.current_dir(&self.source);
        command.env("CARGO_TARGET_DIR", self.tools.layout.target.join("mutants/target"));
        // Nobody looks into these programs, and they are built often.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        let output = command.output().context("cargo was not started")?;
        if !output.status.success() {
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
            return Ok(None);
        }
        let lines = output.stdout.split(|byte| *byte == b'\n');
        let messages = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
        let mut programs = messages.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
        programs.next_back().map(Some).context("cargo names no test program")
    }
}

/// How a program ended and what it wrote; nothing when its time was over.
fn ended(mut child: Child) -> Result<Option<(bool, String)>> {
    let output = child.stdout.take();
    let reader = thread::spawn(move || output.map(std::io::read_to_string));
    let end = Instant::now() + LIMIT;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > end {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(50));
    };
    let said = match reader.join() {
        Ok(Some(text)) => text?,
        _ => String::new(),
    };
    Ok(Some((status.success(), said)))
}

/// Deletes the files of a folder and those below that are not wanted.
fn prune(folder: &Path, wanted: &BTreeSet<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            prune(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Copies a file that is not there as it is: what is the same stays, so that it is not built again.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        // Listed, and deleted without git knowing.
        return Ok(());
    }
    let wanted = fs::read(from)?;
    if fs::read(to).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, wanted)?;
    Ok(())
}
