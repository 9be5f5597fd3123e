//! Runs one target, and keeps what it found.

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// The most that one input may take, in seconds, and the most memory, in MiB.
const LIMITS: (u32, u32) = (10, 2048);
/// How many lines of what the program says are shown.
const LINES: usize = 40;

/// The program and its folders.
#[derive(Debug)]
pub struct Fuzzer {
    /// All targets.
    pub program: PathBuf,
    /// Where it works: inputs that led somewhere new, kept from run to run, and what it says.
    pub work: PathBuf,
    /// `rust/fuzz`, with seeds, dictionaries and regressions.
    pub folder: PathBuf,
}

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ending {
    /// No input broke anything.
    Nothing {
        /// Inputs that were tried.
        runs: u64,
        /// Branches that were taken.
        branches: u64,
    },
    /// An input broke something.
    Found {
        /// Where it is.
        input: PathBuf,
        /// The end of what the program said.
        said: String,
    },
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing { runs, branches } => write!(f, "{runs} inputs, {branches} branches, no crash"),
            Self::Found { input, .. } => write!(f, "crashes at {}", input.display()),
        }
    }
}

impl Fuzzer {
    /// Runs a target for so many seconds.
    ///
    /// # Errors
    /// The program was not started, or ended for another reason than an input.
    pub fn run(&self, name: &str, seconds: u32) -> Result<Ending> {
        let [corpus, found, made] = ["corpus", "found", "made"].map(|kind| self.work.join(kind).join(name));
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&made)?;
        // What was found before is kept elsewhere, or was looked at.
        if found.exists() {
            fs::remove_dir_all(&found)?;
        }
        fs::create_dir_all(&found)?;
        let log = self.work.join(format!("{name}.log"));
        let output = File::create(&log).with_context(|| format!("{} can't be written", log.display()))?;
        let (slowest, memory) = LIMITS;
        let mut command = Command::new(&self.program);
        command.env("PARTNERAUTH_FUZZ", name).arg(&corpus);
        command.env("PARTNERAUTH_FUZZ_MADE", &made).arg(&made);
        for kind in ["seeds", "regressions"] {
            let folder = self.folder.join(kind).join(name);
            if folder.is_dir() {
                command.arg(folder);
            }
        }
        let dictionary = self.folder.join("dictionaries").join(format!("{name}.txt"));
        if dictionary.is_file() {
            command.arg(format!("-dict={}", dictionary.display()));
        }
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-timeout={slowest}"))
            .arg(format!("-rss_limit_mb={memory}"))
            .arg(format!("-artifact_prefix={}/", found.display()))
            .arg("-print_final_stats=1")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output);
        let status = command
            .status()
            .with_context(|| format!("{} was not started", self.program.display()))?;
        let text = fs::read(&log)?;
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let said = lines
            .get(lines.len().saturating_sub(LINES)..)
            .unwrap_or_default()
            .join("\n");
        match broken(&found)? {
            Some(input) => Ok(Ending::Found { input, said }),
            None if status.success() => Ok(Ending::Nothing {
                runs: number_after(&text, "stat::number_of_executed_units: "),
                branches: number_after(&text, " cov: "),
            }),
            None => bail!("{name} ended with {status}:\n{said}"),
        }
    }

    /// Copies an input to where a test runs it; leaves one that comes of seeds that are made where it is, as it may hold a key.
    ///
    /// # Errors
    /// It can't be copied.
    pub fn keep(&self, name: &str, input: &Path) -> Result<PathBuf> {
        if fs::read_dir(self.work.join("made").join(name))?.next().is_some() {
            return Ok(input.to_owned());
        }
        let folder = self.folder.join("regressions").join(name);
        fs::create_dir_all(&folder)?;
        let kept = folder.join(input.file_name().unwrap_or_default());
        fs::copy(input, &kept)?;
        Ok(kept)
    }
}

/// The input that broke something, if one did; one that was only slow is none.
fn broken(folder: &Path) -> Result<Option<PathBuf>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with("slow-unit-") {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// The number after the last such words.
fn number_after(text: &str, words: &str) -> u64 {
    let Some((_, rest)) = text.rsplit_once(words) else {
        return 0;
    };
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Fuzzer, broken, number_after};
    use std::fs;

    #[test]
    fn what_is_found_is_kept_for_a_test_unless_it_may_hold_a_key_that_was_made() {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        for (target, seed) in [("claims", None), ("certificate", Some("pem"))] {
            let made = path("work/made").join(target);
            fs::create_dir_all(&made).unwrap();
            if let Some(seed) = seed {
                fs::write(made.join(seed), "a key").unwrap();
            }
        }
        let fuzzer = Fuzzer {
            program: path("none"),
            work: path("work"),
            folder: path("fuzz"),
        };
        let input = path("crash-1");
        fs::write(&input, "x").unwrap();
        let kept = fuzzer.keep("claims", &input).unwrap();
        assert_eq!(kept, path("fuzz/regressions/claims/crash-1"));
        assert_eq!(fs::read_to_string(kept).unwrap(), "x");
        assert_eq!(fuzzer.keep("certificate", &input).unwrap(), input);
        assert!(!path("fuzz/regressions/certificate").exists());
    }

    #[test]
    fn a_crash_is_found_and_an_input_that_is_only_slow_is_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("slow-unit-1"), "x").unwrap();
        assert_eq!(broken(folder.path()).unwrap(), None);
        let crash = folder.path().join("crash-1");
        fs::write(&crash, "x").unwrap();
        assert_eq!(broken(folder.path()).unwrap(), Some(crash));
    }

    #[test]
    fn figures_are_those_of_the_last_line() {
        let text = "#2 INITED cov: 10 ft: 1\n#9 DONE   cov: 812 ft: 3\nstat::number_of_executed_units: 4711\n";
        assert_eq!(number_after(text, " cov: "), 812);
        assert_eq!(number_after(text, "stat::number_of_executed_units: "), 4711);
        assert_eq!(number_after(text, "no such words"), 0);
    }
}
