//! The tests that fail because of Wine, by name and reason: `tests/wine.txt`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// A test that Wine can't pass.
#[derive(Debug, PartialEq, Eq)]
pub struct Known {
    /// Class and method; a theory with it has all its cases here.
    pub name: String,
    /// What Wine lacks.
    pub reason: String,
    /// Wine does not survive it, so it runs in a process of its own.
    pub ends_the_run: bool,
}

impl Known {
    /// What the test program calls it in its arguments.
    pub fn pattern(&self) -> String {
        format!("*.{}", self.name)
    }

    /// Whether this is the test, or one of its cases.
    pub fn covers(&self, test: &str) -> bool {
        test.strip_suffix(&self.name)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
            || test.split_once('(').is_some_and(|(method, _)| self.covers(method))
    }
}

/// Reads the list.
///
/// # Errors
/// A line that is not `Class.Method: reason`.
pub fn read(root: &Path) -> Result<Vec<Known>> {
    let path = root.join("tests/wine.txt");
    let text = fs::read_to_string(&path).with_context(|| format!("{} is missing", path.display()))?;
    parse(&text).with_context(|| format!("{} can't be read", path.display()))
}

fn parse(text: &str) -> Result<Vec<Known>> {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (ends_the_run, line) = line.strip_prefix("! ").map_or((false, line), |line| (true, line));
            let (name, reason) = line
                .split_once(": ")
                .with_context(|| format!("`{line}` gives no reason"))?;
            Ok(Known {
                name: name.to_owned(),
                reason: reason.to_owned(),
                ends_the_run,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_line_covers_a_test_and_the_cases_of_a_theory() {
        let known = parse("# Wine's own\n\nSome.Test: it lacks it\n! Some.Crash: it ends\n").unwrap();
        assert_eq!(known.len(), 2);
        assert!(!known[0].ends_the_run && known[1].ends_the_run);
        assert_eq!(known[1].pattern(), "*.Some.Crash");
        assert_eq!(known[0].reason, "it lacks it");
        assert!(known[0].covers("Space.Some.Test"));
        assert!(known[0].covers("Space.Some.Test(text: \"a(b).c\")"));
        assert!(!known[0].covers("Space.Some.Tests"));
        assert!(!known[0].covers("Space.OtherSome.Test"));
    }

    #[test]
    fn a_line_without_a_reason_is_refused() {
        assert!(parse("Some.Test").is_err());
    }
}
