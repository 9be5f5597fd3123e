//! `cargo xtask package`: the module folders and packages that are published, for all platforms.

mod changelog;
mod crates;
mod inspect;
mod manifest;
mod natives;
mod notices;
mod nuget;
mod platform;
mod sbom;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use xshell::cmd;

use crate::build_module::{self, MODULES, Module};
use crate::dotnet::{self, Project};
use crate::staging::Staging;
use crate::tools::Tools;
use natives::{Native, Source};

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// A folder with native libraries that were built elsewhere, as PLATFORM/LIBRARY; the others are built here.
    #[arg(long, value_name = "FOLDER")]
    natives: Option<PathBuf>,
    /// Build the native libraries that this machine can build, into target/package/native, and nothing else.
    #[arg(long, conflicts_with_all = ["natives", "release", "project"])]
    natives_only: bool,
    /// Of these platforms alone, such as linux-x64; it is an error when this machine can't build one of them.
    #[arg(long = "platform", value_name = "PLATFORM", requires = "natives_only")]
    platforms: Vec<String>,
    /// Pack the module folders in target/package as they are, and nothing else: after their files were signed.
    #[arg(long, conflicts_with_all = ["natives", "natives_only", "release", "project"])]
    pack_only: bool,
    /// Refuse to package what can't be released: a platform without libraries, a library that wants a glibc that is too
    /// new, a version that the changelog does not know.
    #[arg(long)]
    release: bool,
    /// The project's web address, for the manifests.
    #[arg(long, value_name = "ADDRESS")]
    project: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// What was not built, or can't be released.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    let output = tools.layout.target.join("package");
    if options.pack_only {
        pack(tools, &output)?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.natives_only {
        let natives = natives::collect(tools, &[Source::Build], &options.platforms)?;
        natives::report(&natives, !options.platforms.is_empty())?;
        return Ok(ExitCode::SUCCESS);
    }
    build_module::write_bindings(tools)?;
    let ready = options.natives.as_deref().map(Source::Ready);
    let sources: Vec<_> = ready.into_iter().chain([Source::Build]).collect();
    let natives = natives::collect(tools, &sources, &[])?;
    natives::report(&natives, options.release)?;
    write(tools, &natives, &output, options)?;
    if options.project.is_none() {
        println!("The manifests name no project: --project gives its address.");
    }
    Ok(ExitCode::SUCCESS)
}

/// Packages what `cargo xtask build` built, for the tests: into `target/test-package`.
///
/// # Errors
/// What was not built.
pub fn for_tests(tools: &Tools) -> Result<()> {
    let output = tools.layout.target.join("test-package");
    build_module::stage_natives(tools, &output.join("native"))?;
    of_natives(tools, &output)
}

/// The packages of the libraries that lie in the folder `native` of the output.
///
/// # Errors
/// What was not built.
pub fn of_natives(tools: &Tools, output: &Path) -> Result<()> {
    let natives = natives::collect(tools, &[Source::Ready(&output.join("native"))], &[])?;
    let options = Options {
        natives: None,
        natives_only: false,
        platforms: Vec::new(),
        pack_only: false,
        release: false,
        project: Some("https://example.com/partnerauth".to_owned()),
    };
    write(tools, &natives, output, &options)
}

fn write(tools: &Tools, natives: &[Native], output: &Path, options: &Options) -> Result<()> {
    for module in &MODULES {
        stage(tools, module, natives, &folder(output, module), options)?;
    }
    pack(tools, output)
}

fn folder(output: &Path, module: &Module) -> PathBuf {
    output.join("modules").join(module.name)
}

fn pack(tools: &Tools, output: &Path) -> Result<()> {
    let packer = dotnet::build(tools, &packer())?;
    for module in &MODULES {
        let folder = folder(output, module);
        let made = cmd!(tools.shell, "dotnet {packer} {folder} {output}").quiet().read();
        println!("{}", made.with_context(|| format!("{} was not packed", module.name))?);
    }
    Ok(())
}

fn packer() -> Project {
    Project {
        folder: "packaging",
        sources: &[],
        output: "dotnet/bin/Packer/release/Packer.dll".to_owned(),
    }
}

/// Puts a module's folder together, with the libraries of all platforms and the papers.
fn stage(tools: &Tools, module: &Module, natives: &[Native], folder: &Path, options: &Options) -> Result<()> {
    let name = module.name;
    let mut staging = build_module::files(tools, module)?;
    let mut triples = Vec::new();
    for native in natives {
        let Ok(libraries) = &native.folder else { continue };
        let file = native.platform.file(module.native.1);
        staging.add(Path::new(native.platform.name).join(&file), libraries.join(&file));
        triples.extend(native.platform.builds.first().map(|build| build.triple));
    }

    let papers = folder.with_extension("papers");
    let paper = |file: &str, text: &str, staging: &mut Staging| -> Result<()> {
        let path = papers.join(file);
        fs::write(&path, text).with_context(|| format!("{} can't be written", path.display()))?;
        staging.add(file, path);
        Ok(())
    };
    fs::create_dir_all(&papers)?;
    let crates = crates::linked(tools, &module.native.0.replace('_', "-"), &triples)?;
    let references = nuget::references(tools, name)?;
    let rust = rust_version(tools)?;
    let subject = sbom::Subject {
        module: name,
        version: env!("CARGO_PKG_VERSION"),
        rust: &rust,
    };
    paper(
        "sbom.cdx.json",
        &sbom::write(&subject, &crates, &references),
        &mut staging,
    )?;
    paper("THIRD-PARTY-NOTICES.txt", &notices::write(name, &crates)?, &mut staging)?;
    let file = format!("{name}.psd1");
    let source = fs::read_to_string(tools.layout.root.join("powershell").join(name).join(&file))?;
    let notes = notes(tools, options)?;
    let details = manifest::Details {
        project: options.project.as_deref(),
        notes: &notes,
    };
    paper(&file, &manifest::packaged(&source, name, &details)?, &mut staging)?;
    let staged = staging.write(folder).with_context(|| format!("{name} was not staged"));
    fs::remove_dir_all(&papers)?;
    staged
}

fn notes(tools: &Tools, options: &Options) -> Result<String> {
    let changelog = fs::read_to_string(tools.layout.root.join("CHANGELOG.md"))?;
    changelog::notes(&changelog, env!("CARGO_PKG_VERSION"), options.release)
}

/// The version of Rust that builds here; libraries that were built elsewhere are built with the same one.
fn rust_version(tools: &Tools) -> Result<String> {
    let text = cmd!(tools.shell, "rustc --version").quiet().read()?;
    let version = text.split_whitespace().nth(1).unwrap_or_default();
    ensure!(!version.is_empty(), "`rustc --version` says {text}");
    Ok(version.to_owned())
}
