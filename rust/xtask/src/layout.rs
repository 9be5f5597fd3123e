//! Where things are, and what they are called on this machine.

use std::env::{self, consts};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// The variable that names the folder of the modules, where it is another than what `cargo xtask build` makes.
pub const MODULES: &str = "PARTNERAUTH_MODULES";

/// The folders of the repository.
#[derive(Debug)]
pub struct Layout {
    /// The repository.
    pub root: PathBuf,
    /// What cargo and dotnet build.
    pub target: PathBuf,
    /// The staged modules, one folder each.
    pub modules: PathBuf,
    /// The programs that tests start.
    pub programs: PathBuf,
    /// How the native libraries and the programs are built.
    pub profile: Profile,
}

/// A profile of cargo.
#[derive(Clone, Copy, Debug)]
pub enum Profile {
    /// Fast code.
    Release,
    /// What `cargo test` builds: soon, and with checks that a release leaves out, such as for numbers that overflow.
    Dev,
}

impl Profile {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }

    /// Cargo's folder for what it builds so.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "debug",
        }
    }
}

impl Layout {
    /// Finds the repository: where cargo says it runs us from, else where this crate was compiled.
    ///
    /// # Errors
    /// The repository was moved away since.
    pub fn find() -> Result<Self> {
        let krate = env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&krate).join("../..");
        let root = root
            .canonicalize()
            .with_context(|| format!("the repository is no longer at {}", root.display()))?;
        let root = plain(root);
        // Cargo's own setting for another target folder is not followed: dotnet's projects know this one only.
        let target = root.join("target");
        Ok(Self {
            modules: target.join("module"),
            programs: target.join("program"),
            profile: Profile::Release,
            target,
            root,
        })
    }

    /// The same, with modules and programs for the tests alone.
    pub fn for_tests(self) -> Self {
        let folder = self.target.join("test");
        Self {
            modules: folder.join("module"),
            programs: folder.join("program"),
            profile: Profile::Dev,
            ..self
        }
    }
}

/// Without the prefix that Windows gives a path that it has resolved: not every program takes it.
fn plain(path: PathBuf) -> PathBuf {
    let rest = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    match rest.filter(|rest| !rest.starts_with("UNC")) {
        Some(rest) => PathBuf::from(rest),
        None => path,
    }
}

/// A native library: the name cargo gives it, and the one PowerShell's resolver looks for.
pub fn native_library(krate: &str, staged: &str) -> (String, String) {
    let built = format!("{}{krate}{}", consts::DLL_PREFIX, consts::DLL_SUFFIX);
    let staged = format!("{staged}{}", consts::DLL_SUFFIX);
    (built, staged)
}

/// The folder of a native library beside the module's assembly, such as `linux-x64`.
///
/// # Errors
/// PowerShell does not run on this machine.
pub fn native_folder() -> Result<String> {
    let system = match consts::OS {
        "windows" => "win",
        "linux" if cfg!(target_env = "musl") => "linux-musl",
        "linux" => "linux",
        "macos" => "osx",
        other => bail!("PowerShell has no folder name for native libraries on {other}"),
    };
    let processor = match consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        "x86" => "x86",
        other => bail!("PowerShell has no folder name for native libraries on {other}"),
    };
    Ok(format!("{system}-{processor}"))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::plain;

    #[test]
    fn a_path_of_windows_loses_its_prefix_unless_it_is_of_a_server() {
        assert_eq!(plain(PathBuf::from(r"\\?\C:\src")), Path::new(r"C:\src"));
        assert_eq!(plain(PathBuf::from(r"\\?\UNC\a\b")), Path::new(r"\\?\UNC\a\b"));
        assert_eq!(plain(PathBuf::from("/src")), Path::new("/src"));
    }
}
