//! Finds in the sources what the table names: by text, which costs nothing.

use std::fs;
use std::path::{Path, PathBuf};

use super::table::RustTest;

/// The project of a test of C#, `Class.Method`: the folder below `tests` with a file that has both.
pub fn project_of(root: &Path, test: &str) -> Option<PathBuf> {
    let (class, method) = test.rsplit_once('.')?;
    let (space, class) = class.rsplit_once('.').unwrap_or(("", class));
    let (class, method) = (format!("class {class}"), format!(" {method}("));
    let projects = fs::read_dir(root.join("tests")).ok()?;
    let mut projects: Vec<PathBuf> = projects.flatten().map(|entry| entry.path()).collect();
    projects.retain(|path| path.to_string_lossy().ends_with(".Tests"));
    projects.sort();
    projects.into_iter().find(|project| {
        files(project, "cs").iter().any(|file| {
            let text = fs::read_to_string(file).unwrap_or_default();
            has_word(&text, &class) && text.contains(&method) && text.contains(&format!("{space};"))
        })
    })
}

/// Whether a test of Rust stands where the table says.
pub fn has_rust(root: &Path, test: &RustTest) -> bool {
    let Some(krate) = folder_of(&root.join("rust"), &test.krate) else {
        return false;
    };
    let name = test.name.rsplit("::").next().unwrap_or(&test.name);
    let (sources, word, mark) = match test.target.as_str() {
        "lib" | "bin" => (files(&krate.join("src"), "rs"), format!("fn {name}"), "test"),
        // An example stands at its item.
        "doc" => (files(&krate.join("src"), "rs"), format!(" {name}"), "/// ```"),
        target => {
            let mut sources = files(&krate.join("tests").join(target), "rs");
            sources.push(krate.join("tests").join(format!("{target}.rs")));
            (sources, format!("fn {name}"), "test")
        }
    };
    sources.iter().any(|file| {
        let text = fs::read_to_string(file).unwrap_or_default();
        has_word(&text, &word) && text.contains(mark)
    })
}

/// The folder of the package of that name.
fn folder_of(folder: &Path, name: &str) -> Option<PathBuf> {
    let manifests = files(folder, "toml").into_iter();
    let mut manifests = manifests.filter(|file| file.file_name().is_some_and(|name| name == "Cargo.toml"));
    let line = format!("name = \"{name}\"");
    let manifest = manifests.find(|file| {
        let text = fs::read_to_string(file).unwrap_or_default();
        text.lines().any(|found| found == line)
    })?;
    manifest.parent().map(Path::to_owned)
}

/// Whether the text has these words, and no longer last word.
fn has_word(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let after = text.get(at + words.len()..).and_then(|rest| rest.chars().next());
        after.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

/// All files of a kind in a folder and those below; none where there is no folder.
fn files(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, kind));
        } else if path.extension().is_some_and(|extension| extension == kind) {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::{has_rust, has_word, project_of};
    use crate::layout::Layout;
    use crate::reliability::table::{self, RustTest};

    /// The goals that were agreed, by letter: A1 to A10, B1 to B11 and so on.
    const AGREED: [(char, u8); 9] = [
        ('A', 10),
        ('B', 11),
        ('C', 9),
        ('D', 6),
        ('E', 7),
        ('F', 10),
        ('G', 6),
        ('H', 5),
        ('I', 8),
    ];

    #[test]
    fn every_goal_that_was_agreed_stands_in_the_table_in_order_and_no_other() {
        let table = table::read(&Layout::find().unwrap().root).unwrap();
        let agreed: Vec<String> = AGREED
            .iter()
            .flat_map(|(letter, last)| (1..=*last).map(move |number| format!("{letter}{number}")))
            .collect();
        let ids: Vec<&str> = table.iter().map(|goal| goal.id.as_str()).collect();
        assert_eq!(ids, agreed);
    }

    #[test]
    fn every_test_that_the_table_names_stands_in_the_sources() {
        let root = Layout::find().unwrap().root;
        let mut missing = Vec::new();
        for goal in table::read(&root).unwrap() {
            let rust = goal.rust.iter().filter(|test| !has_rust(&root, test));
            missing.extend(rust.map(|test| format!("{}: {test:?}", goal.id)));
            let csharp = goal.csharp.iter().filter(|test| project_of(&root, test).is_none());
            missing.extend(csharp.map(|test| format!("{}: {test}", goal.id)));
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn what_stands_nowhere_is_not_found() {
        let root = Layout::find().unwrap().root;
        let test = |text: &str| RustTest::try_from(text.to_owned()).unwrap();
        let here = "reliability::sources::tests::what_stands_nowhere_is_not_found";
        assert!(has_rust(
            &root,
            &test("partner-ffi hook panics_inside_an_export_and_on_a_worker_are_silent_and_the_hosts_own_are_not")
        ));
        assert!(!has_rust(&root, &test("partner-ffi hook panics_inside_an_export")));
        assert!(!has_rust(
            &root,
            &test(
                "partner-ffi operations panics_inside_an_export_and_on_a_worker_are_silent_and_the_hosts_own_are_not"
            )
        ));
        assert!(!has_rust(&root, &test(&format!("no-such-crate lib {here}"))));
        assert!(project_of(&root, "CanaryTests.No_stream_carries_a_secret").is_some());
        assert!(project_of(&root, "CanaryTests.No_stream").is_none());
        assert!(project_of(&root, "NoTests.No_stream_carries_a_secret").is_none());
        assert!(project_of(&root, "Elsewhere.CanaryTests.No_stream_carries_a_secret").is_none());
        assert!(has_word("class A : B", "class A") && !has_word("class AB", "class A"));
    }
}
