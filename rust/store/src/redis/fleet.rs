//! Runs in a Redis server: a stream of tenants, its workers as one consumer group.

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
        let joining = scripts::join(&self.names, run, purpose, self.silent, new);
        self.call(joining, |value| match value {
            Value::Nil => Some(None),
            value => match value.into_sequence().ok()?.as_slice() {
                [its, old] => Some(Some(Joined {
                    number: name(its)?,
                    old: number(old)?,
                })),
                _ => None,
            },
        })
    }

    fn offer(&self, run: Name, tenants: Vec<Name>, joined: u64) -> BoxFuture<'static, Result<Vec<bool>, Error>> {
        self.call(scripts::offer(&self.names, run, &tenants, joined), |value| {
            let known = value.into_sequence().ok()?;
            known.iter().map(|known| number(known).map(|n| n > 0)).collect()
        })
    }

    fn take(&self, run: Name, worker: Name, wanted: Take) -> BoxFuture<'static, Result<Vec<Ticket>, Error>> {
        let silent = if wanted.only_left { scripts::LEFT } else { self.silent };
        let behind = wanted.behind.as_deref();
        let taking = scripts::take(&self.names, run, worker, wanted.most, silent, behind);
        self.call(taking, |value| value.into_sequence().ok()?.iter().map(ticket).collect())
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
        self.call(
            scripts::finish(&self.names, run, &ticket, &sealed, is_failure),
            |value| number(&value).map(|n| n > 0),
        )
    }

    fn finished(&self, run: Name, its: Name, after: u64) -> BoxFuture<'static, Result<Finished, Error>> {
        self.call(scripts::finished(&self.names, run, its, after), |value| {
            if value == Value::Nil {
                return Some(Finished::default());
            }
            let mut parts = value.into_sequence().ok()?.into_iter();
            let next = number(&parts.next()?)?;
            let tenants = parts.next()?.into_sequence().ok()?;
            Some(Finished {
                tenants: tenants.iter().map(name).collect::<Option<_>>()?,
                next,
                is_there: true,
            })
        })
    }

    fn results(&self, run: Name, after: u64) -> BoxFuture<'static, Result<Results, Error>> {
        self.call(scripts::results(&self.names, run, after), move |value| {
            let mut parts = value.into_sequence().ok()?.into_iter();
            let next = after.checked_add(number(&parts.next()?)?)?;
            let results = parts.next()?.into_sequence().ok()?.into_iter().map(|result| {
                let mut parts = result.into_sequence().ok()?.into_iter();
                match (name(&parts.next()?)?, parts.next()?) {
                    (tenant, Value::BulkString(sealed)) => Some((tenant, sealed)),
                    _ => None,
                }
            });
            Some(Results {
                sealed: results.collect::<Option<_>>()?,
                next,
            })
        })
    }

    fn counts(&self, run: Name) -> BoxFuture<'static, Result<Option<Counts>, Error>> {
        self.call(scripts::counts(&self.names, run), |value| {
            if value == Value::Nil {
                return Some(None);
            }
            let counts: Vec<u64> = value.into_sequence().ok()?.iter().map(number).collect::<Option<_>>()?;
            let [tenants, finished, in_work] = *counts.as_slice() else {
                return None;
            };
            Some(Some(Counts {
                tenants,
                finished,
                in_work,
            }))
        })
    }

    fn take_warning(&self) -> Option<String> {
        self.link.take_warning()
    }
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Int(n) => u64::try_from(*n).ok(),
        _ => None,
    }
}

fn name(value: &Value) -> Option<Name> {
    match value {
        Value::BulkString(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    }
}

fn ticket(value: &Value) -> Option<Ticket> {
    let Value::Array(parts) = value else { return None };
    let [Value::BulkString(entry), tenant, fence] = parts.as_slice() else {
        return None;
    };
    Some(Ticket {
        entry: String::from_utf8(entry.clone()).ok()?,
        tenant: name(tenant)?,
        fence: number(fence)?,
    })
}
