//! LLVM's tools that fit the compiler.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use xshell::cmd;

use crate::tools::Tools;

/// The tools.
#[derive(Debug)]
pub struct Llvm {
    /// Merges what programs wrote.
    pub profdata: PathBuf,
    /// Tells which lines that was.
    pub cov: PathBuf,
}

impl Llvm {
    /// Finds the tools of rustup's component, or those of the system with the compiler's version.
    ///
    /// # Errors
    /// There are none, and how to get them.
    pub fn find(tools: &Tools) -> Result<Self> {
        let version = cmd!(tools.shell, "rustc -vV").quiet().read()?;
        let said = |words: &str| {
            version
                .lines()
                .find_map(|line| line.strip_prefix(words))
                .map(str::to_owned)
        };
        let host = said("host: ").context("rustc does not say what it runs on")?;
        let major = said("LLVM version: ").and_then(|v| v.split('.').next().map(str::to_owned));
        let major = major.context("rustc does not say which LLVM it has")?;
        let sysroot = cmd!(tools.shell, "rustc --print sysroot").quiet().read()?;
        let component = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin");
        let find = |tool: &str| {
            let own = component.join(format!("{tool}{}", std::env::consts::EXE_SUFFIX));
            let others = [own, PathBuf::from(format!("{tool}-{major}"))];
            others.into_iter().find(|path| runs(path))
        };
        match (find("llvm-profdata"), find("llvm-cov")) {
            (Some(profdata), Some(cov)) => Ok(Self { profdata, cov }),
            _ => bail!(
                "coverage takes LLVM's tools of version {major}: `rustup component add llvm-tools`, or Debian's package llvm-{major}"
            ),
        }
    }
}

fn runs(program: &Path) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// A line of what cargo says.
#[derive(Deserialize)]
struct Message {
    executable: Option<String>,
}

/// The programs that cargo built.
pub fn programs(messages: &str) -> Vec<String> {
    let read = |line: &str| serde_json::from_str::<Message>(line).ok()?.executable;
    messages.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::programs;

    #[test]
    fn programs_are_those_that_cargo_names() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/t/deps/a-1\"}\nnoise\n{\"reason\":\"build-finished\"}\n";
        assert_eq!(programs(messages), ["/t/deps/a-1"]);
    }
}
