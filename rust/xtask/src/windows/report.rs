//! What of the test program's report is Wine's own.

use std::collections::BTreeSet;

use crate::ctrf::{self, Report, Test};
use crate::tally::Tally;
use crate::windows::known::Known;

/// What is to be told.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The counts, without the failures that are Wine's own.
    pub tally: Tally,
    /// What broke off twice, as the test program takes it.
    pub broke_off: Vec<String>,
    failed: Vec<String>,
    known: Vec<String>,
    passed_again: Vec<String>,
    stale: Vec<String>,
}

/// Tells our failures from Wine's own. In a run of the whole suite, a listed test has to be there.
pub fn judge(report: &Report, known: &[Known], is_whole: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let tests = report.tests();
    for Test { name, status } in tests {
        match (status.as_str(), known.iter().find(|known| known.covers(name))) {
            ("passed", _) => outcome.tally.passed += 1,
            ("failed", Some(known)) => outcome.known.push(format!("{name}: {}", known.reason)),
            ("failed", None) => {
                outcome.tally.failed += 1;
                outcome.failed.push(name.clone());
            }
            _ => outcome.tally.skipped += 1,
        }
    }
    for known in known.iter().filter(|known| !known.ends_the_run) {
        let mut covered = tests.iter().filter(|test| known.covers(&test.name)).peekable();
        if covered.peek().is_none() {
            if is_whole {
                outcome.stale.push(format!("{}: there is no such test", known.name));
            }
        } else if covered.all(|test| test.status == "passed") {
            outcome.stale.push(format!("{}: it passes", known.name));
        }
    }
    outcome
}

impl Outcome {
    /// Takes in what a listed test did in a process of its own; there is no report when Wine did not survive it.
    pub fn add_alone(&mut self, known: &Known, report: Option<&Report>) {
        let name = &known.name;
        match report.map(Report::tests) {
            None => self.known.push(format!("{name}: {}", known.reason)),
            Some([]) => self.stale.push(format!("{name}: there is no such test")),
            Some(tests) if tests.iter().all(|test| test.status == "passed") => {
                self.stale.push(format!("{name}: it passes"));
            }
            // Wine may fail before it crashes.
            Some(_) => self.known.push(format!("{name}: {}", known.reason)),
        }
    }

    /// The methods that failed and are not Wine's own, as the test program takes them; a theory's is with all its cases.
    pub fn failed_methods(&self) -> BTreeSet<String> {
        let methods = self.failed.iter().map(|name| ctrf::method(name));
        methods.map(str::to_owned).collect()
    }

    /// Takes in what became of the failed ones when they ran once more: Wine fails at times.
    pub fn add_again(&mut self, report: &Report) {
        let tests = report.tests();
        let has_passed = |name: &String| tests.iter().any(|test| test.name == *name && test.status == "passed");
        let (passed, failed): (Vec<_>, Vec<_>) = self.failed.drain(..).partition(has_passed);
        self.tally.failed = u32::try_from(failed.len()).unwrap_or(u32::MAX);
        self.tally.passed += u32::try_from(passed.len()).unwrap_or(u32::MAX);
        self.failed = failed;
        self.passed_again = passed;
    }

    /// Whether nothing failed that is not Wine's own, and the list is true.
    pub fn is_good(&self) -> bool {
        self.failed.is_empty() && self.stale.is_empty() && self.broke_off.is_empty()
    }

    /// Writes it to the console; the counts come last.
    pub fn print(&self) {
        let list = |title: &str, lines: &[String]| {
            if !lines.is_empty() {
                println!("{title}");
                lines.iter().for_each(|line| println!("  {line}"));
            }
        };
        list("Failed because of Wine, as tests/wine.txt says:", &self.known);
        list("Failed once and passed when run once more:", &self.passed_again);
        list("To be taken off tests/wine.txt:", &self.stale);
        list(
            "Broke off twice; `! Class.Method: reason` in tests/wine.txt runs one alone:",
            &self.broke_off,
        );
        list("Failed:", &self.failed);
        println!("Windows: {}, {} known to be Wine's own", self.tally, self.known.len());
    }
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::ctrf::Report;
    use crate::tally::Tally;
    use crate::windows::known::Known;

    #[test]
    fn failures_are_ours_unless_they_are_listed_and_a_list_that_is_not_true_is_told() {
        let report: Report = serde_json::from_str(
            r#"{"results":{"tests":[
                {"name":"A.B.Good","status":"passed"},
                {"name":"A.B.Bad","status":"failed"},
                {"name":"A.B.Wine(x: 1)","status":"failed"},
                {"name":"A.B.Wine(x: 2)","status":"passed"},
                {"name":"A.B.Mended","status":"passed"},
                {"name":"A.B.Left","status":"skipped"}
            ]}}"#,
        )
        .unwrap();
        let known = ["B.Wine", "B.Mended", "B.Left", "B.Gone"];
        let known = known.map(|name| Known {
            name: name.to_owned(),
            reason: "lack".to_owned(),
            ends_the_run: false,
        });

        let outcome = judge(&report, &known, true);

        assert_eq!(
            outcome.tally,
            Tally {
                passed: 3,
                failed: 1,
                skipped: 1
            }
        );
        assert_eq!(outcome.failed, ["A.B.Bad"]);
        assert_eq!(outcome.known, ["A.B.Wine(x: 1): lack"]);
        assert_eq!(outcome.stale, ["B.Mended: it passes", "B.Gone: there is no such test"]);
        assert_eq!(judge(&report, &known, false).stale, ["B.Mended: it passes"]);
    }

    #[test]
    fn an_unlisted_failure_and_a_stale_line_each_make_it_bad() {
        let is_good = |status: &str, listed: &[Known]| {
            let report = format!(r#"{{"results":{{"tests":[{{"name":"A.B","status":"{status}"}}]}}}}"#);
            judge(&serde_json::from_str(&report).unwrap(), listed, true).is_good()
        };
        let listed = [Known {
            name: "A.B".to_owned(),
            reason: "lack".to_owned(),
            ends_the_run: false,
        }];
        assert!(is_good("passed", &[]));
        assert!(is_good("failed", &listed));
        assert!(!is_good("failed", &[]));
        assert!(!is_good("passed", &listed));
    }

    #[test]
    fn a_test_that_ends_the_run_is_listed_as_long_as_it_does() {
        let known = Known {
            name: "A.B".to_owned(),
            reason: "crash".to_owned(),
            ends_the_run: true,
        };
        let alone = |report: Option<&str>| {
            let report = report.map(|tests| {
                serde_json::from_str::<Report>(&format!(r#"{{"results":{{"tests":[{tests}]}}}}"#)).unwrap()
            });
            let mut outcome = judge(&serde_json::from_str(r#"{"results":{"tests":[]}}"#).unwrap(), &[], true);
            outcome.add_alone(&known, report.as_ref());
            outcome
        };
        assert_eq!(alone(None).known, ["A.B: crash"]);
        assert!(alone(None).is_good());
        assert!(alone(Some(r#"{"name":"A.B","status":"failed"}"#)).is_good());
        for tests in ["", r#"{"name":"A.B","status":"passed"}"#] {
            assert!(!alone(Some(tests)).is_good(), "{tests}");
        }
    }

    #[test]
    fn what_passes_when_run_once_more_is_told_and_no_failure() {
        let report = |two: &str| {
            let report = format!(
                r#"{{"results":{{"tests":[{{"name":"A.B(x: 1)","status":"failed"}},{{"name":"A.B(x: 2)","status":"{two}"}}]}}}}"#
            );
            serde_json::from_str::<Report>(&report).unwrap()
        };
        let mut outcome = judge(&report("failed"), &[], true);
        assert_eq!(outcome.failed_methods().into_iter().collect::<Vec<_>>(), ["A.B"]);

        outcome.add_again(&report("passed"));

        assert_eq!(outcome.passed_again, ["A.B(x: 2)"]);
        assert_eq!(outcome.failed, ["A.B(x: 1)"]);
        assert_eq!((outcome.tally.passed, outcome.tally.failed), (1, 1));
        assert!(!outcome.is_good());
    }
}
