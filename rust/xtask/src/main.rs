//! The commands of this repository: `cargo xtask build | test | demo | bench | reliability | mutants | fuzz |
//! coverage | sanitize | package | pages | reproduce | windows | shell`.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test that can't go on has failed"
    )
)]

mod bench;
mod build_module;
mod canaries;
mod coverage;
mod ctrf;
mod debian;
mod demo;
mod dotnet;
mod framework;
mod fuzz;
mod help;
mod instrument;
mod layout;
mod mutants;
mod package;
mod reliability;
mod reproduce;
mod sanitize;
mod shell;
mod staging;
mod tally;
mod test;
mod tools;
mod views;
mod windows;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::tools::Tools;

/// Builds, tests and shows PartnerAuth.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build both modules and stage them in target/module.
    Build,
    /// Run every test of every language.
    Test,
    /// Show the main job against a sandbox with 25 customers.
    Demo,
    /// Measure, and compare with what the same work costs without PartnerAuth.
    Bench {
        /// Only the small calls: a few minutes, and docs/benchmarks.md stays as it is.
        #[arg(long)]
        ratios: bool,
    },
    /// Run the tests that prove each goal of tests/reliability, and write docs/reliability.md.
    Reliability(reliability::Options),
    /// Build the assemblies in two folders, and compare them byte by byte.
    Reproduce,
    /// Break the core in the ways of tests/mutants, one at a time, and see that the tests find each.
    Mutants(mutants::Options),
    /// Fuzz what reads bytes from outside, two targets at a time.
    Fuzz(fuzz::Options),
    /// Measure which lines of the Rust core its tests reach, and fail where they are too few.
    Coverage(coverage::Options),
    /// Run the tests of the boundary and of the core under sanitizers and valgrind.
    Sanitize(sanitize::Options),
    /// Bring the facts on the pages of the help to what the commands are.
    Pages,
    /// Run the module's tests on the PowerShell engine for Windows, from Debian, under Wine.
    Windows(windows::Options),
    /// Make the module folders and the packages for Install-PSResource in target/package.
    Package(package::Options),
    /// Run a script on the PowerShell engine from NuGet, with the built modules on the module path.
    #[command(disable_help_flag = true)]
    Shell {
        /// FILE.ps1 and its arguments, or -Command TEXT; --help tells the rest.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    if let Some(code) = instrument::compile()? {
        return Ok(code);
    }
    let command = Arguments::parse().command;
    let tools = Tools::find()?;
    match command {
        Command::Build => build_module::run(&tools),
        Command::Test => test::run(&tools.for_tests()),
        Command::Demo => demo::run(&tools),
        Command::Bench { ratios } => bench::run(&tools, ratios),
        Command::Reliability(options) => reliability::run(&tools, &options),
        Command::Reproduce => reproduce::run(&tools),
        Command::Mutants(options) => mutants::run(&tools, &options),
        Command::Fuzz(options) => fuzz::run(&tools, &options),
        Command::Coverage(options) => coverage::run(&tools, &options),
        Command::Sanitize(options) => sanitize::run(&tools, &options),
        Command::Pages => build_module::write_pages(&tools),
        Command::Windows(options) => windows::run(&tools, &options),
        Command::Package(options) => package::run(&tools, &options),
        Command::Shell { arguments } => shell::run(&tools, &arguments),
    }
}
