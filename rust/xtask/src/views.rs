//! The format file as it is shipped: PowerShell reads all of it at each import, so what only people read is left out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Writes what is shipped of a format file into a folder, and says where.
///
/// # Errors
/// A file that can't be read or written, and one that is not written line by line.
pub fn write(source: &Path, folder: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(source).with_context(|| format!("{} is missing", source.display()))?;
    let shipped = folder.join(source.file_name().unwrap_or_default());
    fs::create_dir_all(folder)?;
    fs::write(&shipped, shown(&text).with_context(|| source.display().to_string())?)?;
    Ok(shipped)
}

/// The text without comments and without what is between elements.
fn shown(text: &str) -> Result<String> {
    let mut shown = String::new();
    for line in text.lines().map(str::trim) {
        for (start, end) in [("<!--", "-->"), ("<ScriptBlock>", "</ScriptBlock>")] {
            if line.starts_with(start) != line.ends_with(end) {
                bail!("`{line}`: a comment and a script have a line of their own");
            }
        }
        if !line.starts_with("<!--") {
            shown.push_str(line);
        }
    }
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_only_people_read_is_left_out_and_scripts_stay() {
        let text = "<a>\n  <!-- why -->\n  <ScriptBlock>$_.A -join ', '</ScriptBlock>\n</a>\n";
        assert_eq!(
            shown(text).ok().as_deref(),
            Some("<a><ScriptBlock>$_.A -join ', '</ScriptBlock></a>")
        );
    }

    #[test]
    fn a_script_of_several_lines_is_refused() {
        assert!(shown("<ScriptBlock>$_.A\n$_.B</ScriptBlock>").is_err());
    }
}
