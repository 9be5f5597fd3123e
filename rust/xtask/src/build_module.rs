//! `cargo xtask build`: native libraries, bindings, assemblies, and the two module folders.

use std::env::consts;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::dotnet::{self, Project};
use crate::help;
use crate::layout;
use crate::staging::Staging;
use crate::tools::Tools;
use crate::views;

/// A module that is staged.
pub struct Module {
    /// Its name.
    pub name: &'static str,
    /// The crate's library, as cargo names it, and as the module names it.
    pub native: (&'static str, &'static str),
    /// What the names of the library's exports begin with.
    pub exports: &'static str,
    /// Whether the size of its library is held down.
    pub is_small: bool,
}

/// Both modules.
pub const MODULES: [Module; 2] = [
    Module {
        name: "PartnerAuth",
        native: ("partner_auth_native", "partner_auth"),
        exports: "pa",
        is_small: true,
    },
    Module {
        name: "PartnerAuth.Sandbox",
        native: ("partner_sandbox_native", "partner_sandbox"),
        exports: "ps",
        is_small: false,
    },
];

/// Runs the command.
///
/// # Errors
/// What was not built.
pub fn run(tools: &Tools) -> Result<ExitCode> {
    build(tools)?;
    println!("The modules are in {}", tools.layout.modules.display());
    println!("Import-Module {}", tools.layout.modules.join("PartnerAuth").display());
    Ok(ExitCode::SUCCESS)
}

/// Builds what is missing or out of date.
///
/// # Errors
/// What was not built.
pub fn build(tools: &Tools) -> Result<()> {
    // Before the libraries: cargo gives those that bindgen takes the same names, and links whichever is built later anew.
    write_bindings(tools)?;
    tools
        .cargo()
        .args([
            "build",
            "--profile",
            tools.layout.profile.name(),
            "-p",
            "partner-auth-native",
            "-p",
            "partner-sandbox-native",
            "-p",
            "partner-sandbox",
        ])
        .run()
        .context("the native libraries were not built")?;
    for module in &MODULES {
        stage(tools, module)?;
    }
    stage_programs(tools)
}

fn stage_programs(tools: &Tools) -> Result<()> {
    let program = format!("partner-sandbox{}", consts::EXE_SUFFIX);
    let mut staging = Staging::default();
    staging.add(&program, built(tools, &program));
    staging
        .write(&tools.layout.programs)
        .context("partner-sandbox was not staged")
}

/// Writes the C# half of the boundary.
///
/// # Errors
/// The generator failed.
pub fn write_bindings(tools: &Tools) -> Result<()> {
    // In a command of its own: cargo joins the features of packages that it builds together, and what
    // bindgen needs must not get into the libraries.
    tools
        .cargo()
        .args(["run", "--quiet", "-p", "bindgen"])
        .run()
        .context("the bindings were not written")
}

/// Builds the assemblies alone, and brings the pages of the help to them.
///
/// # Errors
/// What was not built.
pub fn write_pages(tools: &Tools) -> Result<ExitCode> {
    let assemblies = MODULES
        .iter()
        .map(|module| dotnet::build(tools, &project(module.name)?));
    help::write_pages(tools, &assemblies.collect::<Result<Vec<_>>>()?)
}

/// Whether both modules were staged once; `cargo xtask build` brings them up to date.
pub fn is_staged(tools: &Tools) -> bool {
    MODULES
        .iter()
        .all(|module| tools.layout.modules.join(module.name).join("LICENSE").exists())
}

fn stage(tools: &Tools, module: &Module) -> Result<()> {
    let mut staging = files(tools, module)?;
    let (staged, built) = native(tools, module)?;
    staging.add(staged, built);
    staging
        .write(&tools.layout.modules.join(module.name))
        .with_context(|| format!("{} was not staged", module.name))
}

/// What a module's folder holds on every platform.
///
/// # Errors
/// The assembly was not built.
pub fn files(tools: &Tools, module: &Module) -> Result<Staging> {
    let name = module.name;
    let source = tools.layout.root.join("powershell").join(name);
    let assembly = dotnet::build(tools, &project(name)?)?;

    let mut staging = Staging::default();
    help::add(tools, name, &assembly, &mut staging)?;
    staging.add(format!("{name}.dll"), assembly);
    staging.add("LICENSE", tools.layout.root.join("LICENSE"));
    let manifest = source.join(format!("{name}.psd1"));
    check_version(&manifest)?;
    staging.add(format!("{name}.psd1"), manifest);
    let format = format!("{name}.format.ps1xml");
    let shipped = views::write(&source.join(&format), &tools.layout.target.join("views"))?;
    staging.add(format, shipped);
    Ok(staging)
}

/// Puts the native libraries of this machine into a folder of their own, as `PLATFORM/LIBRARY`.
///
/// # Errors
/// They were not built.
pub fn stage_natives(tools: &Tools, folder: &Path) -> Result<()> {
    let mut staging = Staging::default();
    for module in &MODULES {
        let (staged, built) = native(tools, module)?;
        staging.add(staged, built);
    }
    staging.write(folder)
}

/// The library of this machine: its place in a module's folder, and where cargo put it.
fn native(tools: &Tools, module: &Module) -> Result<(PathBuf, PathBuf)> {
    let (krate, library) = module.native;
    let (name, staged) = layout::native_library(krate, library);
    let staged = Path::new(&layout::native_folder()?).join(staged);
    Ok((staged, built(tools, &name)))
}

/// Where cargo put a file.
fn built(tools: &Tools, file: &str) -> PathBuf {
    tools.layout.target.join(tools.layout.profile.folder()).join(file)
}

fn project(name: &str) -> Result<Project> {
    let folder = match name {
        "PartnerAuth" => "powershell/PartnerAuth",
        "PartnerAuth.Sandbox" => "powershell/PartnerAuth.Sandbox",
        other => bail!("{other} is no module of this repository"),
    };
    let output = format!("dotnet/bin/{name}/release_netstandard2.0/{name}.dll");
    Ok(Project {
        folder,
        sources: &["bindings"],
        output,
    })
}

/// The manifest is a data file that PowerShell reads, so its version is checked instead of written.
fn check_version(manifest: &Path) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    let text = fs::read_to_string(manifest).with_context(|| format!("{} is missing", manifest.display()))?;
    let line = text
        .lines()
        .find(|line| line.trim_start().starts_with("ModuleVersion"))
        .unwrap_or_default();
    if !line.contains(&format!("'{version}'")) {
        bail!(
            "{} says `{}`, but Cargo.toml says {version}: make them the same",
            manifest.display(),
            line.trim()
        );
    }
    Ok(())
}
