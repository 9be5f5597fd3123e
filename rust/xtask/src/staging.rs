//! Puts a module together: exactly the files named, each written only when it changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// A folder in the making: where each file comes from, by its path in the folder.
#[derive(Debug, Default)]
pub struct Staging {
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Staging {
    /// Adds one file.
    pub fn add(&mut self, path: impl Into<PathBuf>, from: impl Into<PathBuf>) {
        self.files.insert(path.into(), from.into());
    }

    /// Makes `folder` hold these files and no others. A file that is the same already is left alone, because a running
    /// PowerShell may have it open.
    ///
    /// # Errors
    /// A file that is missing, or that cannot be replaced.
    pub fn write(&self, folder: &Path) -> Result<()> {
        for (path, from) in &self.files {
            copy_if_changed(from, &folder.join(path))?;
        }
        self.remove_others(folder, Path::new(""))
    }

    fn remove_others(&self, folder: &Path, inside: &Path) -> Result<()> {
        for entry in fs::read_dir(folder.join(inside))? {
            let entry = entry?;
            let path = inside.join(entry.file_name());
            let kept = self.files.keys().any(|file| file.starts_with(&path));
            match (kept, entry.file_type()?.is_dir()) {
                (true, true) => self.remove_others(folder, &path)?,
                (true, false) => {}
                (false, true) => fs::remove_dir_all(entry.path())?,
                (false, false) => fs::remove_file(entry.path())?,
            }
        }
        Ok(())
    }
}

fn copy_if_changed(from: &Path, to: &Path) -> Result<()> {
    let new = fs::read(from).with_context(|| format!("{} is missing", from.display()))?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    // The old file is removed, not overwritten: a process that has it loaded keeps what it has.
    match fs::remove_file(to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error)
            .with_context(|| format!("{} cannot be replaced; close the PowerShell that uses it", to.display())),
        // A copy can be run where the file can.
        _ => {
            fs::copy(from, to).with_context(|| format!("{} cannot be written", to.display()))?;
            Ok(())
        }
    }
}
