//! `cargo xtask coverage`: which lines of the Rust core its tests reach.

mod lines;
mod llvm;

use std::fs;
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use clap::Args;
use xshell::cmd;

use crate::tools::Tools;
use llvm::Llvm;

/// The crates that are measured, with their sources.
const CRATES: &[(&str, &str)] = &[
    ("partner-auth", "rust/core/src"),
    ("partner-store", "rust/store/src"),
    ("partner-ffi", "rust/ffi/src"),
    ("partner-auth-native", "rust/ffi/auth/src"),
];
/// The core, and the least share of its lines, in percent. The others are told: much of the boundary is reached by the tests
/// of the module alone, which are not measured.
const CORE: &str = "partner-auth";
const LEAST: f64 = 90.0;
/// Whose tests run without being measured: they give the core what fuzzing found.
const BESIDE: &[&str] = &["--package", "partner-fuzz"];

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// Only say by the exit code whether the tools for it are here.
    #[arg(long)]
    prepared: bool,
    /// Name the lines that no test reaches in files whose path holds this text.
    #[arg(long, value_name = "TEXT")]
    missed: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// LLVM's tools are missing, or the tests were not built.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    let llvm = Llvm::find(tools);
    if options.prepared {
        return Ok(if llvm.is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    let llvm = llvm?;
    let folder = tools.layout.target.join("coverage");
    let raw = folder.join("raw");
    // What an older build wrote belongs to other programs.
    if raw.exists() {
        fs::remove_dir_all(&raw)?;
    }
    fs::create_dir_all(&raw)?;
    let test = || {
        tools
            .cargo()
            .args(["test", "--lib", "--tests"])
            .args(CRATES.iter().flat_map(|(name, _)| ["--package", name]))
            .args(BESIDE)
            .env("CARGO_TARGET_DIR", &folder)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTFLAGS", "-Cinstrument-coverage")
            .env("LLVM_PROFILE_FILE", raw.join("%m-%p.profraw"))
    };
    let build = test().args(["--no-run", "--message-format=json-render-diagnostics"]);
    let programs = llvm::programs(&build.read().context("the tests were not built")?);
    let (first, others) = programs.split_first().context("cargo named no test program")?;
    test().arg("--no-fail-fast").run()?;

    let profile = folder.join("merged.profdata");
    let profdata = &llvm.profdata;
    cmd!(tools.shell, "{profdata} merge -sparse -o {profile} {raw}").run()?;
    let objects = others.iter().flat_map(|program| ["-object", program]);
    let cov = &llvm.cov;
    let sources = CRATES.iter().map(|(_, path)| tools.layout.root.join(path));
    let report = cmd!(
        tools.shell,
        "{cov} export -format=lcov -instr-profile={profile} {first}"
    )
    .args(objects)
    .arg("-sources")
    .args(sources)
    .quiet()
    .read()?;
    judge(tools, &lines::read(&report), options)
}

/// Tells the figures, and whether they are high enough.
fn judge(tools: &Tools, files: &[lines::File], options: &Options) -> Result<ExitCode> {
    let mut all = lines::Share::default();
    let mut is_enough = true;
    for (name, path) in CRATES {
        let folder = tools.layout.root.join(path);
        let mut share = lines::Share::default();
        for file in files.iter().filter(|file| file.path.starts_with(&folder)) {
            let text = fs::read_to_string(&file.path)?;
            let missed = file.missed(&text);
            share.add(&file.share(&text));
            let shown = file
                .path
                .strip_prefix(&tools.layout.root)
                .unwrap_or(&file.path)
                .display()
                .to_string();
            if !missed.is_empty() && options.missed.as_ref().is_some_and(|text| shown.contains(text)) {
                println!("{shown}: {missed:?}");
            }
        }
        ensure!(share.lines > 0, "no line of {name} was measured");
        println!("figure H4: {name} {share}");
        is_enough &= *name != CORE || share.percent() >= LEAST;
        all.add(&share);
    }
    println!("figure H4: all of these {all}");
    if is_enough {
        Ok(ExitCode::SUCCESS)
    } else {
        println!("That is less than {LEAST} % of {CORE}; --missed TEXT names the lines.");
        Ok(ExitCode::FAILURE)
    }
}
