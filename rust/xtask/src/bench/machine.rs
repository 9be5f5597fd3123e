//! The machine that measured.

use std::env::consts;
use std::fs;
use std::thread::available_parallelism;

use xshell::cmd;

use crate::tools::Tools;

/// Processor, cores, memory, system and .NET, as far as they tell.
pub fn describe(tools: &Tools) -> String {
    let processor = field("/proc/cpuinfo", "model name").unwrap_or_else(|| consts::ARCH.to_owned());
    let cores = available_parallelism().map_or(0, usize::from);
    let memory = field("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .map(|kib| format!(", {} GiB of memory", kib / 1024 / 1024))
        .unwrap_or_default();
    let dotnet = cmd!(tools.shell, "dotnet --version").read().unwrap_or_default();
    format!(
        "{processor}, {cores} cores{memory}, {} {}, .NET SDK {dotnet}",
        consts::OS,
        consts::ARCH
    )
}

fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
