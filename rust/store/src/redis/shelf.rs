//! The shelf that a fleet shares.

use super::address::Address;
use super::answers;
use super::connecting::Limits;
use super::link::Link;
use super::names::Names;
use super::scripts;
use crate::hex::hex;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use partner_auth::Error;
use partner_auth::clock::Clock;
use partner_auth::shelf::{Lease, RecordName, Shelf};
use redis::{Cmd, Value, cmd};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long a lease holds when its owner dies: longer than one request for a token may take.
const LEASE: Duration = Duration::from_secs(35);
/// The longest life of a record. What was removed is remembered longer.
const LONGEST: Duration = Duration::from_secs(99 * 86_400);
/// Who waits for a lease looks at the record each so many times: its holder may have written it and died.
const LOOKS: u32 = 4;
/// How long to wait before asking for a lease again, at first and at most.
const ASK_AGAIN: (Duration, Duration) = (Duration::from_millis(20), Duration::from_millis(250));
/// More groups that are to be forgotten than this are forgotten all at once.
const MOST_OWED: usize = 1000;

/// Records in a Redis server.
pub struct RedisShelf(Arc<Inner>);

struct Inner {
    link: Arc<Link>,
    names: Names,
    /// Groups that were to be forgotten while the server was away; nothing stands for all.
    owed: Mutex<HashSet<Option<[u8; 16]>>>,
}

impl RedisShelf {
    /// Connects to the server, and sees that it takes records of the name that all who share them have.
    ///
    /// # Errors
    /// What is wrong with the server, and what to do.
    pub async fn open(address: Address, name: &str, limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let link = Arc::new(Link::open(address, limits, clock).await?);
        let meeting = link.try_call(&scripts::meet(name)).await;
        let before = meeting.map_err(|fault| fault.error(&link.at()))?;
        // What a failure says is in the error.
        drop(link.take_warning());
        if matches!(&before, Value::BulkString(other) if other != name.as_bytes()) {
            link.warn(format!(
                "Redis at {} was used with another -EncryptionKey before: what others keep with that key can't be read \
                 here, and theirs is another fleet.",
                link.at()
            ));
        }
        Ok(Self(Arc::new(Inner {
            link,
            names: Names::new(name),
            owed: Mutex::default(),
        })))
    }

    /// Takes a place in a line: how long to wait for it, and when it is on the server's clock, in microseconds.
    pub async fn place(&self, line: [u8; 16], per_second: u32) -> Option<(Duration, i64)> {
        self.0.place(line, per_second).await
    }

    /// The way to the server and the names there, for the fleet's runs.
    pub(super) fn parts(&self) -> (Arc<Link>, Names) {
        (Arc::clone(&self.0.link), self.0.names.clone())
    }
}

impl Inner {
    /// Sends a command, after what is owed.
    async fn call(&self, command: &Cmd) -> Option<Value> {
        let owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for group in owed {
            self.link.call(&self.removal(group)).await?;
            self.owed.lock().unwrap_or_else(PoisonError::into_inner).remove(&group);
        }
        self.link.call(command).await
    }

    fn removal(&self, group: Option<[u8; 16]>) -> Cmd {
        scripts::remove(&self.names, group.as_ref().map(<[u8; 16]>::as_slice))
    }

    /// Notes what is to be forgotten later; the user is told once in an outage.
    fn owe(&self, group: Option<[u8; 16]>) {
        let mut owed = self.owed.lock().unwrap_or_else(PoisonError::into_inner);
        if owed.is_empty() {
            self.link.warn(format!(
                "What was dropped is still at Redis at {}, where other machines may find it; it goes when the server is back, \
                 if this process still runs.",
                self.link.at()
            ));
        }
        let group = group.filter(|_| owed.len() < MOST_OWED);
        owed.insert(group);
    }

    async fn read(&self, name: RecordName) -> Option<Vec<u8>> {
        let mut command = cmd("MGET");
        command.arg(self.names.record(&name.own));
        command.arg(self.names.removed(None));
        command.arg(self.names.removed(Some(&name.group)));
        answers::record(self.call(&command).await?)
    }

    async fn place(&self, line: [u8; 16], per_second: u32) -> Option<(Duration, i64)> {
        let command = scripts::turn(&self.names, &line, interval(per_second));
        answers::place(self.call(&command).await?)
    }

    async fn lease(self: Arc<Self>, name: RecordName, wait: Duration) -> Option<Box<dyn Lease>> {
        let owner = hex(&rand::random::<[u8; 16]>());
        let clock = Arc::clone(self.link.clock());
        let deadline = clock.elapsed().saturating_add(wait);
        let (mut rest, longest) = ASK_AGAIN;
        let mut before = None;
        for turn in 1_u32.. {
            let command = scripts::lease(&self.names, &name.own, &owner, millis(LEASE));
            if let Value::BulkString(fence) = self.call(&command).await? {
                return Some(Box::new(RedisLease {
                    fence: answers::digits(&fence)?,
                    release: scripts::release(&self.names, &name.own, &owner),
                    link: Arc::clone(&self.link),
                }));
            }
            let left = deadline.saturating_sub(clock.elapsed());
            if left.is_zero() {
                return None;
            }
            if turn == 1 {
                before = self.read(name).await;
            }
            clock.sleep(rest.min(left)).await;
            rest = rest.saturating_mul(2).min(longest);
            if turn % LOOKS == 0 && self.read(name).await.is_some_and(|now| Some(now) != before) {
                return None;
            }
        }
        None
    }
}

impl Shelf for RedisShelf {
    fn read(&self, name: RecordName) -> BoxFuture<'static, Option<Vec<u8>>> {
        let inner = Arc::clone(&self.0);
        async move { inner.read(name).await }.boxed()
    }

    fn write(&self, name: RecordName, sealed: Vec<u8>, life: Duration, fence: u64) -> BoxFuture<'static, ()> {
        let inner = Arc::clone(&self.0);
        async move {
            let life = millis(life.min(LONGEST));
            if life > 0 {
                let command = scripts::write(&inner.names, &name.group, &name.own, fence, life, &sealed);
                inner.call(&command).await;
            }
        }
        .boxed()
    }

    fn remove(&self, group: Option<[u8; 16]>) -> BoxFuture<'static, ()> {
        let inner = Arc::clone(&self.0);
        async move {
            if inner.call(&inner.removal(group)).await.is_none() {
                inner.owe(group);
            }
        }
        .boxed()
    }

    fn lease(&self, name: RecordName, wait: Duration) -> BoxFuture<'static, Option<Box<dyn Lease>>> {
        Arc::clone(&self.0).lease(name, wait).boxed()
    }

    fn paused(&self, name: RecordName) -> BoxFuture<'static, Option<Duration>> {
        let inner = Arc::clone(&self.0);
        async move {
            let mut command = cmd("PTTL");
            command.arg(inner.names.pause(&name.own));
            answers::pause(&inner.call(&command).await?)
        }
        .boxed()
    }

    fn pause(&self, name: RecordName, length: Duration) -> BoxFuture<'static, ()> {
        let inner = Arc::clone(&self.0);
        async move {
            let length = millis(length.min(LONGEST));
            if length > 0 {
                inner.call(&scripts::pause(&inner.names, &name.own, length)).await;
            }
        }
        .boxed()
    }

    fn turn(&self, line: [u8; 16], per_second: u32) -> BoxFuture<'static, Option<Duration>> {
        let inner = Arc::clone(&self.0);
        async move {
            let (wait, _) = inner.place(line, per_second).await?;
            Some(wait)
        }
        .boxed()
    }

    fn take_warning(&self) -> Option<String> {
        self.0.link.take_warning()
    }

    fn take_word(&self) -> Option<String> {
        self.0.link.take_word()
    }
}

/// The right to ask for a record; it is given back when this goes.
struct RedisLease {
    fence: u64,
    link: Arc<Link>,
    release: Cmd,
}

impl Lease for RedisLease {
    fn fence(&self) -> u64 {
        self.fence
    }
}

impl Drop for RedisLease {
    fn drop(&mut self) {
        // Without a runtime the lease ends by itself.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (link, release) = (Arc::clone(&self.link), std::mem::take(&mut self.release));
            runtime.spawn(async move { link.call(&release).await });
        }
    }
}

/// Microseconds from one call to the next, so that no second sees more than that many.
fn interval(per_second: u32) -> u64 {
    1_000_000_u64.div_ceil(u64::from(per_second.saturating_sub(1).max(1)))
}

fn millis(length: Duration) -> u64 {
    u64::try_from(length.as_millis()).unwrap_or(u64::MAX)
}
