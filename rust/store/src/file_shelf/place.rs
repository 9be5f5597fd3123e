//! Where the file lies: opening it without being led elsewhere, replacing it as a whole, setting it aside.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait before a lock is tried again.
const AGAIN: Duration = Duration::from_millis(5);
/// How often, and how far apart, what another program's open handle forbids on Windows is tried.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_secs(1);

/// Bits of a folder's mode: everybody may add and take away names, and takes away their own alone.
#[cfg(unix)]
const WRITTEN_BY_ALL: u32 = 0o002;
#[cfg(unix)]
const STICKY: u32 = 0o1000;

/// How often in a row the file may be replaced while it is opened.
const REPLACED: u32 = 1_000;

/// A file's place.
#[derive(Debug)]
pub(super) struct Place {
    path: PathBuf,
    folder: PathBuf,
}

/// Why a file is not used.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The system says no.
    Io(io::Error),
    /// It could lead elsewhere; the text ends a sentence.
    Refused(&'static str),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Place {
    /// The place of that name; nothing for a path that names no file in a folder.
    pub(super) fn new(path: &Path) -> Option<Self> {
        let (folder, _) = (path.parent()?, path.file_name()?);
        path.is_absolute().then(|| Self {
            path: path.to_owned(),
            folder: folder.to_owned(),
        })
    }

    /// Its name, as a console may show it.
    pub(super) fn display(&self) -> String {
        partner_auth::error::clean(&self.path.display().to_string())
    }

    /// The one name of the file, however its folder was written: for who keeps a key for it.
    pub(super) fn real_name(&self) -> io::Result<String> {
        let folder = fs::canonicalize(&self.folder)?;
        let name = self.path.file_name().unwrap_or_default();
        Ok(folder.join(name).display().to_string())
    }

    /// Another name beside it.
    pub(super) fn beside(&self, ending: &str) -> PathBuf {
        let mut name = OsString::from(self.path.as_os_str());
        name.push(ending);
        name.into()
    }

    /// Makes the folder where there is none, for its owner alone; one that everybody may write to is refused.
    pub(super) fn make_folder(&self) -> Result<(), Trouble> {
        private_folder(&self.folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let mode = fs::metadata(&self.folder)?.mode();
            if mode & WRITTEN_BY_ALL != 0 && mode & STICKY == 0 {
                return Err(Trouble::Refused("is in a folder that everybody may write to"));
            }
        }
        Ok(())
    }

    /// Opens the file for reading; nothing where there is none.
    pub(super) fn open(&self) -> Result<Option<File>, Trouble> {
        for _ in 0..REPLACED {
            match open_private(&self.path, OpenOptions::new().read(true)) {
                Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(Trouble::Io(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                opened => return opened.map(Some),
            }
        }
        Err(io::Error::from(io::ErrorKind::ResourceBusy).into())
    }

    /// Puts a whole new file in the place of the old one, which stays until the new one is on the disk.
    pub(super) fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let new = self.beside(".new");
        let written = retried(|| self.write_new(&new, bytes));
        if written.is_err() {
            drop(fs::remove_file(&new));
        }
        written
    }

    fn write_new(&self, new: &Path, bytes: &[u8]) -> io::Result<()> {
        // Of whoever was ended while it wrote. What is made is new, so that no link leads elsewhere.
        drop(fs::remove_file(new));
        let mut file = private(OpenOptions::new().write(true).create_new(true)).open(new)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        drop(file);
        fs::rename(new, &self.path)?;
        // The name is on the disk when its folder is; Windows has no such thing.
        #[cfg(unix)]
        File::open(&self.folder)?.sync_all()?;
        Ok(())
    }

    /// Renames the file, so that nothing of it is lost; gives its new name.
    pub(super) fn set_aside(&self, now_unix: i64) -> io::Result<String> {
        let free = |number: &u32| !self.beside(&aside(now_unix, *number)).exists();
        let number = (0..).find(free).unwrap_or_default();
        let to = self.beside(&aside(now_unix, number));
        retried(|| fs::rename(&self.path, &to))?;
        Ok(partner_auth::error::clean(&to.display().to_string()))
    }

    /// Locks the place against other processes; nothing when that takes too long. The lock ends with the file, and with
    /// its process.
    pub(super) fn lock(&self, wait: Duration) -> Result<Option<File>, Trouble> {
        let mut options = OpenOptions::new();
        let file = open_private(
            &self.beside(".lock"),
            options.read(true).write(true).create(true).truncate(false),
        )?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::Error(error)) => return Err(error.into()),
                Err(TryLockError::WouldBlock) if began.elapsed() >= wait => return Ok(None),
                Err(TryLockError::WouldBlock) => std::thread::sleep(AGAIN),
            }
        }
    }
}

fn aside(now_unix: i64, number: u32) -> String {
    match number {
        0 => format!(".aside-{now_unix}"),
        _ => format!(".aside-{now_unix}-{number}"),
    }
}

/// Makes a folder for its owner alone, where there is none.
pub(super) fn private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// What is made is for its owner alone; no link is followed, and no pipe is waited for.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    options
}

/// Refuses a folder that is a link or that others may look into.
pub(super) fn check_folder(folder: &Path) -> Result<(), Trouble> {
    let found = fs::symlink_metadata(folder)?;
    if !found.is_dir() {
        return Err(Trouble::Refused(
            "has a link or a file in the place of a folder beside it",
        ));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if found.mode() & 0o077 != 0 {
            return Err(Trouble::Refused("has a folder beside it that others may look into"));
        }
    }
    Ok(())
}

/// Opens a file and makes sure that it is the one of that name: no link leads elsewhere, and no second name leads here.
pub(super) fn open_private(path: &Path, options: &mut OpenOptions) -> Result<File, Trouble> {
    if let Ok(found) = fs::symlink_metadata(path) {
        check(&found)?;
    }
    let file = private(options).open(path)?;
    let opened = file.metadata()?;
    check(&opened)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // Between the look and the opening it may have become a link.
        let named = fs::symlink_metadata(path)?;
        check(&named)?;
        if (named.dev(), named.ino()) != (opened.dev(), opened.ino()) {
            // Or it was replaced, as other processes do: then it is tried again.
            return Err(io::Error::from(io::ErrorKind::Interrupted).into());
        }
    }
    Ok(file)
}

fn check(found: &fs::Metadata) -> Result<(), Trouble> {
    if found.is_symlink() {
        return Err(Trouble::Refused("is a link to somewhere else"));
    }
    if !found.is_file() {
        return Err(Trouble::Refused("is no file"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if found.nlink() > 1 {
            return Err(Trouble::Refused("has a second name in another place"));
        }
        if found.mode() & 0o077 != 0 {
            return Err(Trouble::Refused("can be read by others than its owner"));
        }
    }
    Ok(())
}

/// Does what another program's open handle may forbid for a moment on Windows, again and again for about ten seconds.
fn retried(work: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    // Access denied, sharing violation, lock violation.
    let is_of_the_moment = |error: &io::Error| cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33));
    tried(work, is_of_the_moment, || std::thread::sleep(BETWEEN_TRIES))
}

fn tried(
    mut work: impl FnMut() -> io::Result<()>,
    is_of_the_moment: impl Fn(&io::Error) -> bool,
    mut wait: impl FnMut(),
) -> io::Result<()> {
    for _ in 1..TRIES {
        match work() {
            Err(error) if is_of_the_moment(&error) => wait(),
            done => return done,
        }
    }
    work()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_holds_for_a_moment_is_tried_ten_times_and_other_failures_once() {
        let busy = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
        let count = |kind: io::ErrorKind, free_after: u32| {
            let (mut tries, mut waits) = (0, 0);
            let work = || {
                tries += 1;
                if tries > free_after { Ok(()) } else { Err(kind.into()) }
            };
            let done = tried(work, busy, || waits += 1).is_ok();
            (tries, waits, done)
        };
        assert_eq!(count(io::ErrorKind::ResourceBusy, 3), (4, 3, true));
        assert_eq!(count(io::ErrorKind::ResourceBusy, 99), (10, 9, false));
        assert_eq!(count(io::ErrorKind::StorageFull, 99), (1, 0, false));
    }
}
