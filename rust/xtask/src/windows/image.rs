//! The folder with Wine: a Debian of its own, made once and used by every clone of the repository.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::ctrf::{self, Report};
use crate::tools::Tools;
use crate::windows::cross;

/// Debian 13 has Wine 10, the first here that runs the PowerShell engine.
const SUITE: &str = "trixie";
const PACKAGES: &str = "--include=wine,wine64,ca-certificates,tzdata";

/// Counts up when the folder has to be made anew.
const RECIPE: &str = "1";

/// The user of Wine, whose folders hold everything temporary: letters that are in no code page together, and a space.
const USER: &str = "Jürgen Çağrı";

/// Seconds that one run of the test program may take.
const LIMIT: &str = "1800";

/// Mounts that nobody else sees, and that end with what runs: $1 is the folder, $2 the repository, the rest the command.
const ENTER: &str = r#"set -e
folder=$1 repository=$2
shift 2
mount -t proc proc "$folder/proc"
mount -t sysfs sys "$folder/sys"
mount -t tmpfs tmp "$folder/tmp"
mount --bind "$repository" "$folder/repository"
exec chroot "$folder" "$@""#;

/// The folder.
#[derive(Debug)]
pub struct Image {
    folder: PathBuf,
    repository: PathBuf,
    target: PathBuf,
}

impl Image {
    /// Says where it is or would be: in the user's cache, so that it outlives a clone.
    ///
    /// # Errors
    /// There is no home folder.
    pub fn find(tools: &Tools) -> Result<Self> {
        let cache = match env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => folder.into(),
            None => env::home_dir()
                .context("there is no home folder, and XDG_CACHE_HOME is not set")?
                .join(".cache"),
        };
        Ok(Self {
            folder: cache.join("partnerauth/wine"),
            repository: tools.layout.root.clone(),
            target: tools.layout.target.clone(),
        })
    }

    /// Whether it was made, by this version of the recipe.
    pub fn is_prepared(&self) -> bool {
        fs::read_to_string(self.mark()).is_ok_and(|recipe| recipe == RECIPE)
    }

    /// Makes it unless it is there.
    ///
    /// # Errors
    /// Debian's packages are not to be had, or Wine does not start.
    pub fn prepare(&self) -> Result<()> {
        let _alone = self.lock()?;
        if self.is_prepared() {
            return Ok(());
        }
        println!(
            "Wine is prepared in {}; `cargo xtask windows --clean` removes it.",
            self.folder.display()
        );
        remove(&self.folder)?;
        fs::create_dir_all(&self.folder)?;
        // Its mounts are its own: one that is stopped half-way leaves none behind.
        run(Command::new("unshare")
            .args(["--mount", "debootstrap", "--variant=minbase", PACKAGES, SUITE])
            .arg(self.root()))
        .context("no Debian with Wine was made")?;
        self.add_user()?;
        fs::write(self.root().join("etc/hosts"), "127.0.0.1 localhost\n")?;
        fs::create_dir_all(self.root().join("repository"))?;
        fs::remove_dir_all(self.root().join("var/cache/apt"))?;
        run(self.inside().args(["sh", "-c", "wineboot --init && wineserver --wait"])).context("Wine does not start")?;
        fs::write(self.mark(), RECIPE)?;
        Ok(())
    }

    /// Removes it.
    ///
    /// # Errors
    /// Something in it can't be removed.
    pub fn clean(&self) -> Result<()> {
        let _alone = self.lock()?;
        remove(&self.folder)?;
        println!("Removed {}", self.folder.display());
        Ok(())
    }

    /// Runs the test program and reads its report; there is none when it broke off or did not end in time.
    ///
    /// # Errors
    /// It did not start.
    pub fn run_tests(&self, arguments: &[String]) -> Result<Option<Report>> {
        let _alone = self.lock()?;
        let path = cross::folder(&self.target).join("report.json");
        remove(&path)?;
        let windows = r"Z:\repository\target\windows";
        let program =
            "/repository/target/windows/dotnet/publish/PartnerAuth.Tests/release_win-x64/PartnerAuth.Tests.exe";
        let report = format!(r"{windows}\report.json");
        let mut command = self.inside();
        command
            .arg(format!(r"PARTNERAUTH_MODULES={windows}\module"))
            .arg(format!(
                r"PARTNERAUTH_SHELL={windows}\dotnet\publish\Shell\release_win-x64\Shell.exe"
            ))
            .arg(format!(r"PARTNERAUTH_FAKE_LIBRARY={windows}\fake.dll"))
            .args(["wine", program, "-noColor", "-result-ctrf", &report])
            .args(arguments);
        println!("$ {command:?}");
        let status = command.status().context("`timeout` was not started")?;
        if status.code() == Some(124) {
            println!("The tests under Wine did not end within {LIMIT} seconds.");
            return Ok(None);
        }
        ctrf::read(&path)
    }

    /// A command within, up to the variables of its environment.
    fn inside(&self) -> Command {
        let mut command = Command::new("timeout");
        command
            .args([
                "--kill-after=10",
                LIMIT,
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "sh",
                "-c",
                ENTER,
                "sh",
            ])
            .args([self.root(), self.repository.clone()])
            .args([
                "env",
                "-i",
                "PATH=/usr/bin:/bin",
                "LC_ALL=C.UTF-8",
                "WINEDEBUG=-all",
                "XDG_RUNTIME_DIR=/tmp",
            ])
            .arg(format!("HOME=/home/{USER}"));
        command
    }

    /// Wine takes the name of its user from the system's list.
    fn add_user(&self) -> Result<()> {
        let list = self.root().join("etc/passwd");
        let others = fs::read_to_string(&list)?;
        let others = others.lines().filter(|line| !line.starts_with("root:"));
        let root = format!("{USER}:x:0:0:root:/home/{USER}:/bin/sh");
        let lines: Vec<_> = std::iter::once(root.as_str()).chain(others).collect();
        fs::write(list, lines.join("\n") + "\n")?;
        fs::create_dir_all(self.root().join("home").join(USER))?;
        Ok(())
    }

    fn root(&self) -> PathBuf {
        self.folder.join(SUITE)
    }

    fn mark(&self) -> PathBuf {
        self.folder.join("prepared")
    }

    /// One run at a time: there is one Wine for all clones.
    fn lock(&self) -> Result<File> {
        let path = self.folder.with_extension("lock");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = File::create(&path).with_context(|| format!("{} can't be written", path.display()))?;
        file.lock()?;
        Ok(file)
    }
}

fn run(command: &mut Command) -> Result<()> {
    println!("$ {command:?}");
    let status = command
        .status()
        .with_context(|| format!("{:?} was not started", command.get_program()))?;
    ensure!(status.success(), "{:?} failed: {status}", command.get_program());
    Ok(())
}

fn remove(path: &Path) -> Result<()> {
    let removed = if path.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} can't be removed", path.display()))
        }
        _ => Ok(()),
    }
}
