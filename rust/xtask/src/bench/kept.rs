//! What it costs to keep tokens in a file or on a Redis server: bytes of a token, microseconds of a call.

use std::collections::BTreeMap;
use std::fmt::{Result as Written, Write};

use anyhow::{Context as _, Result};

use crate::tools::Tools;

/// What stands in the table: the figure as the example tells it, and in words.
const ROWS: [(&str, &str); 8] = [
    ("bytes", "Bytes of a token of 2,500 bytes"),
    ("read", "Read (microseconds)"),
    ("write", "Write of one, done when it is safe (microseconds)"),
    ("write-of-many", "Write of one of 3,000 at once (microseconds)"),
    ("lease", "Right to ask for one, taken and given back (microseconds)"),
    ("turn", "Place in the line of consents (microseconds)"),
    ("tenant-of-a-run", "Tenant of a run that is divided (microseconds)"),
    ("bytes-of-a-result", "Bytes of its result of 2,500 bytes"),
];

/// Figures by place and name.
#[derive(Debug)]
pub struct Costs(BTreeMap<(String, String), u64>);

/// Measures with 3,000 tokens there; there is nothing without us to compare it with.
///
/// # Errors
/// What was not built, or can't be read.
pub fn measure(tools: &Tools) -> Result<Costs> {
    let example = [
        "run",
        "--quiet",
        "--release",
        "-p",
        "partner-store",
        "--example",
        "kept_costs",
    ];
    let told = tools.cargo().args(example).read().context("kept_costs did not run")?;
    read(&told)
}

fn read(told: &str) -> Result<Costs> {
    let figure = |line: &str| {
        let [place, what, number] = *line.split(' ').collect::<Vec<_>>() else {
            return None;
        };
        Some(((place.to_owned(), what.to_owned()), number.parse().ok()?))
    };
    let figures = told
        .lines()
        .map(|line| figure(line).with_context(|| format!("kept_costs says: {line}")));
    Ok(Costs(figures.collect::<Result<_>>()?))
}

impl Costs {
    /// Writes the table of the page.
    ///
    /// # Errors
    /// None of its own.
    pub fn write(&self, page: &mut String) -> Written {
        let cell = |place: &str, what: &str| {
            let figure = self.0.get(&(place.to_owned(), what.to_owned()));
            figure.map_or(String::new(), u64::to_string)
        };
        writeln!(page, "| | File | Redis |\n|---|---:|---:|")?;
        for (what, words) in ROWS {
            writeln!(page, "| {words} | {} | {} |", cell("file", what), cell("redis", what))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn each_figure_has_its_cell_and_what_was_not_measured_is_empty() {
        let mut page = String::new();
        read("file read 12\nredis read 34\nredis turn 5")
            .unwrap()
            .write(&mut page)
            .unwrap();
        assert!(page.contains("| Read (microseconds) | 12 | 34 |"), "{page}");
        assert!(
            page.contains("| Place in the line of consents (microseconds) |  | 5 |"),
            "{page}"
        );
        assert!(
            read("file read much")
                .unwrap_err()
                .to_string()
                .contains("file read much")
        );
    }
}
