//! The modules, the tests and their shell, as they would lie in `target` on Windows.

use std::path::Path;

use anyhow::{Context as _, Result};
use xshell::cmd;

use crate::build_module::{self, MODULES};
use crate::package;
use crate::staging::Staging;
use crate::tools::Tools;
use crate::windows::cross;

/// Puts everything together.
///
/// # Errors
/// What was not built or published.
pub fn stage(tools: &Tools) -> Result<()> {
    build_module::write_bindings(tools)?;
    let target = &tools.layout.target;
    let folder = cross::folder(target);
    let mut natives = Staging::default();
    for module in &MODULES {
        let (krate, library) = module.native;
        let mut staging = build_module::files(tools, module)?;
        let native = Path::new("win-x64").join(format!("{library}.dll"));
        let built = cross::built(target, &format!("{krate}.dll"));
        natives.add(native.clone(), built.clone());
        staging.add(native, built);
        staging
            .write(&folder.join("module").join(module.name))
            .context("the modules for Windows were not staged")?;
    }
    let packages = folder.join("test-package");
    natives.write(&packages.join("native"))?;
    package::of_natives(tools, &packages)?;
    let mut programs = Staging::default();
    programs.add("partner-sandbox.exe", cross::built(target, "partner-sandbox.exe"));
    programs.write(&folder.join("program"))?;
    for project in ["tests/PartnerAuth.Tests", "tests/Shell"] {
        publish(tools, project, &folder)?;
    }
    Ok(())
}

/// With the runtime inside, as there is no .NET in the folder with Wine.
fn publish(tools: &Tools, project: &str, folder: &Path) -> Result<()> {
    let sh = &tools.shell;
    let mut target = std::ffi::OsString::from("-property:TargetFolder=");
    target.push(folder.join(""));
    cmd!(sh, "dotnet publish {project} --configuration Release --runtime win-x64 --self-contained --nologo --verbosity quiet {target}")
        .run()
        .with_context(|| format!("{project} was not published for Windows"))
}
