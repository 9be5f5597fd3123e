//! The programs that do the work: found once, missed with a message that says where to get them.

use std::env;
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use xshell::{Cmd, Shell, cmd};

use crate::layout::{Layout, MODULES};

/// The .NET SDK that the projects target.
const DOTNET_MAJOR: u32 = 10;

/// The shell all commands run in, and the repository's folders.
#[derive(Debug)]
pub struct Tools {
    /// Works in the repository's root.
    pub shell: Shell,
    /// The folders.
    pub layout: Layout,
}

impl Tools {
    /// Checks that cargo and dotnet can be run.
    ///
    /// # Errors
    /// What is missing, and where to get it.
    pub fn find() -> Result<Self> {
        let layout = Layout::find()?;
        require_cargo()?;
        require_dotnet(&layout.root)?;
        let shell = Shell::new()?;
        shell.change_dir(&layout.root);
        shell.set_var(MODULES, &layout.modules);
        shell.set_var("CARGO_TARGET_DIR", &layout.target);
        // English, because the summary of the tests is read; no build nodes that outlive us and hold our output open.
        shell.set_var("DOTNET_CLI_UI_LANGUAGE", "en");
        shell.set_var("MSBUILDDISABLENODEREUSE", "1");
        shell.set_var("DOTNET_NOLOGO", "1");
        Ok(Self { shell, layout })
    }

    /// The same, for modules that only the tests use.
    pub fn for_tests(self) -> Self {
        let layout = self.layout.for_tests();
        self.shell.set_var(MODULES, &layout.modules);
        Self { layout, ..self }
    }

    /// A cargo command, as it would be without the cargo that runs us: build scripts look at the variables it sets, and
    /// would run again after every build by hand.
    pub fn cargo(&self) -> Cmd<'_> {
        self.without_cargo(cmd!(self.shell, "cargo"))
    }

    /// Another cargo, in the same way.
    pub fn without_cargo<'a>(&self, command: Cmd<'a>) -> Cmd<'a> {
        let ours = env::vars_os().map(|(name, _)| name).filter(|name| {
            let name = name.to_string_lossy();
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        });
        ours.fold(command, Cmd::env_remove)
    }
}

fn require_cargo() -> Result<()> {
    match version_of("cargo", Path::new(".")) {
        Ok(_) => Ok(()),
        Err(error) => bail!("{error:#}. Rust is needed: https://rustup.rs installs it"),
    }
}

fn require_dotnet(root: &Path) -> Result<()> {
    let help = format!("the .NET SDK {DOTNET_MAJOR} is needed: https://dotnet.microsoft.com/download installs it");
    let version = match version_of("dotnet", root) {
        Ok(version) => version,
        Err(error) => bail!("{error:#}; {help}"),
    };
    let major = version.split('.').next().and_then(|number| number.parse::<u32>().ok());
    if major.is_none_or(|major| major < DOTNET_MAJOR) {
        bail!("`dotnet --version` says {version}; {help}");
    }
    Ok(())
}

fn version_of(program: &str, folder: &Path) -> Result<String> {
    let output = match Command::new(program).arg("--version").current_dir(folder).output() {
        Ok(output) => output,
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("`{program}` was not found on PATH"),
        Err(error) => return Err(error).with_context(|| format!("`{program} --version` could not be started")),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{program} --version` failed: {}", said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
