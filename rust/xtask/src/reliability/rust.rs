//! Runs tests of Rust: each test program once, for all goals together.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::sources;
use super::table::{Goal, RustTest};
use super::verdict::{Ending, Run};
use crate::tools::Tools;

/// Runs the tests of these goals.
///
/// # Errors
/// Cargo was not started; a test program that does not compile has tests that did not run.
pub fn run(tools: &Tools, goals: &[&Goal], run: &mut Run) -> Result<()> {
    let mut programs: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    let tests = goals.iter().flat_map(|goal| &goal.rust);
    // What is in no source is told as missing.
    for RustTest { krate, target, name } in tests.filter(|test| sources::has_rust(&tools.layout.root, test)) {
        programs.entry((krate, target)).or_default().insert(name);
    }
    for ((krate, target), names) in programs {
        let mut command = tools.cargo().args(["test", "--package", krate]);
        command = match target {
            "lib" => command.arg("--lib"),
            "bin" => command.arg("--bins"),
            "doc" => command.arg("--doc"),
            file => command.args(["--test", file]),
        };
        command = command.arg("--").args(&names).arg("--nocapture");
        // On one thread, a test's output would stand between its name and its ending.
        command = command.arg("--test-threads=2");
        if target != "doc" {
            command = command.arg("--exact");
        }
        println!("$ {command}");
        let mut child = Command::from(command)
            .stdout(Stdio::piped())
            .spawn()
            .context("cargo was not started")?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                run.read(&line);
                if let Some((test, ending)) = ending(&line)
                    && let Some(name) = names.iter().find(|name| is_of(target, test, name))
                {
                    run.add(&format!("{krate} {target} {name}"), ending);
                }
            }
        }
        // How it went stands in its lines: a program that broke off has tests without one.
        child.wait()?;
    }
    Ok(())
}

/// The test and its ending, of a line such as `test some::name ... ok`.
fn ending(line: &str) -> Option<(&str, Ending)> {
    let (test, word) = line.trim().strip_prefix("test ")?.rsplit_once(" ... ")?;
    let ending = match word.split([' ', ',']).next()? {
        "ok" => Ending::Passed,
        "FAILED" => Ending::Failed,
        "ignored" => Ending::Skipped,
        _ => return None,
    };
    Some((test.strip_suffix(" - should panic").unwrap_or(test), ending))
}

/// Whether a line tells of the test of that name; an example in a comment is `FILE - ITEM (line 7) - compile fail`.
fn is_of(target: &str, test: &str, name: &str) -> bool {
    match target {
        "doc" => test
            .split_once(" - ")
            .is_some_and(|(_, item)| item.split(" (line").next() == Some(name)),
        _ => test == name,
    }
}

#[cfg(test)]
mod tests {
    use super::{ending, is_of};
    use crate::reliability::verdict::Ending;

    #[test]
    fn lines_of_a_test_program_tell_how_each_test_ended() {
        assert_eq!(ending("test a::b ... ok\r"), Some(("a::b", Ending::Passed)));
        assert_eq!(ending("test a - should panic ... FAILED"), Some(("a", Ending::Failed)));
        assert_eq!(ending("test a ... ignored, too slow"), Some(("a", Ending::Skipped)));
        for line in [
            "test result: ok. 1 passed",
            "running 1 test",
            "test a ... bench: 3",
            "test a ...",
            "",
        ] {
            assert_eq!(ending(line), None, "{line}");
        }
    }

    #[test]
    fn an_example_in_a_comment_goes_by_its_item() {
        let (test, ended) =
            ending("test rust/core/src/secret.rs - secret::Secret (line 20) - compile fail ... ok").unwrap();
        assert_eq!(ended, Ending::Passed);
        assert!(is_of("doc", test, "secret::Secret"));
        assert!(!is_of("doc", test, "secret::Sec"));
        assert!(is_of("tokens", "a::b", "a::b") && !is_of("tokens", "a::b::c", "a::b"));
    }
}
