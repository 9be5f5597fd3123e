//! The planted defects: `rust/ffi/examples/planted.rs`, built and run as the tests are.

use anyhow::{Context as _, Result, ensure};

use super::sanitizer::Sanitizer;
use super::suite::Suite;
use crate::tools::Tools;

/// Runs each defect that the sanitizer has to report, and names them.
///
/// # Errors
/// One of them was not reported: the sanitizer is not on.
pub fn check(tools: &Tools, sanitizer: Sanitizer, suite: &Suite) -> Result<String> {
    // With the tests' packages, as cargo would else build the libraries of both with other features.
    let build = sanitizer.cargo(tools)?.arg("build").args(sanitizer.options());
    build
        .args(suite.packages())
        .args(["--example", "planted"])
        .run()
        .context("the planted defects were not built")?;
    let mut reported = Vec::new();
    for (defect, words) in sanitizer.defects() {
        let output = sanitizer.planted(tools).arg(defect).output();
        let output = output.with_context(|| format!("the planted {defect} was not started"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        judge(sanitizer, defect, words, &said, output.status.success())?;
        println!("{} reports the planted {defect}.", sanitizer.name());
        reported.push(format!("a planted {defect}"));
    }
    Ok(reported.join(" and "))
}

/// A report has its words, and ends the program as a failure, which the tests are judged by.
fn judge(sanitizer: Sanitizer, defect: &str, words: &str, said: &str, succeeded: bool) -> Result<()> {
    let name = sanitizer.name();
    ensure!(
        said.contains(words),
        "{name} is not on: it did not say `{words}` of the planted {defect}, but:\n{said}"
    );
    ensure!(
        !succeeded,
        "{name} reports the planted {defect}, and the program succeeds"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::sanitize::sanitizer::Sanitizer;

    #[test]
    fn a_defect_counts_as_reported_when_the_words_came_and_the_program_failed() {
        let judge = |said, succeeded| judge(Sanitizer::Thread, "race", "data race", said, succeeded);
        assert!(judge("WARNING: ThreadSanitizer: data race (pid=1)", false).is_ok());
        let error = judge("segmentation fault", false).unwrap_err().to_string();
        assert!(
            error.contains("ThreadSanitizer is not on") && error.contains("segmentation fault"),
            "{error}"
        );
        assert!(judge("", true).is_err());
        let error = judge("data race", true).unwrap_err().to_string();
        assert!(error.contains("succeeds"), "{error}");
    }

    #[test]
    fn each_sanitizer_has_a_defect_to_report() {
        for sanitizer in Sanitizer::ALL {
            assert!(!sanitizer.defects().is_empty(), "{}", sanitizer.name());
        }
    }
}
