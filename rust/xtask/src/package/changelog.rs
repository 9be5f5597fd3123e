//! The release notes: a version's part of CHANGELOG.md.

use anyhow::{Result, ensure};

/// Title of the part for what has no version yet.
const UNRELEASED: &str = "Unreleased";

/// What the changelog says of a version, else of what is unreleased.
///
/// # Errors
/// It says nothing of either, or `released` is asked for and it has no part of that version.
pub fn notes(changelog: &str, version: &str, released: bool) -> Result<String> {
    let part = |title: &str| {
        changelog.split("\n## ").skip(1).find_map(|part| {
            let (heading, text) = part.split_once('\n')?;
            let named = heading.split_whitespace().next()?.trim_matches(['[', ']']);
            (named == title).then(|| text.trim().to_owned())
        })
    };
    let notes = part(version).or_else(|| part(UNRELEASED).filter(|_| !released));
    let notes = notes.unwrap_or_default();
    ensure!(!notes.is_empty(), "CHANGELOG.md has no part `## {version}`");
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::notes;

    const CHANGELOG: &str =
        "# Changelog\n\n## Unreleased\n\n- new\n\n## 1.2.0 (2026-01-02)\n\n- two\n\n## 1.1.0\n\n- one\n";

    #[test]
    fn the_part_of_the_version_comes_before_what_is_unreleased() {
        assert_eq!(notes(CHANGELOG, "1.1.0", true).unwrap(), "- one");
        assert_eq!(notes(CHANGELOG, "1.2.0", false).unwrap(), "- two");
        assert_eq!(notes(CHANGELOG, "1.3.0", false).unwrap(), "- new");
    }

    #[test]
    fn a_release_wants_notes_of_its_own() {
        let error = notes(CHANGELOG, "1.3.0", true).unwrap_err();
        assert!(error.to_string().contains("`## 1.3.0`"), "{error}");
    }
}
