//! What the tests share: a folder, keys, and a shelf in it.

use partner_auth::Error;
use partner_auth::Secret;
use partner_auth::shelf::seal::Seal;
use partner_auth::shelf::{RecordName, Shelf};
use partner_store::FileShelf;
use partner_store::file_shelf::{self, KeyStore, Opening, Waits, Wanted};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use zeroize::Zeroizing;

pub const PASSPHRASE: &str = "a passphrase of enough length";
pub const HOUR: Duration = Duration::from_secs(3600);

/// A keyring in memory.
#[derive(Default)]
pub struct Keys {
    pub keys: Mutex<HashMap<String, Vec<u8>>>,
    pub is_broken: bool,
}

impl KeyStore for Keys {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        if self.is_broken {
            return Err("no\nsuch service".to_owned());
        }
        Ok(self.keys.lock().unwrap().get(name).cloned().map(Zeroizing::new))
    }

    fn set(&self, name: &str, key: &[u8]) -> Result<(), String> {
        self.keys.lock().unwrap().insert(name.to_owned(), key.to_vec());
        Ok(())
    }
}

/// A folder, and the path of a file in a folder of its own below it.
pub struct Home {
    _folder: TempDir,
    pub path: PathBuf,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("PartnerAuth").join("tokens.kept");
        Self { _folder: folder, path }
    }

    /// The folder of the file, made beforehand.
    pub fn made() -> Self {
        let home = Self::new();
        std::fs::create_dir(home.path.parent().unwrap()).unwrap();
        home
    }

    pub fn beside(&self, ending: &str) -> PathBuf {
        PathBuf::from(format!("{}{ending}", self.path.display()))
    }

    /// Files that were set aside, with what is in them.
    pub fn aside(&self) -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(self.path.parent().unwrap()).unwrap().flatten();
        let is_aside = |path: &PathBuf| path.to_string_lossy().contains(".aside-");
        entries
            .map(|e| e.path())
            .filter(is_aside)
            .map(|p| std::fs::read(p).unwrap())
            .collect()
    }

    /// The file as another process has it.
    pub fn open_beside(&self) -> FileShelf {
        self.open().0
    }

    pub fn open(&self) -> (FileShelf, Seal) {
        kept(open(&self.path, Some(PASSPHRASE), &Keys::default()).unwrap())
    }
}

pub const QUICK: Waits = Waits {
    lock: Duration::from_millis(50),
    rest: Duration::ZERO,
};

pub fn open(path: &Path, passphrase: Option<&str>, keys: &Keys) -> Result<Opening, Error> {
    open_with(path, passphrase, keys, QUICK)
}

pub fn open_with(path: &Path, passphrase: Option<&str>, keys: &Keys, waits: Waits) -> Result<Opening, Error> {
    let passphrase = passphrase.map(|text| Secret::new(text.to_owned()));
    file_shelf::open(&Wanted {
        path: path.to_owned(),
        passphrase: passphrase.as_ref(),
        rounds: NonZeroU32::MIN,
        keys,
        waits,
    })
}

pub fn kept(opening: Opening) -> (FileShelf, Seal) {
    match opening {
        Opening::Kept(shelf, seal) => (shelf, *seal),
        Opening::Unusable(why) => panic!("{why}"),
    }
}

pub fn why(opening: Opening) -> String {
    match opening {
        Opening::Kept(..) => panic!("tokens are kept"),
        Opening::Unusable(why) => why,
    }
}

pub fn name(own: u32) -> RecordName {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&own.to_le_bytes());
    RecordName {
        group: [1; 16],
        own: bytes,
    }
}

/// Writes a record without a lease.
pub async fn write(shelf: &FileShelf, own: u32, text: &str) {
    shelf.write(name(own), text.as_bytes().to_vec(), HOUR, 0).await;
}

pub async fn read(shelf: &FileShelf, own: u32) -> Option<String> {
    let bytes = shelf.read(name(own)).await?;
    Some(String::from_utf8(bytes).unwrap())
}
