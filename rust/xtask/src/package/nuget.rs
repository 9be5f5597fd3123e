//! What the assembly is compiled against, as NuGet tells it. Nothing of it is in the package.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::tools::Tools;

/// A NuGet package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence: an SPDX expression or an address, if it says one.
    pub license: Option<String>,
    /// SHA-512 of its content, in hexadecimal.
    pub checksum: String,
}

#[derive(Deserialize)]
struct Lock {
    dependencies: BTreeMap<String, BTreeMap<String, Locked>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Locked {
    resolved: Option<String>,
    content_hash: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assets {
    package_folders: BTreeMap<PathBuf, serde_json::Value>,
}

/// The packages that a module's project refers to for the framework that ships.
///
/// # Errors
/// The lock file or what the build wrote is missing.
pub fn references(tools: &Tools, module: &str) -> Result<Vec<Reference>> {
    let lock = tools
        .layout
        .root
        .join("powershell")
        .join(module)
        .join("packages.lock.json");
    let lock: Lock = read(&lock)?;
    let assets = tools
        .layout
        .target
        .join("dotnet/obj")
        .join(module)
        .join("project.assets.json");
    let assets: Assets = read(&assets)?;
    let shipped = lock
        .dependencies
        .get(".NETStandard,Version=v2.0")
        .context("netstandard2.0 is not in the lock file")?;
    let mut references = Vec::new();
    for (name, locked) in shipped {
        let (Some(version), Some(hash)) = (&locked.resolved, &locked.content_hash) else {
            continue;
        };
        let bytes = STANDARD
            .decode(hash)
            .with_context(|| format!("the hash of {name} is none"))?;
        references.push(Reference {
            license: license(&assets, name, version),
            checksum: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            name: name.clone(),
            version: version.clone(),
        });
    }
    Ok(references)
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| format!("{} is missing", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} can't be read", path.display()))
}

/// What the package's own description says: an expression, or the address of a text.
fn license(assets: &Assets, name: &str, version: &str) -> Option<String> {
    let name = name.to_lowercase();
    assets.package_folders.keys().find_map(|folder| {
        let file = folder.join(&name).join(version).join(format!("{name}.nuspec"));
        let text = fs::read_to_string(file).ok()?;
        between(&text, "<license type=\"expression\">", "</license>")
            .or_else(|| between(&text, "<licenseUrl>", "</licenseUrl>"))
    })
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(start)?;
    let (found, _) = rest.split_once(end)?;
    Some(found.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::between;

    #[test]
    fn a_licence_is_what_stands_between_its_marks() {
        let text = "<metadata><licenseUrl> https://example.com/mit </licenseUrl></metadata>";
        assert_eq!(
            between(text, "<licenseUrl>", "</licenseUrl>").unwrap(),
            "https://example.com/mit"
        );
        assert!(between(text, "<license type=\"expression\">", "</license>").is_none());
    }
}
