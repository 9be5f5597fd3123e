//! THIRD-PARTY-NOTICES.txt: each crate that is linked, its licence, and the licence's text out of the crate itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::package::crates::Crate;

/// Beginnings of the names of files that hold licences, in lower case.
const NAMES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// Writes the notices of a library. The crates of this repository are under the module's own licence and left out.
///
/// # Errors
/// A crate's folder can't be read.
pub fn write(module: &str, crates: &[Crate]) -> Result<String> {
    let foreign: Vec<_> = crates.iter().filter(|krate| krate.checksum.is_some()).collect();
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut notices = format!(
        "The native library of {module} is made with these crates and with the standard library of Rust, which is\n\
         licensed as MIT OR Apache-2.0. What each licence says follows the list, once for all crates that have the same text.\n\n"
    );
    for krate in foreign {
        let title = format!("{} {}", krate.name, krate.version);
        let source = krate.repository.as_deref().unwrap_or("https://crates.io");
        let found = license_texts(krate).with_context(|| format!("the licence of {title} can't be read"))?;
        let missing = if found.is_empty() {
            " (its source holds no text)"
        } else {
            ""
        };
        writeln!(notices, "{title}: {}, {source}{missing}", krate.license)?;
        for text in found {
            texts.entry(text).or_default().push(title.clone());
        }
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|one, other| one.1.cmp(&other.1));
    for (text, titles) in texts {
        write!(notices, "\n{}\n{}\n\n{text}\n", "=".repeat(80), titles.join(", "))?;
    }
    Ok(notices)
}

/// The texts in a crate's folder. Of a choice that includes MIT, MIT is taken: it asks for the least.
fn license_texts(krate: &Crate) -> Result<Vec<String>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(&krate.folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        if entry.file_type()?.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            files.push(entry.path());
        }
    }
    files.sort();
    let is_mit = |file: &PathBuf| name_of(file).contains("mit");
    let is_choice = krate.license.contains("MIT") && krate.license.contains(" OR ") && !krate.license.contains(" AND ");
    if is_choice && files.iter().any(is_mit) {
        files.retain(|file| is_mit(file) || name_of(file).starts_with("notice"));
    }
    files.iter().map(|file| Ok(plain(&fs::read_to_string(file)?))).collect()
}

fn name_of(file: &std::path::Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The text with the same line ends and no spaces that nobody sees, so that equal texts are equal.
fn plain(text: &str) -> String {
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::write;
    use crate::package::crates::Crate;

    fn krate(folder: &Path, name: &str, license: &str, files: &[(&str, &str)]) -> Crate {
        let folder = folder.join(name);
        fs::create_dir(&folder).unwrap();
        for (file, text) in files {
            fs::write(folder.join(file), text).unwrap();
        }
        Crate {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.to_owned(),
            repository: None,
            folder,
            checksum: Some("ab".to_owned()),
            uses: Vec::new(),
        }
    }

    #[test]
    fn one_text_stands_once_for_all_crates_that_have_it() {
        let folder = tempfile::tempdir().unwrap();
        let crates = [
            krate(folder.path(), "one", "MIT", &[("LICENSE", "Be kind.\r\n")]),
            krate(folder.path(), "two", "MIT", &[("LICENSE.md", "Be kind.  \n")]),
        ];
        let notices = write("PartnerAuth", &crates).unwrap();
        assert!(notices.contains("\none 1.0.0, two 1.0.0\n\nBe kind.\n"), "{notices}");
        assert_eq!(notices.matches("Be kind.").count(), 1);
    }

    #[test]
    fn of_a_choice_mit_is_taken_and_a_notice_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("LICENSE-APACHE", "Long."),
            ("LICENSE-MIT", "Short."),
            ("NOTICE", "By somebody."),
        ];
        let crates = [krate(folder.path(), "one", "Apache-2.0 OR MIT", &files)];
        let notices = write("PartnerAuth", &crates).unwrap();
        assert!(notices.contains("Short.") && notices.contains("By somebody.") && !notices.contains("Long."));

        let crates = [krate(
            folder.path(),
            "two",
            "(Apache-2.0 OR MIT) AND BSD-3-Clause",
            &files,
        )];
        assert!(
            write("PartnerAuth", &crates).unwrap().contains("Long."),
            "what is no choice is kept whole"
        );
    }

    #[test]
    fn a_crate_without_a_text_is_in_the_list_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let crates = [krate(folder.path(), "one", "ISC", &[("README.md", "Hello.")])];
        let notices = write("PartnerAuth", &crates).unwrap();
        assert!(
            notices.contains("one 1.0.0: ISC, https://crates.io (its source holds no text)"),
            "{notices}"
        );
    }
}
