//! Opening the file: where its key comes from, and what is there already.

use super::content::Content;
use super::place::{Place, Trouble};
use super::{FileShelf, Inner, Waits, lease, load};
use partner_auth::shelf::seal::{self, Seal};
use partner_auth::{Error, ErrorKind, Secret};
use ring::rand::{SecureRandom, SystemRandom};
use std::num::NonZeroU32;
use std::path::{Component, Path, PathBuf, Prefix};
use std::sync::Arc;
use zeroize::Zeroizing;

/// Keeps keys for this user, as the system's keyring does.
pub trait KeyStore: Send + Sync {
    /// The key of that name; nothing where there is none.
    ///
    /// # Errors
    /// Why there is no such store, as a part of a sentence.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String>;

    /// Keeps a key.
    ///
    /// # Errors
    /// Why it can't be kept, as a part of a sentence.
    fn set(&self, name: &str, key: &[u8]) -> Result<(), String>;
}

/// The file that is wanted.
pub struct Wanted<'a> {
    /// Where it lies: the whole path.
    pub path: PathBuf,
    /// What the user gave as key.
    pub passphrase: Option<&'a Secret>,
    /// Rounds over the passphrase.
    pub rounds: NonZeroU32,
    /// Where the key lies without a passphrase.
    pub keys: &'a dyn KeyStore,
    /// How long others are waited for.
    pub waits: Waits,
}

/// How it went.
pub enum Opening {
    /// Tokens are kept.
    Kept(FileShelf, Box<Seal>),
    /// They are kept in memory alone; the sentence says why.
    Unusable(String),
}

/// Opens the file, or makes it. It waits for other processes, and for the stretching of a passphrase.
///
/// # Errors
/// `InvalidInput` for what the user gave and can do better: a path that is none, a link in the place of the file, a wrong
/// or a short passphrase. Nothing is changed then.
pub fn open(wanted: &Wanted<'_>) -> Result<Opening, Error> {
    let Some(place) = Place::new(&wanted.path) else {
        return Err(Error::input(
            format!(
                "'{}' names no file.",
                partner_auth::error::clean(&wanted.path.display().to_string())
            ),
            "Give the path of a file in a folder of yours.",
        ));
    };
    if let Some(passphrase) = wanted.passphrase {
        seal::check_passphrase(passphrase)?;
    }
    let name = place.display();
    match opened(place, wanted) {
        Ok(opening) => Ok(opening),
        Err(Failure::Said(error)) => Err(error),
        Err(Failure::Trouble(Trouble::Refused(why))) => Err(Error::input(
            format!("The file of kept tokens {name} is not used: it, or a file beside it, {why}."),
            "Give another path, or take that file away. A file of kept tokens is its owner's alone (mode 0600).",
        )),
        Err(Failure::Trouble(Trouble::Io(error))) => Ok(Opening::Unusable(format!(
            "The file of kept tokens {name} can't be used: {error}. Tokens are kept in memory alone."
        ))),
        Err(Failure::NoKeyring(why)) => Ok(Opening::Unusable(format!(
            "This system has no keyring for the key of kept tokens ({}). Tokens are kept in memory alone; with \
             -EncryptionKey they are kept under a key of yours.",
            partner_auth::error::clean(&why)
        ))),
    }
}

enum Failure {
    Trouble(Trouble),
    /// The user is told to do better.
    Said(Error),
    NoKeyring(String),
}

impl<T: Into<Trouble>> From<T> for Failure {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Said(error)
    }
}

fn opened(place: Place, wanted: &Wanted<'_>) -> Result<Opening, Failure> {
    place.make_folder()?;
    // Until the file has its key: two processes that begin at once must not make two.
    let Some(lock) = place.lock(wanted.waits.lock)? else {
        return Err(std::io::Error::other("other processes hold it for too long").into());
    };
    let (content, bad) = match place.open()?.map(load).transpose()? {
        Some(Ok(content)) => (Some(content), None),
        Some(Err(fault)) => (None, Some(fault.text())),
        None => (None, None),
    };
    let (seal, salt, other) = match wanted.passphrase {
        Some(passphrase) => of_passphrase(&place, passphrase, wanted.rounds, content.as_ref())?,
        None => of_keyring(&place, wanted.keys, content.as_ref())?,
    };
    let inner = Inner::new(place, seal.key_id(), salt, wanted.waits);
    let bad = bad.or(other);
    if let Some(why) = bad {
        inner.set_aside(why).map_err(unusable)?;
    }
    match content.filter(|_| bad.is_none()) {
        Some(content) => *inner.seen() = content,
        None => {
            let mut content = inner.empty(0);
            inner.write(&mut content).map_err(unusable)?;
            *inner.seen() = content;
        }
    }
    if is_remote(&wanted.path) {
        inner.say(format!(
            "The file of kept tokens {} is on another machine, where locks can't be relied on: name one on a disk of this machine.",
            inner.place.display()
        ));
    }
    lease::clean(&inner);
    drop(lock);
    Ok(Opening::Kept(FileShelf(Arc::new(inner)), Box::new(seal)))
}

/// True for a path on a network drive, as far as its name tells.
fn is_remote(path: &Path) -> bool {
    let Some(Component::Prefix(prefix)) = path.components().next() else {
        return false;
    };
    matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
}

fn unusable(problem: super::Unusable) -> Failure {
    match problem {
        super::Unusable::Trouble(trouble) => Failure::Trouble(trouble),
        _ => std::io::Error::other("it changes all the time").into(),
    }
}

type Key = (Seal, [u8; 16], Option<&'static str>);

/// The seal of a passphrase, with the salt of what is there or a new one.
fn of_passphrase(
    place: &Place,
    passphrase: &Secret,
    rounds: NonZeroU32,
    content: Option<&Content>,
) -> Result<Key, Failure> {
    let mut salt = [0; 16];
    match content {
        Some(content) if content.salt == [0; 16] => {
            return Err(refused(
                place,
                "is kept with a key of this system's keyring",
                "Leave -EncryptionKey out, or give another file with -Path.",
            ));
        }
        Some(content) => salt = content.salt,
        None => random(&mut salt)?,
    }
    let seal = Seal::of_passphrase(passphrase, &salt, rounds)?;
    if content.is_some_and(|content| content.key_id != seal.key_id()) {
        return Err(refused(
            place,
            "is kept with another encryption key",
            "Give that key with -EncryptionKey, or another file with -Path, or delete the file: its tokens can be had again.",
        ));
    }
    Ok((seal, salt, None))
}

/// The seal of a key in the system's keyring, which is made where there is none.
fn of_keyring(place: &Place, keys: &dyn KeyStore, content: Option<&Content>) -> Result<Key, Failure> {
    if content.is_some_and(|content| content.salt != [0; 16]) {
        return Err(refused(
            place,
            "is kept with an encryption key",
            "Give that key with -EncryptionKey, or another file with -Path.",
        ));
    }
    let name = place.real_name()?;
    let (secret, is_new) = match keys.get(&name).map_err(Failure::NoKeyring)? {
        Some(kept) => {
            let secret = <[u8; 32]>::try_from(kept.as_slice());
            let secret = secret.map_err(|_| Failure::NoKeyring("what it has for this file is no key".to_owned()))?;
            (Zeroizing::new(secret), false)
        }
        None => {
            let mut secret = Zeroizing::new([0; 32]);
            random(&mut *secret)?;
            keys.set(&name, &*secret).map_err(Failure::NoKeyring)?;
            (secret, true)
        }
    };
    let seal = Seal::new(&secret)?;
    let other = content.is_some_and(|content| content.key_id != seal.key_id());
    let why = if is_new {
        "was kept with a key that this system's keyring has no more"
    } else {
        "was kept with another key than the one in this system's keyring"
    };
    Ok((seal, [0; 16], other.then_some(why)))
}

fn random(bytes: &mut [u8]) -> Result<(), Failure> {
    let filled = SystemRandom::new().fill(bytes);
    filled.map_err(|_| std::io::Error::other("there are no random numbers").into())
}

fn refused(place: &Place, why: &str, remedy: &str) -> Failure {
    Failure::Said(Error::new(
        ErrorKind::InvalidInput,
        format!("The file of kept tokens {} {why}.", place.display()),
        remedy,
    ))
}
