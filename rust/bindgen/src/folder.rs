//! The folder of generated files: writing it, and finding what differs.

use anyhow::Context;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A generated file.
pub struct File {
    /// Its path inside the folder.
    pub path: &'static str,
    /// Its text.
    pub text: String,
}

impl File {
    /// A file at that path.
    pub fn new(path: &'static str, text: String) -> Self {
        Self { path, text }
    }
}

/// Writes what differs, so that builds see no change where there is none.
///
/// # Errors
/// What the file system says, with the path.
pub fn write(folder: &Path, files: &[File]) -> anyhow::Result<()> {
    for file in files.iter().filter(|f| !is_current(folder, f)) {
        let path = folder.join(file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).with_context(|| format!("creating {}", parent.display()))?;
        }
        fs::write(&path, &file.text).with_context(|| format!("writing {}", path.display()))?;
    }
    for path in strangers(folder, files)? {
        fs::remove_file(folder.join(&path)).with_context(|| format!("removing {path}"))?;
    }
    Ok(())
}

/// One line per file that is missing, differs, or is there although nothing generates it.
///
/// # Errors
/// What the file system says, with the path.
pub fn drift(folder: &Path, files: &[File]) -> anyhow::Result<Vec<String>> {
    let mut lines: Vec<String> = files
        .iter()
        .filter(|f| !is_current(folder, f))
        .map(|f| {
            format!(
                "{}: {}",
                f.path,
                if folder.join(f.path).exists() {
                    "out of date"
                } else {
                    "missing"
                }
            )
        })
        .collect();
    lines.extend(
        strangers(folder, files)?
            .into_iter()
            .map(|path| format!("{path}: nothing generates it")),
    );
    Ok(lines)
}

/// Line endings don't count: a check-out on Windows may have changed them.
fn is_current(folder: &Path, file: &File) -> bool {
    fs::read_to_string(folder.join(file.path)).is_ok_and(|text| text.replace("\r\n", "\n") == file.text)
}

/// Files in the rooms that nothing generates any more.
fn strangers(folder: &Path, files: &[File]) -> anyhow::Result<Vec<String>> {
    let known: BTreeSet<&str> = files.iter().map(|f| f.path).collect();
    // A file beside the rooms has neighbours that people wrote.
    let rooms: BTreeSet<&str> = known.iter().filter_map(|p| Some(p.split_once('/')?.0)).collect();
    let mut found = Vec::new();
    for room in rooms {
        let path = folder.join(room);
        if !path.exists() {
            continue;
        }
        for entry in fs::read_dir(&path).with_context(|| format!("reading {}", path.display()))? {
            let name = format!("{room}/{}", entry?.file_name().to_string_lossy());
            if !known.contains(name.as_str()) {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that can't use its files has failed")]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_beside_a_generated_page_stays() {
        let folder = std::env::temp_dir().join(format!("bindgen-pages-{}", std::process::id()));
        let files = [File::new("page.md", "page\n".into())];
        write(&folder, &files).unwrap();
        fs::write(folder.join("written.md"), "by hand").unwrap();
        write(&folder, &files).unwrap();
        assert!(drift(&folder, &files).unwrap().is_empty());
        assert!(folder.join("written.md").exists());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn drift_names_each_file_that_is_missing_old_or_left_over() {
        let folder = std::env::temp_dir().join(format!("bindgen-{}", std::process::id()));
        let files = [
            File::new("A/One.cs", "one\n".into()),
            File::new("A/Two.cs", "two\n".into()),
        ];
        write(&folder, &files).unwrap();
        assert!(drift(&folder, &files).unwrap().is_empty());

        fs::write(folder.join("A/One.cs"), "one\r\n").unwrap();
        assert!(drift(&folder, &files).unwrap().is_empty(), "line endings don't count");

        fs::write(folder.join("A/One.cs"), "changed").unwrap();
        fs::write(folder.join("A/Old.cs"), "").unwrap();
        fs::remove_file(folder.join("A/Two.cs")).unwrap();
        let lines = drift(&folder, &files).unwrap();
        assert_eq!(
            lines,
            [
                "A/One.cs: out of date",
                "A/Two.cs: missing",
                "A/Old.cs: nothing generates it"
            ]
        );

        write(&folder, &files).unwrap();
        assert!(drift(&folder, &files).unwrap().is_empty());
        fs::remove_dir_all(&folder).unwrap();
    }
}
