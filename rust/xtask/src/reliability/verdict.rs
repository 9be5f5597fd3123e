//! What ran, and what that says of a goal.

use std::collections::BTreeMap;

use super::table::Goal;

/// How one test or command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It did what it says.
    Passed,
    /// It did not.
    Failed,
    /// It was left out: not on this machine, or not in a short run.
    Skipped,
}

/// What ran: tests of Rust by `CRATE TARGET NAME`, those of C# by `Class.Method`, commands by themselves. What is not in
/// it did not run.
#[derive(Debug, Default)]
pub struct Run {
    /// How each ended.
    pub endings: BTreeMap<String, Ending>,
    /// Figures by goal, in the order they came.
    pub figures: BTreeMap<String, Vec<String>>,
}

/// What is to be said of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything ran and passed, and nothing is left.
    Proved,
    /// What ran passed, and something is left or was skipped.
    InPart,
    /// There is no test.
    Untested,
    /// A test failed, or did not run.
    Failed,
}

/// A goal after a run.
#[derive(Debug)]
pub struct Result {
    /// In one word.
    pub outcome: Outcome,
    /// What failed or did not run, by name.
    pub faults: Vec<String>,
    /// What was skipped, by name.
    pub skipped: Vec<String>,
    /// Its figures.
    pub figures: Vec<String>,
}

impl Outcome {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::InPart => "in part",
            Self::Untested => "no test",
            Self::Failed => "FAILED",
        }
    }
}

impl Run {
    /// Takes in how something ended; of several cases, the worst counts.
    pub fn add(&mut self, name: &str, ending: Ending) {
        let known = self.endings.entry(name.to_owned()).or_insert(ending);
        let is_worse = match ending {
            Ending::Failed => true,
            Ending::Passed => *known == Ending::Skipped,
            Ending::Skipped => false,
        };
        if is_worse {
            *known = ending;
        }
    }

    /// Takes in a line of output that may tell a figure.
    pub fn read(&mut self, line: &str) {
        if let Some((goal, figure)) = super::figures::of(line) {
            self.figures.entry(goal.to_owned()).or_default().push(figure.to_owned());
        }
    }
}

/// Judges a goal.
pub fn judge(goal: &Goal, run: &Run) -> Result {
    let (mut faults, mut skipped) = (Vec::new(), Vec::new());
    for name in names(goal) {
        match run.endings.get(&name) {
            Some(Ending::Passed) => {}
            Some(Ending::Failed) => faults.push(format!("{name} failed")),
            Some(Ending::Skipped) => skipped.push(name),
            None => faults.push(format!("{name} is missing: no such test ran")),
        }
    }
    let outcome = if !faults.is_empty() {
        Outcome::Failed
    } else if !goal.has_proof() {
        Outcome::Untested
    } else if goal.left.is_empty() && skipped.is_empty() {
        Outcome::Proved
    } else {
        Outcome::InPart
    };
    Result {
        outcome,
        faults,
        skipped,
        figures: run.figures.get(&goal.id).cloned().unwrap_or_default(),
    }
}

/// The names of all that proves a goal, as a run has them.
pub fn names(goal: &Goal) -> Vec<String> {
    let rust = goal
        .rust
        .iter()
        .map(|test| format!("{} {} {}", test.krate, test.target, test.name));
    let commands = goal.commands.iter().map(|command| command.run.clone());
    rust.chain(goal.csharp.iter().cloned()).chain(commands).collect()
}

/// Writes a goal to the console.
pub fn print(goal: &Goal, result: &Result) {
    println!("{:<4}{:<9}{}", goal.id, result.outcome.word(), goal.says);
    let indented = |mark: &str, lines: &[String]| lines.iter().for_each(|line| println!("             {mark}{line}"));
    let passed: Vec<String> = names(goal)
        .into_iter()
        .filter(|name| !result.skipped.contains(name) && !result.faults.iter().any(|fault| fault.starts_with(name)))
        .collect();
    indented("", &passed);
    indented("! ", &result.faults);
    indented("not run: ", &result.skipped);
    indented("= ", &result.figures);
    indented("left: ", &goal.left);
}

#[cfg(test)]
mod tests {
    use super::{Ending, Outcome, Run, judge};
    use crate::reliability::table::parse;

    const GOAL: &str = "[[goal]]\nid = \"A1\"\nsays = \"x\"\nrust = [\"a b c\"]\ncsharp = [\"D.E\"]\n";

    fn run(endings: &[(&str, Ending)]) -> Run {
        let mut run = Run::default();
        endings.iter().for_each(|(name, ending)| run.add(name, *ending));
        run
    }

    #[test]
    fn a_goal_is_proved_when_all_its_tests_ran_and_passed() {
        let goals = parse(GOAL).unwrap();
        let mut all = run(&[("a b c", Ending::Passed), ("D.E", Ending::Passed)]);
        all.read("figure A1: 3 of 3");
        all.read("figure B1: of another");
        let result = judge(&goals[0], &all);
        assert_eq!(result.outcome, Outcome::Proved);
        assert_eq!(result.figures, ["3 of 3"]);
    }

    #[test]
    fn a_test_that_did_not_run_is_a_failure_that_is_named() {
        let goals = parse(GOAL).unwrap();
        let result = judge(&goals[0], &run(&[("a b c", Ending::Passed)]));
        assert_eq!(result.outcome, Outcome::Failed);
        assert_eq!(result.faults, ["D.E is missing: no such test ran"]);
    }

    #[test]
    fn of_several_cases_the_worst_counts() {
        let goals = parse(GOAL).unwrap();
        let result = judge(
            &goals[0],
            &run(&[
                ("D.E", Ending::Skipped),
                ("D.E", Ending::Passed),
                ("a b c", Ending::Passed),
                ("a b c", Ending::Failed),
                ("a b c", Ending::Passed),
            ]),
        );
        assert_eq!(result.faults, ["a b c failed"]);
        assert!(result.skipped.is_empty(), "one case of it ran");
    }

    #[test]
    fn what_is_left_or_skipped_is_no_proof_and_no_failure() {
        let goals = parse(&format!("{GOAL}left = [\"y\"]\n")).unwrap();
        let all = [("a b c", Ending::Passed), ("D.E", Ending::Passed)];
        assert_eq!(judge(&goals[0], &run(&all)).outcome, Outcome::InPart);
        let goals = parse(GOAL).unwrap();
        let skipped = [("a b c", Ending::Passed), ("D.E", Ending::Skipped)];
        assert_eq!(judge(&goals[0], &run(&skipped)).outcome, Outcome::InPart);
        let goals = parse("[[goal]]\nid = \"A1\"\nsays = \"x\"\nleft = [\"y\"]\n").unwrap();
        assert_eq!(judge(&goals[0], &Run::default()).outcome, Outcome::Untested);
    }
}
