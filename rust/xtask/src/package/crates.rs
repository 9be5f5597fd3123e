//! The crates that a native library is made of, as cargo tells it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::tools::Tools;

/// A crate, at the version that is linked.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub license: String,
    /// Where its source is kept, if it says so.
    pub repository: Option<String>,
    /// The folder that holds its source.
    pub folder: PathBuf,
    /// SHA-256 of the archive that the registry gave, in hexadecimal; none for the crates of this repository.
    pub checksum: Option<String>,
    /// Names and versions of the crates that it uses, of those that are linked.
    pub uses: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

/// The crates that are linked into a package's library on any of the platforms, without those that only run while it is
/// built.
///
/// # Errors
/// Cargo does not answer, or a crate says no licence.
pub fn linked(tools: &Tools, package: &str, triples: &[&str]) -> Result<Vec<Crate>> {
    let mut linked = BTreeSet::new();
    for triple in triples {
        linked.extend(tree(tools, package, triple)?);
    }
    let metadata = tools
        .cargo()
        .args(["metadata", "--locked", "--format-version", "1"])
        .quiet()
        .read()?;
    let metadata: Metadata = serde_json::from_str(&metadata).context("`cargo metadata` can't be read")?;
    let lock = fs::read_to_string(tools.layout.root.join("Cargo.lock"))?;
    let lock: Lock = toml::from_str(&lock).context("Cargo.lock can't be read")?;
    let crates = describe(&linked, metadata, lock)?;
    ensure!(
        crates.len() == linked.len(),
        "cargo does not describe all crates of {package}"
    );
    Ok(crates)
}

/// `cargo tree` decides on features as a build of this package alone does; `cargo metadata` looks at all packages.
fn tree(tools: &Tools, package: &str, triple: &str) -> Result<BTreeSet<(String, String)>> {
    let text = tools
        .cargo()
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(["--package", package, "--target", triple])
        .quiet()
        .read()?;
    Ok(text.lines().filter_map(name_and_version).collect())
}

/// `serde v1.0.229 (*)`, or with a folder behind it.
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
}

fn describe(linked: &BTreeSet<(String, String)>, metadata: Metadata, lock: Lock) -> Result<Vec<Crate>> {
    let key = |package: &Package| (package.name.clone(), package.version.clone());
    let names: BTreeMap<_, _> = metadata
        .packages
        .iter()
        .map(|package| (package.id.clone(), key(package)))
        .collect();
    let mut checksums: BTreeMap<_, _> = lock
        .package
        .into_iter()
        .map(|locked| ((locked.name, locked.version), locked.checksum))
        .collect();
    let mut uses: BTreeMap<_, _> = metadata
        .resolve
        .nodes
        .into_iter()
        .map(|node| (node.id, node.dependencies))
        .collect();
    let mut crates = Vec::new();
    for package in metadata
        .packages
        .into_iter()
        .filter(|package| linked.contains(&key(package)))
    {
        let checksum = checksums.remove(&key(&package)).flatten();
        let uses = uses.remove(&package.id).unwrap_or_default();
        let uses = uses
            .iter()
            .filter_map(|id| names.get(id))
            .filter(|name| linked.contains(name))
            .cloned();
        let license = package
            .license
            .with_context(|| format!("the crate {} says no licence", package.name))?;
        crates.push(Crate {
            // Older crates write a slash where SPDX has OR.
            license: license.replace(" / ", " OR ").replace('/', " OR "),
            repository: package.repository,
            folder: package.manifest_path.parent().unwrap_or(Path::new("")).to_owned(),
            checksum,
            uses: uses.collect(),
            name: package.name,
            version: package.version,
        });
    }
    crates.sort_by(|one, other| (&one.name, &one.version).cmp(&(&other.name, &other.version)));
    Ok(crates)
}

#[cfg(test)]
mod tests {
    use super::name_and_version;

    #[test]
    fn a_line_of_the_tree_names_a_crate_and_its_version() {
        let found = name_and_version("ring v0.17.14 (*)").unwrap();
        assert_eq!(found, ("ring".to_owned(), "0.17.14".to_owned()));
        assert!(name_and_version("").is_none());
        assert!(name_and_version("[build-dependencies]").is_none());
    }
}
