//! `cargo xtask windows`: the module's tests on the PowerShell engine for Windows, from Debian, under Wine.

mod cross;
mod image;
mod known;
mod packages;
mod report;
mod stage;

use std::fs;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use clap::Args;

use crate::ctrf::Report;
use crate::tools::Tools;
use image::Image;

/// What is asked of the command.
#[derive(Args)]
pub struct Options {
    /// Only say by the exit code whether Wine and the compilers are here already.
    #[arg(long)]
    prepared: bool,
    /// Remove the folder that holds Wine.
    #[arg(long, conflicts_with = "prepared")]
    clean: bool,
    /// What the test program is given, such as `-class "*TenantTests"`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// What this machine lacks, or what was not built.
pub fn run(tools: &Tools, options: &Options) -> Result<ExitCode> {
    if cfg!(not(target_os = "linux")) {
        bail!("`cargo xtask windows` runs on Debian; on Windows, `cargo xtask test` runs the same tests");
    }
    let image = Image::find(tools)?;
    if options.clean {
        image.clean()?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.prepared {
        let is_prepared = image.is_prepared() && packages::are_installed();
        return Ok(if is_prepared {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        });
    }
    packages::install(tools)?;
    image.prepare()?;
    cross::build(tools)?;
    stage::stage(tools)?;
    let known = known::read(&tools.layout.root)?;
    let is_whole = options.arguments.is_empty();
    let mut report = Report::default();
    let mut broke_off = Vec::new();
    for what in runs(tools, options)? {
        let without = known.iter().filter(|one| one.ends_the_run);
        let without = without.flat_map(|one| ["-method-".to_owned(), one.pattern()]);
        let arguments: Vec<_> = what.iter().cloned().chain(without).collect();
        match run_tests(&image, &arguments)? {
            Some(part) => report.add(part),
            None => broke_off.push(what.join(" ")),
        }
    }
    let mut outcome = report::judge(&report, &known, is_whole);
    outcome.broke_off = broke_off;
    let failed = outcome.failed_methods();
    if !failed.is_empty() {
        println!("What failed runs once more.");
        let again: Vec<_> = failed
            .into_iter()
            .flat_map(|method| ["-method".to_owned(), method])
            .collect();
        if let Some(report) = image.run_tests(&again)? {
            outcome.add_again(&report);
        }
    }
    for one in known.iter().filter(|one| is_whole && one.ends_the_run) {
        let report = image.run_tests(&["-method".to_owned(), one.pattern()])?;
        outcome.add_alone(one, report.as_ref());
    }
    outcome.print();
    ensure!(outcome.tally.passed > 0, "no test ran under Wine");
    Ok(if outcome.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The arguments of each run: those that were given, or one run for each folder of tests, as Wine does not always survive
/// all of them in one process.
fn runs(tools: &Tools, options: &Options) -> Result<Vec<Vec<String>>> {
    if !options.arguments.is_empty() {
        return Ok(vec![options.arguments.clone()]);
    }
    let mut runs = Vec::new();
    for entry in fs::read_dir(tools.layout.root.join("tests/PartnerAuth.Tests"))? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            let folder = entry.file_name().to_string_lossy().into_owned();
            runs.push(vec!["-namespace".to_owned(), format!("PartnerAuth.Tests.{folder}")]);
        }
    }
    runs.sort();
    Ok(runs)
}

/// Runs the tests, and once more where Wine breaks off.
fn run_tests(image: &Image, arguments: &[String]) -> Result<Option<Report>> {
    for _ in 0..2 {
        if let Some(report) = image.run_tests(arguments)? {
            return Ok(Some(report));
        }
        println!("The tests broke off.");
    }
    Ok(None)
}
