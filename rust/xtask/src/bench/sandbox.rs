//! A sandbox of its own for a race: https, as MSAL.NET speaks nothing else, and the same for all.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

use crate::tools::Tools;

/// A sandbox under way; it ends with this.
#[derive(Debug)]
pub struct Sandbox {
    program: Child,
    document: PathBuf,
}

impl Sandbox {
    /// Starts one with so many customers, all consented, that answers after so many milliseconds.
    ///
    /// # Errors
    /// A program that did not start, or a folder that can't be written.
    pub fn start(tools: &Tools, customers: usize, latency: usize) -> Result<Self> {
        let folder = tools.layout.target.join("bench");
        std::fs::create_dir_all(&folder)?;
        let scenario = folder.join("scenario.json");
        let text = format!(r#"{{ "customers": {customers}, "latencyMs": {latency}, "consented": true }}"#);
        std::fs::write(&scenario, text)?;
        let mut program = Command::new(tools.layout.target.join("release/partner-sandbox"))
            .arg("--https")
            .arg("--scenario")
            .arg(&scenario)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("partner-sandbox was not started")?;
        let output = program.stdout.take().context("partner-sandbox has no output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let document = folder.join("sandbox.json");
        std::fs::write(&document, line)?;
        Ok(Self { program, document })
    }

    /// The file of what it is and accepts.
    pub fn document(&self) -> &Path {
        &self.document
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // Its input's end ends it.
        drop(self.program.stdin.take());
        drop(self.program.wait());
    }
}
