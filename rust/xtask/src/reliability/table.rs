//! The goals and what proves them: `tests/reliability`.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

/// What shall hold, and what shows that it does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// A letter and a number.
    pub id: String,
    /// The goal in one sentence.
    pub says: String,
    /// Tests of Rust.
    #[serde(default)]
    pub rust: Vec<RustTest>,
    /// Tests of C#, as `Class.Method`, with as much of the namespace as tells two classes apart.
    #[serde(default)]
    pub csharp: Vec<String>,
    /// Commands that have to succeed; they run with `--long` alone.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// What no test shows yet, each with its reason.
    #[serde(default)]
    pub left: Vec<String>,
}

/// A test of Rust: `CRATE TARGET NAME`. The target is the name of a file or folder in the crate's `tests`, `lib`
/// or `bin` for what stands beside the code, or `doc` for examples in comments, which are named by the item that they stand at.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct RustTest {
    /// Cargo's name of the package.
    pub krate: String,
    /// Which of its test programs.
    pub target: String,
    /// With the modules in front, as the test program prints it.
    pub name: String,
}

/// A command that proves something.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// Program and arguments, separated by spaces.
    pub run: String,
    /// The command runs where this one succeeds; nothing when it runs everywhere.
    #[serde(rename = "where")]
    pub needs: Option<String>,
}

impl TryFrom<String> for RustTest {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            [krate, target, name] if words.iter().all(|word| !word.is_empty()) => Ok(Self {
                krate: (*krate).to_owned(),
                target: (*target).to_owned(),
                name: (*name).to_owned(),
            }),
            _ => Err(format!("`{text}` is not `CRATE TARGET NAME`")),
        }
    }
}

impl Goal {
    /// True when something shows that it holds.
    pub fn has_proof(&self) -> bool {
        !(self.rust.is_empty() && self.csharp.is_empty() && self.commands.is_empty())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    goal: Vec<Goal>,
}

/// Reads the table.
///
/// # Errors
/// What is wrong with it, and where.
pub fn read(root: &Path) -> Result<Vec<Goal>> {
    let folder = root.join("tests/reliability");
    let entries = fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.sort();
    let mut text = String::new();
    for file in files {
        text += &fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
    }
    parse(&text).with_context(|| format!("a file of {} can't be read", folder.display()))
}

/// Reads the text of a table.
///
/// # Errors
/// As [`read`].
pub fn parse(text: &str) -> Result<Vec<Goal>> {
    let goals = toml::from_str::<Table>(text)?.goal;
    for (number, goal) in goals.iter().enumerate() {
        let id = &goal.id;
        let (letter, digits) = id.split_at_checked(1).unwrap_or_default();
        let is_id = letter.bytes().all(|b| b.is_ascii_uppercase()) && digits.parse::<u8>().is_ok();
        ensure!(is_id, "`{id}` is no goal's id");
        ensure!(
            goals.iter().skip(number + 1).all(|other| other.id != *id),
            "{id} stands there twice"
        );
        if !goal.has_proof() && goal.left.is_empty() {
            bail!("{id} has neither a test nor a reason for having none");
        }
        for test in &goal.csharp {
            ensure!(test.contains('.'), "`{test}` of {id} is not `Class.Method`");
        }
    }
    Ok(goals)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_goal_has_tests_commands_and_what_is_left() {
        let goals = parse(
            r#"
            [[goal]]
            id = "A7"
            says = "Memory stays."
            rust = ["partner-auth tokens some::test"]
            csharp = ["Class.Method"]
            commands = [{ run = "cargo deny check", where = "cargo deny --version" }]
            left = ["Windows: no counters there"]
            "#,
        )
        .unwrap();
        let goal = &goals[0];
        assert_eq!((goal.id.as_str(), goal.has_proof()), ("A7", true));
        let test = &goal.rust[0];
        assert_eq!(
            [&test.krate, &test.target, &test.name],
            ["partner-auth", "tokens", "some::test"]
        );
        assert_eq!(goal.commands[0].needs.as_deref(), Some("cargo deny --version"));
        assert_eq!((goal.csharp.len(), goal.left.len()), (1, 1));
    }

    #[test]
    fn what_is_no_goal_is_refused_with_the_reason() {
        for (text, reason) in [
            ("id = \"A1\"\nsays = \"x\"", "neither a test nor a reason"),
            ("id = \"1A\"\nsays = \"x\"\nleft = [\"y\"]", "no goal's id"),
            (
                "id = \"A1\"\nsays = \"x\"\nleft = [\"y\"]\n[[goal]]\nid = \"A1\"\nsays = \"x\"\nleft = [\"y\"]",
                "twice",
            ),
            (
                "id = \"A1\"\nsays = \"x\"\nrust = [\"crate name\"]",
                "not `CRATE TARGET NAME`",
            ),
            ("id = \"A1\"\nsays = \"x\"\ncsharp = [\"Method\"]", "not `Class.Method`"),
            ("id = \"A1\"\nsays = \"x\"\ntests = [\"y\"]", "unknown field"),
            ("id = \"A1\"\nleft = [\"y\"]", "missing field"),
        ] {
            let error = parse(&format!("[[goal]]\n{text}\n")).unwrap_err();
            assert!(format!("{error:#}").contains(reason), "{error:#}");
        }
    }
}
