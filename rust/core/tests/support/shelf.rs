//! A shelf in memory, for what the core does with one.

use super::{Notes, TestClock, client, refresh_token};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use partner_auth::shelf::seal::Seal;
use partner_auth::shelf::{Kept, Lease, RecordName, Shelf};
use partner_auth::{Account, PartnerClient, TokenRequest};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Mutex as Lock, OwnedMutexGuard};

/// What is on it, and what was asked of it.
#[derive(Clone, Default)]
pub struct MemoryShelf(Arc<State>);

#[derive(Default)]
pub struct State {
    pub records: Mutex<HashMap<RecordName, Vec<u8>>>,
    pub pauses: Mutex<HashMap<RecordName, Duration>>,
    pub lines: Mutex<Vec<([u8; 16], u32)>>,
    pub turn: Mutex<Option<Duration>>,
    pub warning: Mutex<Option<String>>,
    /// Nothing is taken away any more.
    pub is_stuck: Mutex<bool>,
    /// Nobody gets a lease.
    pub is_busy: Mutex<bool>,
    lease: Arc<Lock<()>>,
}

impl std::ops::Deref for MemoryShelf {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

struct Held {
    _turn: OwnedMutexGuard<()>,
}

impl Lease for Held {
    fn fence(&self) -> u64 {
        1
    }
}

impl MemoryShelf {
    /// Gives it to a client, under a seal of one key.
    pub fn give(&self, client: &PartnerClient) {
        let seal = Seal::new(&[7; 32]).unwrap();
        client.keep(Some(Arc::new(Kept::new(Arc::new(self.clone()), seal))));
    }

    /// How many records there are.
    pub fn count(&self) -> usize {
        self.records.lock().unwrap().len()
    }
}

impl Shelf for MemoryShelf {
    fn read(&self, name: RecordName) -> BoxFuture<'static, Option<Vec<u8>>> {
        ready(self.records.lock().unwrap().get(&name).cloned()).boxed()
    }

    fn write(&self, name: RecordName, sealed: Vec<u8>, _: Duration, _: u64) -> BoxFuture<'static, ()> {
        self.records.lock().unwrap().insert(name, sealed);
        ready(()).boxed()
    }

    fn remove(&self, group: Option<[u8; 16]>) -> BoxFuture<'static, ()> {
        let shelf = self.clone();
        async move {
            if !*shelf.is_stuck.lock().unwrap() {
                let mut records = shelf.records.lock().unwrap();
                records.retain(|name, _| group.is_some_and(|group| name.group != group));
            }
        }
        .boxed()
    }

    fn lease(&self, _: RecordName, _: Duration) -> BoxFuture<'static, Option<Box<dyn Lease>>> {
        if *self.is_busy.lock().unwrap() {
            return ready(None).boxed();
        }
        let lease = Arc::clone(&self.lease);
        async move {
            let held: Box<dyn Lease> = Box::new(Held {
                _turn: lease.lock_owned().await,
            });
            Some(held)
        }
        .boxed()
    }

    fn paused(&self, name: RecordName) -> BoxFuture<'static, Option<Duration>> {
        ready(self.pauses.lock().unwrap().remove(&name)).boxed()
    }

    fn pause(&self, name: RecordName, length: Duration) -> BoxFuture<'static, ()> {
        self.pauses.lock().unwrap().insert(name, length);
        ready(()).boxed()
    }

    fn turn(&self, line: [u8; 16], per_second: u32) -> BoxFuture<'static, Option<Duration>> {
        self.lines.lock().unwrap().push((line, per_second));
        ready(*self.turn.lock().unwrap()).boxed()
    }

    fn take_warning(&self) -> Option<String> {
        self.warning.lock().unwrap().take()
    }
}

/// A client as another process has one, with the same shelf.
pub fn process(shelf: &MemoryShelf) -> (Arc<PartnerClient>, Arc<TestClock>, Arc<Notes>) {
    let (client, clock, notes) = client();
    shelf.give(&client);
    (client, clock, notes)
}

/// The same account as another process reads it: nothing of it was renewed.
pub fn again(request: &TokenRequest) -> TokenRequest {
    TokenRequest {
        account: Account {
            refresh_token: Some(refresh_token("partner-sandbox.canary-refresh")),
            ..request.account.clone()
        },
        ..request.clone()
    }
}

pub async fn text(client: &Arc<PartnerClient>, request: &TokenRequest, notes: &Arc<Notes>) -> String {
    let acquired = client.acquire(request, notes.clone()).await.unwrap();
    acquired.token.access_token.expose().to_owned()
}
