//! What a C# test program reports, in the Common Test Report Format.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// The report.
#[derive(Debug, Default, Deserialize)]
pub struct Report {
    results: Results,
}

#[derive(Debug, Default, Deserialize)]
struct Results {
    tests: Vec<Test>,
}

/// A test, or one case of a theory.
#[derive(Debug, Deserialize)]
pub struct Test {
    /// Namespace, class and method; of a theory with the arguments in parentheses.
    pub name: String,
    /// `passed`, `failed` or another word for not run.
    pub status: String,
}

impl Report {
    /// The tests.
    pub fn tests(&self) -> &[Test] {
        &self.results.tests
    }

    /// Adds the tests of another run.
    pub fn add(&mut self, other: Self) {
        self.results.tests.extend(other.results.tests);
    }
}

/// A test's name without the arguments.
pub fn method(test: &str) -> &str {
    test.split('(').next().unwrap_or(test)
}

/// Reads a report; none is there when the program broke off.
///
/// # Errors
/// It can't be read.
pub fn read(path: &Path) -> Result<Option<Report>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).with_context(|| format!("{} can't be read", path.display()))
}
