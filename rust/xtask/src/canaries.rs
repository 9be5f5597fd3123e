//! What no test may leave behind: the secrets of the sandbox carry a mark, and access tokens begin alike.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

/// What a secret begins with, and how many of its letters have to follow.
const MARKS: [(&str, usize); 2] = [("partner-sandbox.", 6), ("eyJ", 12)];
/// How much of a secret is told.
const SHOWN: usize = 24;

/// The beginning of the first secret in a text.
pub fn first(text: &str) -> Option<&str> {
    let starts = MARKS
        .iter()
        .flat_map(|(mark, least)| text.match_indices(mark).map(move |(at, _)| (at, mark.len() + least)));
    let found = starts.filter(|(at, length)| {
        let letters = text.get(*at..).unwrap_or_default().chars();
        letters
            .take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
            .count()
            >= *length
    });
    let (at, _) = found.min()?;
    text.get(at..)?.get(..SHOWN).or_else(|| text.get(at..))
}

/// The files below a folder that hold one.
///
/// # Errors
/// A folder that can't be read.
pub fn in_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            // A program that ends late may have taken its folder away.
            found.extend(in_files(&path).unwrap_or_default());
        } else if kind.is_file()
            // Neither links nor pipes, which .NET leaves there and which nobody writes to any more.
            && let Ok(bytes) = fs::read(&path)
            && first(&String::from_utf8_lossy(&bytes)).is_some()
        {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{first, in_files};
    use std::fs;

    #[test]
    fn a_secret_is_found_by_its_mark_and_words_about_it_are_none() {
        let secret = ["partner-", "sandbox.", "AbC123_xyz"].concat();
        assert_eq!(first(&format!("token={secret};")), Some(secret.get(..24).unwrap()));
        let token = ["ey", "J0eXAiOiJKV1QiLCJhbGciOiJ"].concat();
        assert_eq!(first(&format!("Bearer {token}")), Some(token.get(..24).unwrap()));
        for text in [
            "partner-sandbox v0.1.0",
            "partner-sandbox.",
            "begins with eyJ",
            "eyJ0eXA",
            "",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn a_file_that_holds_one_is_named_however_deep_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        fs::create_dir_all(&deep).unwrap();
        fs::write(deep.join("clean"), "nothing").unwrap();
        let path = deep.join("left");
        #[cfg(unix)]
        assert!(
            std::process::Command::new("mkfifo")
                .arg(deep.join("pipe"))
                .status()
                .unwrap()
                .success()
        );
        let bytes = [&b"\xff\0"[..], b"partner-", b"sandbox.", b"0123456789"].concat();
        fs::write(&path, bytes).unwrap();
        assert_eq!(in_files(folder.path()).unwrap(), [path]);
    }
}
