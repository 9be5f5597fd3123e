//! The manifest that is packaged: the module's own, with what only a package knows.

use anyhow::{Context as _, Result};

/// What a package knows.
#[derive(Debug)]
pub struct Details<'a> {
    /// The project's web address, if it has one.
    pub project: Option<&'a str>,
    /// What is new.
    pub notes: &'a str,
}

/// Said in the notes of PartnerAuth, as Install-Module stops where the older module is.
const CLOBBER: &str = "Beside the module PartnerCenter: `Install-Module PartnerAuth` needs -AllowClobber, as names of commands \
                       are the same; `Install-PSResource PartnerAuth` needs nothing more. What is imported last is what a \
                       name means.";

/// Puts the details behind the line of the manifest that names the licence.
///
/// # Errors
/// The manifest has no such line.
pub fn packaged(manifest: &str, module: &str, details: &Details<'_>) -> Result<String> {
    let line = manifest
        .lines()
        .find(|line| line.trim_start().starts_with("LicenseUri"));
    let line = line.with_context(|| format!("{module}.psd1 names no LicenseUri in PSData"))?;
    let indent = " ".repeat(line.len() - line.trim_start().len());
    let mut lines = vec![line.to_owned()];
    if let Some(project) = details.project {
        lines.push(format!("{indent}ProjectUri   = {}", quoted(project)));
    }
    let notes = if module == "PartnerAuth" {
        format!("{CLOBBER}\n\n{}", details.notes)
    } else {
        details.notes.to_owned()
    };
    lines.push(format!("{indent}ReleaseNotes = {}", quoted(&notes)));
    // The mark of UTF-8: Windows PowerShell takes a file without it for one of the machine's own code page.
    Ok(format!("\u{feff}{}", manifest.replacen(line, &lines.join("\n"), 1)))
}

/// A text that PowerShell reads as it is. It takes typographic quotes for plain ones.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        if matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Details, packaged};

    const MANIFEST: &str = "@{\n    PSData = @{\n        LicenseUri   = 'https://example.com/mit'\n    }\n}\n";

    #[test]
    fn project_and_notes_stand_beside_the_licence_and_quotes_are_doubled() {
        let details = Details {
            project: Some("https://example.com/it"),
            notes: "It's \u{2019}new\u{2019}",
        };
        let text = packaged(MANIFEST, "PartnerAuth.Sandbox", &details).unwrap();
        assert!(text.starts_with("\u{feff}@{"));
        assert!(
            text.contains("/mit'\n        ProjectUri   = 'https://example.com/it'\n"),
            "{text}"
        );
        assert!(
            text.contains("        ReleaseNotes = 'It''s \u{2019}\u{2019}new\u{2019}\u{2019}'\n    }"),
            "{text}"
        );
    }

    #[test]
    fn the_notes_of_the_module_tell_how_to_install_beside_partnercenter() {
        let text = packaged(
            MANIFEST,
            "PartnerAuth",
            &Details {
                project: None,
                notes: "New.",
            },
        )
        .unwrap();
        assert!(
            text.contains("-AllowClobber") && text.contains("\n\nNew.'") && !text.contains("ProjectUri"),
            "{text}"
        );
    }

    #[test]
    fn a_manifest_without_the_line_is_refused() {
        assert!(
            packaged(
                "@{\n}\n",
                "PartnerAuth",
                &Details {
                    project: None,
                    notes: "New."
                }
            )
            .is_err()
        );
    }
}
