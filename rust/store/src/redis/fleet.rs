//! Runs in a Redis server: a stream of tenants, its workers as one consumer group.

use super::answers;
use super::link::Link;
use super::names::Names;
use super::run_scripts as scripts;
use super::shelf::RedisShelf;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use partner_auth::Error;
use partner_auth::fleet::{Counts, Finished, Fleet, Joined, Name, Results, Take, Ticket};
use redis::{Cmd, Value};
use std::sync::Arc;

/// How long a worker is silent before others take over what it is at, in milliseconds.
const SILENT: u64 = 60_000;

/// The runs of those who share a shelf.
#[derive(Clone)]
pub struct RedisFleet {
    link: Arc<Link>,
    names: Names,
    silent: u64,
}

impl RedisFleet {
    /// The runs on the server of that shelf.
    #[must_use]
    pub fn of(shelf: &RedisShelf) -> Self {
        let (link, names) = shelf.parts();
        Self {
            link,
            names,
            silent: SILENT,
        }
    }

    /// The same, where others take over after so many milliseconds.
    #[must_use]
    pub fn silent(mut self, milliseconds: u64) -> Self {
        self.silent = milliseconds;
        self
    }

    /// Sends a command, and reads its answer; an answer that can't be read is the server's fault.
    fn call<T: Send + 'static>(
        &self,
        command: Cmd,
        read: impl FnOnce(Value) -> Option<T> + Send + 'static,
    ) -> BoxFuture<'static, Result<T, Error>> {
        let link = Arc::clone(&self.link);
        async move {
            let value = link.try_call(&command).await.map_err(|fault| fault.error(&link.at()))?;
            let foreign = || Error::internal(format!("Redis at {} answers what nobody asked for.", link.at()));
            read(value).ok_or_else(foreign)
        }
        .boxed()
    }
}

impl Fleet for RedisFleet {
    fn join(&self, run: Name, purpose: Name) -> BoxFuture<'static, Result<Option<Joined>, Error>> {
        let new = rand::random();
        self.call(
            scripts::join(&self.names, run, purpose, self.silent, new),
            answers::joined,
        )
    }

    fn offer(&self, run: Name, tenants: Vec<Name>, joined: u64) -> BoxFuture<'static, Result<Vec<bool>, Error>> {
        self.call(scripts::offer(&self.names, run, &tenants, joined), answers::offered)
    }

    fn take(&self, run: Name, worker: Name, wanted: Take) -> BoxFuture<'static, Result<Vec<Ticket>, Error>> {
        let silent = if wanted.only_left { scripts::LEFT } else { self.silent };
        let behind = wanted.behind.as_deref();
        let taking = scripts::take(&self.names, run, worker, wanted.most, silent, behind);
        self.call(taking, answers::tickets)
    }

    fn extend(&self, run: Name, worker: Name, at: Vec<Ticket>) -> BoxFuture<'static, Result<(), Error>> {
        self.call(scripts::extend(&self.names, run, worker, &at, false), |_| Some(()))
    }

    fn leave(&self, run: Name, worker: Name, ticket: Ticket) -> BoxFuture<'static, Result<(), Error>> {
        self.call(scripts::extend(&self.names, run, worker, &[ticket], true), |_| Some(()))
    }

    fn finish(
        &self,
        run: Name,
        ticket: Ticket,
        sealed: Vec<u8>,
        is_failure: bool,
    ) -> BoxFuture<'static, Result<bool, Error>> {
        let command = scripts::finish(&self.names, run, &ticket, &sealed, is_failure);
        self.call(command, answers::is_taken)
    }

    fn finished(&self, run: Name, its: Name, after: u64) -> BoxFuture<'static, Result<Finished, Error>> {
        self.call(scripts::finished(&self.names, run, its, after), answers::finished)
    }

    fn results(&self, run: Name, after: u64) -> BoxFuture<'static, Result<Results, Error>> {
        let command = scripts::results(&self.names, run, after);
        self.call(command, move |value| answers::results(value, after))
    }

    fn counts(&self, run: Name) -> BoxFuture<'static, Result<Option<Counts>, Error>> {
        self.call(scripts::counts(&self.names, run), answers::counts)
    }

    fn take_warning(&self) -> Option<String> {
        self.link.take_warning()
    }
}
