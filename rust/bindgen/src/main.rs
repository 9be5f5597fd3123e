//! `cargo run -p bindgen` writes `bindings/Generated`; with `--check` it only says whether that would change anything.

mod catalog;
mod csharp;
mod documents;
mod folder;
mod imports;

use clap::Parser;
use folder::File;
use std::path::PathBuf;
use std::process::ExitCode;

/// Writes the C# that is generated from the Rust exports, documents and tables.
#[derive(Parser)]
struct Arguments {
    /// Writes nothing, and fails when a file is not as it would be written.
    #[arg(long)]
    check: bool,
    /// The folder to write to.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bindings/Generated"))]
    folder: PathBuf,
}

fn main() -> anyhow::Result<ExitCode> {
    let arguments = Arguments::parse();
    let files = generate()?;
    if !arguments.check {
        folder::write(&arguments.folder, &files)?;
        return Ok(ExitCode::SUCCESS);
    }
    let drift = folder::drift(&arguments.folder, &files)?;
    for line in &drift {
        eprintln!("bindings/Generated/{line}");
    }
    if drift.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("The bindings are not those of the Rust sources: run `cargo run -p bindgen` and commit what it writes.");
    Ok(ExitCode::FAILURE)
}

/// Every generated file.
fn generate() -> anyhow::Result<Vec<File>> {
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
