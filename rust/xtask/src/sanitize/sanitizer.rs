//! What looks at the tests, and how cargo is called for it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;
use xshell::{Cmd, cmd};

use crate::instrument;
use crate::tools::Tools;

/// The one system that all of them are to be had for. With a target, flags do not reach build scripts and macros.
pub const TARGET: &str = "x86_64-unknown-linux-gnu";

/// Valgrind's options: what is still reachable at the end is no leak.
const VALGRIND: [&str; 7] = [
    "--quiet",
    "--fair-sched=yes",
    "--num-callers=40",
    "--leak-check=full",
    "--show-leak-kinds=definite",
    "--errors-for-leak-kinds=definite",
    "--error-exitcode=86",
];
/// What they take for a defect and is none, with the reasons.
const VALGRIND_SUPPRESSIONS: &str = "tests/valgrind.supp";
const THREAD_SUPPRESSIONS: &str = "tests/tsan.supp";

/// What looks at the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sanitizer {
    /// AddressSanitizer, with LeakSanitizer: use of memory that is not there, and leaks.
    Address,
    /// The same in the project's own crates alone.
    #[value(skip)]
    AddressInOwnCrates,
    /// ThreadSanitizer: data races.
    Thread,
    /// Valgrind: memory that was never written to, and what the compiled-in code of others does.
    Valgrind,
}

impl Sanitizer {
    /// All, the cheapest to set up first.
    pub const ALL: [Self; 3] = [Self::Address, Self::Valgrind, Self::Thread];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address | Self::AddressInOwnCrates => "AddressSanitizer",
            Self::Thread => "ThreadSanitizer",
            Self::Valgrind => "valgrind",
        }
    }

    /// The planted defects that it has to report, each with the words of its report.
    pub fn defects(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Address | Self::AddressInOwnCrates => &[
                ("overflow", "AddressSanitizer: heap-buffer-overflow"),
                ("leak", "LeakSanitizer: detected memory leaks"),
            ],
            Self::Thread => &[("race", "ThreadSanitizer: data race")],
            Self::Valgrind => &[
                ("overflow", "Invalid write of size"),
                ("leak", "are definitely lost in loss record"),
            ],
        }
    }

    /// What stands for it in the short form.
    pub fn short(self) -> Self {
        match self {
            Self::Address => Self::AddressInOwnCrates,
            other => other,
        }
    }

    /// A cargo command that builds for it and runs under it.
    ///
    /// # Errors
    /// This program does not know where it lies.
    pub fn cargo(self, tools: &Tools) -> Result<Cmd<'_>> {
        let cargo = match self {
            Self::AddressInOwnCrates => return instrument::own_crates(tools.cargo()),
            Self::Address => {
                let nightly = tools.without_cargo(cmd!(tools.shell, "rustup run nightly cargo"));
                nightly.env("RUSTFLAGS", "-Zsanitizer=address")
            }
            // The standard library has to be instrumented, too, or its locks are not seen. Debian has a Rust with the source
            // of that library and a clang of the same LLVM.
            Self::Thread => tools
                .without_cargo(cmd!(tools.shell, "/usr/bin/cargo"))
                .env_remove("RUSTUP_TOOLCHAIN")
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("TSAN_OPTIONS", suppressions(tools, THREAD_SUPPRESSIONS))
                .env(
                    "RUSTFLAGS",
                    "-Zsanitizer=thread -Zexternal-clangrt -Clinker=clang-22 -Clink-arg=-fsanitize=thread",
                ),
            // What is built anyway will do.
            Self::Valgrind => {
                let mut runner = vec!["valgrind".to_owned()];
                runner.extend(valgrind(tools));
                return Ok(tools
                    .cargo()
                    .env("CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER", runner.join(" ")));
            }
        };
        Ok(cargo
            .env("CARGO_INCREMENTAL", "0")
            // Reports name lines, and nobody debugs these programs.
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env("CARGO_TARGET_DIR", self.folder(tools)))
    }

    /// Cargo's options, after its command.
    pub fn options(self) -> &'static [&'static str] {
        match self {
            Self::Address => &["--locked", "--target", TARGET],
            Self::Thread => &["--locked", "--target", TARGET, "-Zbuild-std"],
            Self::AddressInOwnCrates | Self::Valgrind => &["--locked"],
        }
    }

    /// Runs the program with the planted defects, once it is built.
    pub fn planted(self, tools: &Tools) -> Command {
        let built = match self {
            Self::AddressInOwnCrates | Self::Valgrind => tools.layout.target.join("debug"),
            _ => self.folder(tools).join(TARGET).join("debug"),
        };
        let program = built.join("examples/planted");
        if self == Self::Valgrind {
            let mut command = Command::new("valgrind");
            command.args(valgrind(tools)).arg(program);
            return command;
        }
        Command::new(program)
    }

    /// Each instruments what it builds in its own way.
    fn folder(self, tools: &Tools) -> PathBuf {
        tools.layout.target.join("sanitize").join(self.name())
    }
}

fn valgrind(tools: &Tools) -> Vec<String> {
    let options = VALGRIND.into_iter().map(str::to_owned);
    options
        .chain([format!("--{}", suppressions(tools, VALGRIND_SUPPRESSIONS))])
        .collect()
}

fn suppressions(tools: &Tools, file: &str) -> String {
    format!("suppressions={}", tools.layout.root.join(file).display())
}
