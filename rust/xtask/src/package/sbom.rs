//! The bill of materials, as CycloneDX 1.6 in JSON. It holds no moment and no random number: the same input gives the
//! same bytes.

use serde_json::{Value, json};

use crate::package::crates::Crate;
use crate::package::nuget::Reference;

/// What the bill is of.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The module's name.
    pub module: &'a str,
    /// Its version.
    pub version: &'a str,
    /// The version of Rust, whose standard library is linked.
    pub rust: &'a str,
}

/// Writes the bill of a module.
pub fn write(subject: &Subject<'_>, crates: &[Crate], references: &[Reference]) -> String {
    let root = format!("pkg:nuget/{}@{}", subject.module, subject.version);
    let mut components = vec![standard_library(subject.rust)];
    components.extend(crates.iter().map(linked));
    components.extend(references.iter().map(compiled_against));
    let own: Vec<_> = crates
        .iter()
        .filter(|krate| krate.checksum.is_none())
        .map(purl)
        .collect();
    let mut dependencies = vec![json!({ "ref": root, "dependsOn": own })];
    dependencies.extend(crates.iter().map(|krate| {
        let uses: Vec<_> = crates
            .iter()
            .filter(|other| krate.uses.iter().any(|used| is(other, used)))
            .map(purl)
            .collect();
        json!({ "ref": purl(krate), "dependsOn": uses })
    }));
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": root,
                "name": subject.module,
                "version": subject.version,
                "licenses": [{ "expression": "MIT" }],
                "purl": root,
            },
        },
        "components": components,
        "dependencies": dependencies,
    });
    format!("{bill:#}\n")
}

fn linked(krate: &Crate) -> Value {
    let hashes: Vec<_> = krate
        .checksum
        .iter()
        .map(|hash| json!({ "alg": "SHA-256", "content": hash }))
        .collect();
    let sources: Vec<_> = krate
        .repository
        .iter()
        .map(|url| json!({ "type": "vcs", "url": url }))
        .collect();
    json!({
        "type": "library",
        "bom-ref": purl(krate),
        "name": krate.name,
        "version": krate.version,
        "scope": "required",
        "hashes": hashes,
        "licenses": [{ "expression": krate.license }],
        "purl": purl(krate),
        "externalReferences": sources,
    })
}

fn standard_library(version: &str) -> Value {
    let purl = format!("pkg:generic/rust-std@{version}");
    json!({
        "type": "library",
        "bom-ref": purl,
        "name": "rust-std",
        "version": version,
        "description": "The standard library of Rust",
        "scope": "required",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
        "purl": purl,
    })
}

fn compiled_against(reference: &Reference) -> Value {
    let purl = format!("pkg:nuget/{}@{}", reference.name, reference.version);
    let licenses = match &reference.license {
        Some(address) if address.contains("://") => {
            json!([{ "license": { "name": "see the address", "url": address } }])
        }
        Some(expression) => json!([{ "expression": expression }]),
        None => json!([]),
    };
    json!({
        "type": "library",
        "bom-ref": purl,
        "name": reference.name,
        "version": reference.version,
        "description": "Compiled against, and not in the package",
        "scope": "excluded",
        "hashes": [{ "alg": "SHA-512", "content": reference.checksum }],
        "licenses": licenses,
        "purl": purl,
    })
}

/// A crate's package address; the crates of this repository are in no registry.
fn purl(krate: &Crate) -> String {
    let kind = if krate.checksum.is_some() { "cargo" } else { "generic" };
    format!("pkg:{kind}/{}@{}", krate.name, krate.version)
}

fn is(krate: &Crate, (name, version): &(String, String)) -> bool {
    krate.name == *name && krate.version == *version
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::{Value, json};

    use super::{Subject, write};
    use crate::package::crates::Crate;
    use crate::package::nuget::Reference;

    #[test]
    fn a_bill_names_each_crate_with_its_licence_hash_and_uses() {
        let krate = |name: &str, checksum: Option<&str>, uses: &[&str]| Crate {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: "MIT OR Apache-2.0".to_owned(),
            repository: None,
            folder: PathBuf::new(),
            checksum: checksum.map(str::to_owned),
            uses: uses
                .iter()
                .map(|used| ((*used).to_owned(), "1.0.0".to_owned()))
                .collect(),
        };
        let crates = [krate("ours", None, &["theirs"]), krate("theirs", Some("ab"), &[])];
        let reference = Reference {
            name: "Some.Library".to_owned(),
            version: "2.0.0".to_owned(),
            license: None,
            checksum: "cd".to_owned(),
        };
        let subject = Subject {
            module: "PartnerAuth",
            version: "0.1.0",
            rust: "1.95.0",
        };
        let bill: Value = serde_json::from_str(&write(&subject, &crates, &[reference])).unwrap();

        let theirs = &bill["components"][2];
        assert_eq!(theirs["purl"], "pkg:cargo/theirs@1.0.0");
        assert_eq!(theirs["hashes"], json!([{ "alg": "SHA-256", "content": "ab" }]));
        assert_eq!(theirs["licenses"], json!([{ "expression": "MIT OR Apache-2.0" }]));
        assert_eq!(bill["components"][3]["scope"], "excluded");
        assert_eq!(bill["dependencies"][0]["dependsOn"], json!(["pkg:generic/ours@1.0.0"]));
        assert_eq!(bill["dependencies"][1]["dependsOn"], json!(["pkg:cargo/theirs@1.0.0"]));
    }
}
