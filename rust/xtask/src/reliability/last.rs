//! The last run of each command that proves a goal, kept in `target`: one takes longer than all tests, and is run by itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use super::figures;
use super::verdict::{Ending, Run};
use crate::tools::Tools;

/// How a command went when it ran last.
#[derive(Debug, Deserialize, Serialize)]
pub struct Last {
    /// The date of the sources, such as `2026-11-29`.
    pub date: String,
    /// Whether it succeeded.
    pub passed: bool,
    /// The lines of it that tell a figure.
    pub figures: Vec<String>,
}

impl Last {
    /// What a command just did.
    pub fn of(tools: &Tools, passed: bool, output: &str) -> Result<Self> {
        let date = tools.shell.cmd("git").args(["log", "-1", "--format=%cs"]).read()?;
        let figures = output.lines().filter(|line| figures::of(line).is_some());
        Ok(Self {
            date,
            passed,
            figures: figures.map(str::to_owned).collect(),
        })
    }

    /// Tells a run of it.
    pub fn tell(&self, command: &str, run: &mut Run) {
        let ending = if self.passed { Ending::Passed } else { Ending::Failed };
        run.add(command, ending);
        for figure in &self.figures {
            run.read(&format!("{figure} ({})", self.date));
        }
    }
}

/// Reads what is kept, by command; nothing when no command ever ran.
///
/// # Errors
/// The file is not as it was written.
pub fn read(tools: &Tools) -> Result<BTreeMap<String, Last>> {
    let path = path(tools);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    serde_json::from_slice(&fs::read(&path)?).with_context(|| format!("{} can't be read", path.display()))
}

/// Keeps it.
///
/// # Errors
/// The file can't be written.
pub fn write(tools: &Tools, all: &BTreeMap<String, Last>) -> Result<()> {
    let path = path(tools);
    fs::create_dir_all(&tools.layout.target)?;
    fs::write(&path, serde_json::to_vec_pretty(all)?).with_context(|| format!("{} can't be written", path.display()))
}

fn path(tools: &Tools) -> PathBuf {
    tools.layout.target.join("reliability.json")
}

#[cfg(test)]
mod tests {
    use super::Last;
    use crate::reliability::verdict::{Ending, Run};

    #[test]
    fn a_run_of_another_day_is_told_with_its_date() {
        let mut run = Run::default();
        let last = |passed| Last {
            date: "2026-01-02".to_owned(),
            passed,
            figures: vec!["figure H3: 66 of 67 found".to_owned()],
        };
        last(true).tell("good", &mut run);
        last(false).tell("bad", &mut run);
        assert_eq!(run.endings["good"], Ending::Passed);
        assert_eq!(run.endings["bad"], Ending::Failed);
        assert_eq!(run.figures["H3"][0], "66 of 67 found (2026-01-02)");
    }
}
