//! Kept tokens in one file of this machine, shared by all processes of a user.

mod commit;
mod content;
mod lease;
mod open;
mod place;

pub use open::{KeyStore, Opening, Wanted, open};

use commit::{Change, Commits};
use content::{BEGINNING, Content, Fault, LIMIT, Record};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use partner_auth::shelf::{Lease, RecordName, Shelf};
use place::{Place, Trouble};
use ring::rand::{SecureRandom, SystemRandom};
use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How long other processes are waited for, and how long a file that can't be used is left alone.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// The longest wait for other processes that read and write.
    pub lock: Duration,
    /// After a failure nothing is written for so long.
    pub rest: Duration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            lock: Duration::from_secs(60),
            rest: Duration::from_secs(10),
        }
    }
}

/// Kept tokens in a file.
pub struct FileShelf(Arc<Inner>);

struct Inner {
    place: Place,
    key_id: [u8; 8],
    salt: [u8; 16],
    waits: Waits,
    commits: Commits,
    /// The file as it was seen last.
    seen: Mutex<Content>,
    /// Until when the file is left alone.
    rests: Mutex<Option<Instant>>,
    warnings: Mutex<Warnings>,
    /// Drops that could not be written: they come before whatever is written next.
    owed: Mutex<Vec<Option<[u8; 16]>>>,
}

/// What the user has to know, each once.
#[derive(Default)]
struct Warnings {
    waiting: Vec<String>,
    told: HashSet<String>,
}

/// Why the file could not be used just now.
enum Unusable {
    Trouble(Trouble),
    Fault(Fault),
    /// It is sealed with another key.
    OtherKey,
    /// Other processes took too long.
    Busy,
}

impl<T: Into<Trouble>> From<T> for Unusable {
    fn from(trouble: T) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl Inner {
    fn new(place: Place, key_id: [u8; 8], salt: [u8; 16], waits: Waits) -> Self {
        Self {
            place,
            key_id,
            salt,
            waits,
            commits: Commits::default(),
            seen: Mutex::default(),
            rests: Mutex::default(),
            warnings: Mutex::default(),
            owed: Mutex::default(),
        }
    }

    /// A record as the file has it now.
    fn read(&self, name: RecordName) -> Option<Vec<u8>> {
        let mut seen = self.seen();
        // Without the lock: a file is replaced as a whole, and a bad one is set aside by whoever writes next.
        self.refresh(&mut seen).ok()?;
        let record = seen.get(name).filter(|record| record.ends > now_unix())?;
        Some(record.sealed.to_vec())
    }

    /// Reads the file if it is another one than the one that was seen last.
    fn refresh(&self, seen: &mut Content) -> Result<(), Unusable> {
        let Some(mut file) = self.place.open()? else {
            *seen = self.empty(seen.clock);
            return Ok(());
        };
        let mut beginning = [0; BEGINNING];
        let is_whole = file.read_exact(&mut beginning).is_ok();
        if is_whole && beginning.ends_with(&seen.stamp) && seen.key_id == self.key_id && seen.stamp != [0; 16] {
            return Ok(());
        }
        file.rewind()?;
        let content = load(file)?.map_err(Unusable::Fault)?;
        if content.key_id != self.key_id {
            return Err(Unusable::OtherKey);
        }
        *seen = content;
        Ok(())
    }

    fn empty(&self, clock: u64) -> Content {
        Content::new(self.key_id, self.salt, clock)
    }

    /// Reads, changes and writes the file while no other process does.
    fn apply(&self, changes: &[Change]) {
        let drops: Vec<_> = changes.iter().filter_map(Change::dropped).collect();
        let rests = locked(&self.rests).is_some_and(|until| Instant::now() < until);
        // Who drops tokens wants them gone and not left for a while.
        if rests && drops.is_empty() {
            return;
        }
        let owed = std::mem::take(&mut *locked(&self.owed));
        match self.try_apply(&owed, changes) {
            Ok(()) => *locked(&self.rests) = None,
            Err(unusable) => {
                self.warn(&unusable);
                if !drops.is_empty() {
                    self.warn_of_drops();
                }
                locked(&self.owed).extend(owed.into_iter().chain(drops));
                *locked(&self.rests) = Some(Instant::now() + self.waits.rest);
            }
        }
    }

    /// Each time: somebody relies on it.
    fn warn_of_drops(&self) {
        let name = self.place.display();
        locked(&self.warnings).waiting.push(format!(
            "What was dropped is still in the file of kept tokens {name}, where other processes may find it; it goes with \
             the next write. Delete the file where that must not be."
        ));
    }

    fn try_apply(&self, owed: &[Option<[u8; 16]>], changes: &[Change]) -> Result<(), Unusable> {
        let _lock = self.place.lock(self.waits.lock)?.ok_or(Unusable::Busy)?;
        let mut content = {
            let mut seen = self.seen();
            match self.refresh(&mut seen) {
                Err(Unusable::Fault(fault)) => {
                    self.set_aside(fault.text())?;
                    *seen = self.empty(seen.clock);
                }
                refreshed => refreshed?,
            }
            // Who reads meanwhile does not wait for the disk.
            seen.clone()
        };
        owed.iter().for_each(|group| content.remove(*group));
        for change in changes {
            match change {
                Change::Put(own, record) => content.put(*own, record.clone()),
                Change::Remove(group) => content.remove(*group),
            }
        }
        self.write(&mut content)?;
        *self.seen() = content;
        Ok(())
    }

    fn write(&self, content: &mut Content) -> Result<(), Unusable> {
        content.tidy(now_unix());
        SystemRandom::new()
            .fill(&mut content.stamp)
            .map_err(|_| std::io::Error::other("there are no random numbers"))?;
        self.place.replace(&content.encode())?;
        Ok(())
    }

    fn set_aside(&self, why: &str) -> Result<(), Unusable> {
        let to = self.place.set_aside(now_unix())?;
        self.say(format!(
            "The file of kept tokens {} {why}. It was renamed to {to}, and a new one is begun.",
            self.place.display()
        ));
        Ok(())
    }

    fn warn(&self, unusable: &Unusable) {
        let name = self.place.display();
        self.say(match unusable {
            Unusable::Trouble(Trouble::Io(error)) => {
                format!("The file of kept tokens {name} can't be used: {error}. Tokens are kept in memory alone.")
            }
            Unusable::Trouble(Trouble::Refused(why)) => {
                format!("The file of kept tokens {name} is not used: it {why}. Tokens are kept in memory alone.")
            }
            Unusable::Fault(fault) => {
                format!("The file of kept tokens {name} {}. Tokens are kept in memory alone.", fault.text())
            }
            Unusable::OtherKey => format!(
                "The file of kept tokens {name} was begun anew with another key. Tokens are kept in memory alone until \
                 Register-PartnerTokenCache is run again."
            ),
            Unusable::Busy => format!(
                "Other processes hold the file of kept tokens {name} for too long. Tokens are kept in memory alone meanwhile."
            ),
        });
    }

    fn say(&self, text: String) {
        let mut warnings = locked(&self.warnings);
        if warnings.told.insert(text.clone()) {
            warnings.waiting.push(text);
        }
    }

    fn seen(&self) -> MutexGuard<'_, Content> {
        locked(&self.seen)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a file to its end, unless it is longer than any that was written.
fn load(file: File) -> std::io::Result<Result<Content, Fault>> {
    let limit = u64::try_from(LIMIT).unwrap_or(u64::MAX);
    if file.metadata()?.len() > limit {
        return Ok(Err(Fault::Foreign));
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(Content::decode(&bytes))
}

/// Reads a file's bytes and writes them again; nothing for what is none.
pub(crate) fn written_again(bytes: &[u8]) -> Option<Vec<u8>> {
    Content::decode(bytes).ok().map(|content| content.encode())
}

fn now_unix() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

/// Does what may wait for the disk where it is in nobody's way.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}

impl Shelf for FileShelf {
    fn read(&self, name: RecordName) -> BoxFuture<'static, Option<Vec<u8>>> {
        let inner = Arc::clone(&self.0);
        async move { blocking(move || inner.read(name)).await.flatten() }.boxed()
    }

    fn write(&self, name: RecordName, sealed: Vec<u8>, life: Duration, fence: u64) -> BoxFuture<'static, ()> {
        let life = i64::try_from(life.as_secs()).unwrap_or(i64::MAX);
        let record = Record {
            group: name.group,
            ends: now_unix().saturating_add(life),
            fence,
            sealed: sealed.into(),
        };
        commit::add(&self.0, Change::Put(name.own, record)).boxed()
    }

    fn remove(&self, group: Option<[u8; 16]>) -> BoxFuture<'static, ()> {
        commit::add(&self.0, Change::Remove(group)).boxed()
    }

    fn lease(&self, name: RecordName, wait: Duration) -> BoxFuture<'static, Option<Box<dyn Lease>>> {
        lease::take(Arc::clone(&self.0), name, wait.min(self.0.waits.lock)).boxed()
    }

    fn paused(&self, _: RecordName) -> BoxFuture<'static, Option<Duration>> {
        ready(None).boxed()
    }

    fn pause(&self, _: RecordName, _: Duration) -> BoxFuture<'static, ()> {
        ready(()).boxed()
    }

    fn turn(&self, _: [u8; 16], _: u32) -> BoxFuture<'static, Option<Duration>> {
        ready(None).boxed()
    }

    fn take_warning(&self) -> Option<String> {
        let mut warnings = locked(&self.0.warnings);
        let waiting = std::mem::take(&mut warnings.waiting);
        (!waiting.is_empty()).then(|| waiting.join(" "))
    }
}
