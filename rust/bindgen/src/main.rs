//! `cargo run -p bindgen` writes `bindings/Generated`, the pages of `docs` and the topics of the help that are made from tables; with `--check` it only says whether that would change anything.

mod catalog;
mod csharp;
mod documents;
mod errors_page;
mod folder;
mod imports;
mod timeline_page;
mod troubleshooting_topic;

use clap::Parser;
use folder::File;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the C# and the pages that are generated from the Rust exports, documents and tables.
#[derive(Parser)]
struct Arguments {
    /// Writes nothing, and fails when a file is not as it would be written.
    #[arg(long)]
    check: bool,
    /// The folder of this repository.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))]
    root: PathBuf,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let mut is_current = true;
    for (folder, files) in [
        ("bindings/Generated", bindings()?),
        ("docs", pages()),
        ("powershell/docs/en-US", topics()),
    ] {
        let path = arguments.root.join(folder);
        if !arguments.check {
            folder::write(&path, &files)?;
            continue;
        }
        for line in folder::drift(&path, &files)? {
            eprintln!("{folder}/{line}");
            is_current = false;
        }
    }
    if is_current {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!(
        "Generated files are not those of the Rust sources: run `cargo run -p bindgen` and commit what it writes."
    );
    Ok(ExitCode::FAILURE)
}

/// The generated pages.
fn pages() -> Vec<File> {
    vec![
        File::new("errors.md", errors_page::render()),
        File::new("timeline.md", timeline_page::render()),
    ]
}

/// The generated topics of the help.
fn topics() -> Vec<File> {
    vec![File::new(
        "about_PartnerAuth_Troubleshooting.md",
        troubleshooting_topic::render(),
    )]
}

/// The generated C#.
fn bindings() -> anyhow::Result<Vec<File>> {
    use partner_auth_native as auth;
    use partner_sandbox_native as sandbox;
    Ok(vec![
        File::new(
            "PartnerAuth/NativeMethods.cs",
            imports::render(auth::inventory(), "partner_auth", "pa_")?,
        ),
        File::new(
            "PartnerAuth/Documents.cs",
            documents::render(&auth::schema::documents())?,
        ),
        File::new("PartnerAuth/Catalog.cs", catalog::render()),
        File::new(
            "PartnerAuth.Sandbox/NativeMethods.cs",
            imports::render(sandbox::inventory(), "partner_sandbox", "ps_")?,
        ),
        File::new(
            "PartnerAuth.Sandbox/Documents.cs",
            documents::render(&sandbox::schema::documents())?,
        ),
    ])
}
