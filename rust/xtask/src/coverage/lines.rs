//! Lines that were run and lines that were not (lcov's format: `SF:` names a file, `DA:` a line and how often it ran).

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// A file and its lines.
#[derive(Debug, PartialEq, Eq)]
pub struct File {
    /// The whole path.
    pub path: PathBuf,
    /// True for a line that ran.
    lines: BTreeMap<usize, bool>,
}

/// How many lines ran.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// All that can run.
    pub lines: u32,
    /// Those that did.
    pub ran: u32,
}

impl Share {
    /// Adds another one.
    pub fn add(&mut self, other: &Self) {
        self.lines += other.lines;
        self.ran += other.ran;
    }

    /// In percent; all of nothing.
    pub fn percent(&self) -> f64 {
        if self.lines == 0 {
            return 100.0;
        }
        100.0 * f64::from(self.ran) / f64::from(self.lines)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} % of {} lines", self.percent(), self.lines)
    }
}

impl File {
    /// How many lines of the product ran; `text` is the file.
    pub fn share(&self, text: &str) -> Share {
        let mut share = Share::default();
        for (_, ran) in self.of_product(text) {
            share.lines += 1;
            share.ran += u32::from(ran);
        }
        share
    }

    /// The lines of the product that did not run.
    pub fn missed(&self, text: &str) -> Vec<usize> {
        let missed = self.of_product(text).filter(|(_, ran)| !ran);
        missed.map(|(line, _)| line).collect()
    }

    /// The lines before the tests, which stand at the end or in a file of their own: they would all have run.
    fn of_product(&self, text: &str) -> impl Iterator<Item = (usize, bool)> {
        let is_of_tests = self.path.file_name().is_some_and(|name| name == "tests.rs");
        let tests = text
            .lines()
            .position(|line| line == "#[cfg(test)]" || line.starts_with("#[cfg(all(test"));
        let end = if is_of_tests { 0 } else { tests.unwrap_or(usize::MAX) };
        self.lines.range(..=end).map(|(line, ran)| (*line, *ran))
    }
}

/// Reads a report.
pub fn read(report: &str) -> Vec<File> {
    let mut files: Vec<File> = Vec::new();
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("SF:") {
            files.push(File {
                path: PathBuf::from(path),
                lines: BTreeMap::new(),
            });
        } else if let Some((number, count)) = line.strip_prefix("DA:").and_then(|rest| rest.split_once(','))
            && let (Ok(number), Some(file)) = (number.parse(), files.last_mut())
        {
            *file.lines.entry(number).or_default() |= count != "0";
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{Share, read};

    const REPORT: &str =
        "SF:/r/a.rs\nFN:1,x\nDA:1,5\nDA:2,0\nDA:3,0\nDA:6,9\nend_of_record\nSF:/r/tests.rs\nDA:1,1\nend_of_record\n";

    #[test]
    fn lines_of_tests_do_not_count() {
        let files = read(REPORT);
        let text = "fn a() {\n    b();\n}\n\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(files[0].share(text), Share { lines: 3, ran: 1 });
        assert_eq!(files[0].missed(text), [2, 3]);
        assert_eq!(files[1].share("mod x;"), Share::default());
    }

    #[test]
    fn a_share_is_told_in_percent() {
        let mut share = Share { lines: 3, ran: 2 };
        share.add(&Share { lines: 1, ran: 1 });
        assert_eq!(share.to_string(), "75.0 % of 4 lines");
        assert_eq!(Share::default().to_string(), "100.0 % of 0 lines");
    }
}
