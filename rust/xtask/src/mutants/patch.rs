//! The mutants: patches in `tests/mutants`, each with a head in words.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

/// A defect that somebody could make, and the tests that have to find it.
#[derive(Debug)]
pub struct Mutant {
    /// The file's name without its ending.
    pub name: String,
    /// The patch.
    pub file: PathBuf,
    /// What is broken.
    pub says: String,
    /// Arguments of `cargo test -p partner-auth`, each a target and a filter: `--test tokens renewal`.
    pub tests: Vec<String>,
    /// Why no test finds it, where none does.
    pub survives: Option<String>,
    /// The files that it changes, below the root.
    pub changes: Vec<String>,
}

/// Reads all of them, in the order of their names.
///
/// # Errors
/// A head that lacks something, and where.
pub fn read(root: &Path) -> Result<Vec<Mutant>> {
    let folder = root.join("tests/mutants");
    let entries = fs::read_dir(&folder).with_context(|| format!("{} is missing", folder.display()))?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "patch"));
    files.sort();
    files.into_iter().map(read_one).collect()
}

fn read_one(file: PathBuf) -> Result<Mutant> {
    let text = fs::read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))?;
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    parse(name, file, &text)
}

fn parse(name: String, file: PathBuf, text: &str) -> Result<Mutant> {
    let mut mutant = Mutant {
        name,
        file,
        says: String::new(),
        tests: Vec::new(),
        survives: None,
        changes: Vec::new(),
    };
    let head = text.lines().take_while(|line| !line.starts_with("--- "));
    for line in head.filter(|line| !line.is_empty()) {
        if let Some(test) = line.strip_prefix("test: ") {
            mutant.tests.push(test.to_owned());
        } else if let Some(why) = line.strip_prefix("survives: ") {
            mutant.survives = Some(why.to_owned());
        } else {
            let gap = if mutant.says.is_empty() { "" } else { " " };
            mutant.says += &format!("{gap}{line}");
        }
    }
    let changed = text.lines().filter_map(|line| line.strip_prefix("+++ b/"));
    mutant.changes = changed.map(str::to_owned).collect();
    let name = &mutant.name;
    ensure!(!mutant.says.is_empty(), "{name} does not say what is broken");
    ensure!(!mutant.tests.is_empty(), "{name} names no test");
    ensure!(!mutant.changes.is_empty(), "{name} changes nothing");
    Ok(mutant)
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::path::PathBuf;

    #[test]
    fn a_head_says_what_is_broken_and_which_tests_find_it() {
        let diff = "--- a/rust/x.rs\n+++ b/rust/x.rs\n@@ -1 +1 @@\n-a\n+test: b\n";
        let text = format!("A key is\nshort.\ntest: --lib keys\ntest: --test x y\nsurvives: too rare\n\n{diff}");
        let mutant = parse("short".to_owned(), PathBuf::new(), &text).unwrap();
        assert_eq!(mutant.says, "A key is short.");
        assert_eq!(mutant.tests, ["--lib keys", "--test x y"]);
        assert_eq!(mutant.survives.as_deref(), Some("too rare"));
        assert_eq!(mutant.changes, ["rust/x.rs"]);
        for (text, reason) in [
            (format!("test: --lib x\n{diff}"), "does not say"),
            (format!("A key is short.\n{diff}"), "names no test"),
            ("A key is short.\ntest: --lib x\n".to_owned(), "changes nothing"),
        ] {
            let error = parse("short".to_owned(), PathBuf::new(), &text)
                .unwrap_err()
                .to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
