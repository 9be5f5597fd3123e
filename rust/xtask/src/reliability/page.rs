//! `docs/reliability.md`.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};

use super::table::Goal;
use super::verdict::{Outcome, Result as Verdict, names};
use crate::bench::machine;
use crate::tools::Tools;

/// The areas, by the letter of their goals.
const AREAS: [(char, &str); 9] = [
    ('A', "The boundary between PowerShell and the library"),
    ('B', "The network"),
    ('C', "Cache, renewal, clock"),
    ('D', "Several processes, the disk"),
    ('E', "Secrets"),
    ('F', "OAuth and hosts"),
    ('G', "Load"),
    ('H', "Bad input"),
    ('I', "Supply chain and release"),
];

/// Writes the page.
///
/// # Errors
/// A file that can't be written.
pub fn write(tools: &Tools, results: &[(&Goal, Verdict)], long: bool) -> Result<()> {
    let page = text(&machine::describe(tools), results, long)?;
    let path = tools.layout.root.join("docs/reliability.md");
    fs::write(&path, page).with_context(|| format!("{} was not written", path.display()))
}

fn text(machine: &str, results: &[(&Goal, Verdict)], long: bool) -> Result<String> {
    let mut page = String::new();
    writeln!(page, "# Reliability\n")?;
    writeln!(
        page,
        "What shall hold, the tests that show it, and what no test shows yet. `cargo xtask reliability` runs them all and writes this page; the goals and the names of their tests stand in `tests/reliability`."
    )?;
    let form = if long {
        "The tests ran at their full length (`--long`)."
    } else {
        "The tests ran in their short form; with `--long`, those that have a long form run at full length. Commands ran by themselves; their figures have the date of what they ran on."
    };
    writeln!(page, "{form}\n\nRun on {machine}.\n")?;
    let count = |outcome| results.iter().filter(|(_, result)| result.outcome == outcome).count();
    writeln!(
        page,
        "Of {} goals, {} are proved, {} in part, and {} have no test.",
        results.len(),
        count(Outcome::Proved),
        count(Outcome::InPart),
        count(Outcome::Untested)
    )?;
    for (letter, area) in AREAS {
        writeln!(
            page,
            "\n## {letter}: {area}\n\n| | Goal | | Figures | Left |\n|---|---|---|---|---|"
        )?;
        for (goal, result) in results.iter().filter(|(goal, _)| goal.id.starts_with(letter)) {
            let skipped = result.skipped.iter().map(|name| format!("`{name}` did not run"));
            let left: Vec<String> = goal.left.iter().map(|left| cell(left)).chain(skipped).collect();
            let figures: Vec<String> = result.figures.iter().map(|figure| cell(figure)).collect();
            writeln!(
                page,
                "| {} | {} | {} | {} | {} |",
                goal.id,
                cell(&goal.says),
                result.outcome.word(),
                figures.join("; "),
                left.join("; ")
            )?;
        }
    }
    writeln!(page, "\n## The tests\n")?;
    for (goal, _) in results.iter().filter(|(goal, _)| goal.has_proof()) {
        let tests: Vec<String> = names(goal).iter().map(|name| format!("`{name}`")).collect();
        writeln!(page, "- {}: {}", goal.id, tests.join(", "))?;
    }
    Ok(page)
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::reliability::table::parse;
    use crate::reliability::verdict::{Ending, Run, judge};

    #[test]
    fn each_goal_is_one_row_with_its_figures_and_what_is_left() {
        let goals = parse(
            "[[goal]]\nid = \"A1\"\nsays = \"One | two.\"\ncsharp = [\"B.C\"]\nleft = [\"macOS\"]\n[[goal]]\nid = \"C1\"\nsays = \"Three.\"\nleft = [\"all\"]\n",
        )
        .unwrap();
        let mut run = Run::default();
        run.add("B.C", Ending::Passed);
        run.read("figure A1: 7 of 7");
        let results: Vec<_> = goals.iter().map(|goal| (goal, judge(goal, &run))).collect();
        let page = text("a machine", &results, false).unwrap();
        assert!(
            page.contains("| A1 | One \\| two. | in part | 7 of 7 | macOS |"),
            "{page}"
        );
        assert!(page.contains("| C1 | Three. | no test |  | all |"), "{page}");
        assert!(
            page.contains("Of 2 goals, 0 are proved, 1 in part, and 1 have no test."),
            "{page}"
        );
        assert!(page.contains("- A1: `B.C`\n") && !page.contains("- C1"), "{page}");
    }
}
