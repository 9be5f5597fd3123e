//! The journal of consents as a file: lines are only added, and each is on the disk before anything relies on it.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use partner_auth::consent::journal::{Entry, Journal};
use partner_auth::{Error, ErrorKind};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The longest journal that is read, in bytes.
const LIMIT: u64 = 256 * 1024 * 1024;

/// How each line begins, as the first field of an entry is its version.
const BEGINNING: &str = "{\"version\":";

/// A journal that this process holds alone.
#[derive(Debug)]
pub struct JournalFile {
    /// At the end of the last whole line.
    file: Arc<Mutex<File>>,
}

impl JournalFile {
    /// Opens a journal, or makes one, and gives its whole lines. A last line that a crash cut is left out, and
    /// overwritten by the next one.
    ///
    /// # Errors
    /// `InvalidInput` for what is no journal or is in use by another run; `ConfigurationInvalid` when it can't be opened.
    pub fn open(path: &Path) -> Result<(Self, String), Error> {
        let name = partner_auth::error::clean(&path.display().to_string());
        let failed = |e: io::Error| unusable(&name, &e);
        let mut file = options().open(path).map_err(failed)?;
        let found = file.metadata().map_err(failed)?;
        // What is no file may have no end, or keep nothing.
        if !found.is_file() || found.len() > LIMIT {
            return Err(no_journal(&name));
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::input(
                    format!("The journal {name} is in use by another run."),
                    "Wait for that run, or give another file.",
                ));
            }
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let text = whole_lines(bytes).ok_or_else(|| no_journal(&name))?;
        let end = u64::try_from(text.len()).unwrap_or_default();
        file.seek(SeekFrom::Start(end)).map_err(failed)?;
        let file = Arc::new(Mutex::new(file));
        Ok((Self { file }, text))
    }

    /// Adds a line and waits until it is on the disk.
    ///
    /// # Errors
    /// `ConfigurationInvalid` when it can't be written.
    pub fn add(&self, entry: &Entry) -> Result<(), Error> {
        add(&self.file, entry, true)
    }

    /// Adds a line whose loss costs nothing but time, and does not wait for the disk.
    ///
    /// # Errors
    /// `ConfigurationInvalid` when it can't be written.
    pub fn note(&self, entry: &Entry) -> Result<(), Error> {
        add(&self.file, entry, false)
    }
}

impl Journal for JournalFile {
    fn write(&self, entry: Entry) -> BoxFuture<'static, Result<(), Error>> {
        let file = Arc::clone(&self.file);
        async move {
            let written = tokio::task::spawn_blocking(move || add(&file, &entry, true)).await;
            written.unwrap_or_else(|_| Err(Error::internal("Writing the journal ended in a defect.")))
        }
        .boxed()
    }
}

/// The lines of a journal, without a last one that was cut; nothing for what is no journal.
pub(crate) fn whole_lines(mut bytes: Vec<u8>) -> Option<String> {
    let whole = bytes
        .iter()
        .rposition(|b| *b == b'\n')
        .map_or(0, |end| end.saturating_add(1));
    let cut = bytes.split_off(whole);
    let text = String::from_utf8(bytes).ok()?;
    // A file of somebody else is left as it is, also one that only looks as if a line of it was cut.
    let is_ours = |line: &[u8]| line.starts_with(BEGINNING.as_bytes()) || BEGINNING.as_bytes().starts_with(line);
    (is_ours(&cut) && text.lines().all(|line| is_ours(line.as_bytes()))).then_some(text)
}

fn add(file: &Mutex<File>, entry: &Entry, is_durable: bool) -> Result<(), Error> {
    let mut line = serde_json::to_vec(entry).map_err(|e| Error::internal(format!("A line can't be written: {e}.")))?;
    line.push(b'\n');
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    write(&mut file, &line, is_durable).map_err(|e| unusable("", &e))
}

fn write(file: &mut File, line: &[u8], is_durable: bool) -> io::Result<()> {
    // What a crash left after the last whole line, or a line of ours that the disk did not take, is no part of the next.
    let end = file.stream_position()?;
    file.set_len(end)?;
    let mut written = file.write_all(line);
    if is_durable {
        written = written.and_then(|()| file.sync_data());
    }
    if written.is_err() {
        file.seek(SeekFrom::Start(end))?;
    }
    written
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    // Not for appending: Windows shortens no file that is opened so.
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

fn unusable(name: &str, error: &io::Error) -> Error {
    Error::new(
        ErrorKind::ConfigurationInvalid,
        format!("The journal {name} can't be used: {error}.").replace("  ", " "),
        "Give a file in a folder that exists and can be written, on a disk with room.",
    )
}

fn no_journal(name: &str) -> Error {
    Error::input(
        format!("{name} is no journal of PartnerAuth."),
        "Give the file of an earlier run, or a new one: a file that holds something else is left as it is.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use partner_auth::consent::journal::{Step, VERSION};

    fn entry(tenant: &str) -> Entry {
        Entry {
            version: VERSION,
            time: 0,
            application: "a".to_owned(),
            tenant: Some(tenant.to_owned()),
            step: Step::Deleted,
        }
    }

    #[test]
    fn lines_are_added_to_those_of_earlier_runs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.journal");
        for tenant in ["a", "b"] {
            let (journal, _) = JournalFile::open(&path).unwrap();
            journal.add(&entry(tenant)).unwrap();
        }
        let (_, text) = JournalFile::open(&path).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn a_line_that_a_crash_cut_is_taken_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.journal");
        let (journal, _) = JournalFile::open(&path).unwrap();
        journal.add(&entry("a")).unwrap();
        drop(journal);
        let whole = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{whole}{}", &whole[..20])).unwrap();
        let (journal, text) = JournalFile::open(&path).unwrap();
        assert_eq!(text, whole);
        journal.add(&entry("b")).unwrap();
        drop(journal);
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_journal_in_use_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.journal");
        let _held = JournalFile::open(&path).unwrap();
        let error = JournalFile::open(&path).unwrap_err();
        assert!(error.to_string().contains("in use"), "{error}");
    }

    #[test]
    fn what_is_no_journal_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        let notes = "{\"application\": {},\n\"grants\": []}";
        for content in [
            &b"my notes"[..],
            &[0xFF, 0xFE, b'\n'],
            b"{\"a\":1}",
            notes.as_bytes(),
            b"{\"version\":1}\nnotes\n",
            b"notes\n{\"ver",
        ] {
            std::fs::write(&path, content).unwrap();
            assert!(JournalFile::open(&path).is_err());
            assert_eq!(std::fs::read(&path).unwrap(), content);
        }
        #[cfg(unix)]
        for endless in ["/dev/full", "/dev/null", "/dev/zero"] {
            let error = JournalFile::open(Path::new(endless)).unwrap_err();
            assert!(error.to_string().contains("is no journal"), "{error}");
        }
        assert!(JournalFile::open(folder.path()).is_err());
        assert!(JournalFile::open(&folder.path().join("missing").join("x")).is_err());
    }
}
