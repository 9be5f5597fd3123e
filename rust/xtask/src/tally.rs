//! Counts tests in what the test runners print.

use std::fmt;

/// How many tests did what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that did what they say.
    pub passed: u32,
    /// Tests that did not.
    pub failed: u32,
    /// Tests that were not run on this machine.
    pub skipped: u32,
}

impl Tally {
    /// Adds what one line of a runner's output says, if it says anything.
    pub fn read(&mut self, line: &str) {
        if let Some(counts) = line.trim().strip_prefix("test result:") {
            self.read_cargo(counts);
        } else if let Some((_, counts)) = line
            .split_once("  Total: ")
            .filter(|(_, counts)| counts.contains(", Errors: "))
        {
            self.read_xunit(counts);
        } else if let Some((name, number)) = line.trim().split_once(':') {
            self.read_dotnet(name, number);
        }
    }

    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// `ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
    fn read_cargo(&mut self, counts: &str) {
        for part in counts.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u32>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// `Name  Total: 5, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0, Time: 3.0s`, of a program that runs its own tests.
    fn read_xunit(&mut self, counts: &str) {
        let mut numbers = counts.split(", ").map(|part| part.rsplit(": ").next().unwrap_or(part));
        let mut number = || {
            numbers
                .next()
                .and_then(|number| number.parse::<u32>().ok())
                .unwrap_or_default()
        };
        let (total, errors, failed, skipped, not_run) = (number(), number(), number(), number(), number());
        self.passed += total.saturating_sub(failed + skipped + not_run);
        self.failed += failed + errors;
        self.skipped += skipped;
    }

    /// `succeeded: 5`, one line for each count, in the summary of `dotnet test`.
    fn read_dotnet(&mut self, name: &str, number: &str) {
        let Ok(number) = number.trim().parse::<u32>() else {
            return;
        };
        match name {
            "succeeded" => self.passed += number,
            "failed" => self.failed += number,
            "skipped" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn cargo_and_dotnet_are_counted_together() {
        let output = "running 4 tests\n\
            test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.01s\n\
            Test run summary: Passed!\n  total: 6\n  failed: 0\n  succeeded: 5\n  skipped: 1\n  duration: 2s 131ms\n";
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        assert_eq!(
            tally,
            Tally {
                passed: 7,
                failed: 1,
                skipped: 2
            }
        );
        assert_eq!(tally.to_string(), "7 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn a_program_that_runs_its_own_tests_is_counted() {
        let mut tally = Tally::default();
        tally.read("   Some.Tests  Total: 17, Errors: 1, Failed: 2, Skipped: 3, Not Run: 4, Time: 2.4s");
        assert_eq!(
            tally,
            Tally {
                passed: 8,
                failed: 3,
                skipped: 3
            }
        );
    }

    #[test]
    fn other_lines_count_nothing() {
        let mut tally = Tally::default();
        for line in ["warning: unused", "failed: many", "test a::b ... ok", "skipped", ""] {
            tally.read(line);
        }
        assert_eq!(tally, Tally::default());
    }
}
