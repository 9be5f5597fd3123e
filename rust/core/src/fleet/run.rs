//! One worker's side of a run.

use super::results::{name_of, record};
use super::state::{Outcome, State};
use super::{Counts, Fleet, Name, Ticket};
use crate::clock::Clock;
use crate::error::Error;
use crate::shelf::seal::Seal;
use futures_util::future::select;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{Notify, oneshot};

/// How often a worker looks at the run while it waits for others.
const LOOK: Duration = Duration::from_millis(300);
/// How often a worker says that it is at its tenants. After four times that, another takes them over.
const EXTEND: Duration = Duration::from_secs(15);
/// How long a worker waits for a server that is away.
const GIVE_UP: Duration = Duration::from_secs(600);
/// How long a worker waits before it asks a server again that was away.
const TRY_AGAIN: Duration = Duration::from_secs(2);
/// The most tenants that are offered at once.
const MOST_OFFERED: usize = 500;

/// What is with a tenant.
#[derive(Debug)]
pub enum Turn {
    /// It is this worker's to do.
    Mine(Place),
    /// Another worker, or an earlier one, has done it.
    Others,
}

/// The right to do a tenant; where it goes without a result, others may do it.
#[derive(Debug)]
pub struct Place {
    run: Arc<Run>,
    ticket: Option<Ticket>,
}

/// A run that this worker has joined.
pub struct Run {
    fleet: Arc<dyn Fleet>,
    seal: Arc<Seal>,
    clock: Arc<dyn Clock>,
    name: Name,
    worker: Name,
    at_once: usize,
    purpose: Name,
    state: Mutex<State>,
    changed: Arc<Notify>,
}

impl Run {
    /// Joins a run, or begins it. `purpose` says what it does to a tenant; `at_once` is the most this worker does at once.
    ///
    /// # Errors
    /// `InvalidInput` where a run of that name does something else; what is wrong with the server.
    pub async fn join(
        fleet: Arc<dyn Fleet>,
        seal: Arc<Seal>,
        clock: Arc<dyn Clock>,
        name: &str,
        purpose: &str,
        at_once: usize,
    ) -> Result<Arc<Self>, Error> {
        let run = Self {
            name: name_of(&seal, name),
            purpose: seal.hash(b"purpose", &[purpose.as_bytes()]),
            worker: rand::random(),
            state: Mutex::default(),
            changed: Arc::default(),
            fleet,
            seal,
            clock,
            at_once,
        };
        let Some(joined) = run.fleet.join(run.name, run.purpose).await? else {
            return Err(Error::input(
                "The run of that name does something else: another command, manifest, application or partner.",
                "Give the run another name, or the same parameters on each machine.",
            ));
        };
        run.state().begin_anew(joined);
        let run = Arc::new(run);
        drop(tokio::spawn(drive(Arc::downgrade(&run))));
        Ok(run)
    }

    /// Waits until a tenant is this worker's to do, or done by another.
    ///
    /// # Errors
    /// Why this worker does no further tenant.
    pub async fn turn(&self, tenant: &str) -> Result<Turn, Error> {
        let tenant = tenant.trim().to_lowercase();
        let name = self.seal.hash(b"tenant", &[&self.name, tenant.as_bytes()]);
        let (told, outcome) = oneshot::channel::<Outcome>();
        {
            let mut state = self.state();
            if let Some(why) = &state.over {
                return Err(why.clone());
            }
            let waiting = state.waiting.entry(name).or_default();
            waiting.push(told);
            if waiting.len() == 1 {
                state.unknown.push(name);
            }
        }
        self.changed.notify_one();
        outcome.await.unwrap_or_else(|_| Err(Error::cancelled()))
    }

    /// Does no further tenant, and leaves the others to other workers.
    pub fn end(&self, why: &Error) {
        self.state().end(why);
    }

    /// How far the run is.
    ///
    /// # Errors
    /// What is wrong with the server.
    pub async fn counts(&self) -> Result<Counts, Error> {
        Ok(self.fleet.counts(self.name).await?.unwrap_or_default())
    }

    /// What the user has to know of the server and was not told yet.
    #[must_use]
    pub fn take_warning(&self) -> Option<String> {
        self.fleet.take_warning()
    }

    /// One look at the run; how long until the next.
    async fn step(self: &Arc<Self>) -> Result<Duration, Error> {
        let after = self.state().after;
        let finished = self.fleet.finished(self.name, after).await?;
        if !finished.is_there {
            let joined = self.fleet.join(self.name, self.purpose).await?;
            self.state().begin_anew(joined.unwrap_or_default());
            return Ok(Duration::ZERO);
        }
        {
            let mut state = self.state();
            state.after = finished.next;
            for tenant in finished.tenants {
                state.others(tenant);
            }
        }
        self.offer().await?;
        self.take().await?;
        self.extend().await?;
        let state = self.state();
        Ok(match (state.unknown.is_empty(), state.waiting.is_empty()) {
            (false, _) => Duration::ZERO,
            (true, false) => LOOK,
            (true, true) => EXTEND,
        })
    }

    async fn offer(&self) -> Result<(), Error> {
        let (tenants, joined) = {
            let mut state = self.state();
            let kept = state.unknown.len().saturating_sub(MOST_OFFERED);
            (state.unknown.split_off(kept), state.joined)
        };
        if tenants.is_empty() {
            return Ok(());
        }
        let offered = self.fleet.offer(self.name, tenants.clone(), joined).await;
        let mut state = self.state();
        match offered {
            Ok(known) if known.len() == tenants.len() => {
                let finished = tenants.into_iter().zip(known).filter(|(_, is_finished)| *is_finished);
                finished.for_each(|(tenant, _)| state.others(tenant));
                Ok(())
            }
            // The run was lost meanwhile, or the server.
            other => {
                state.unknown.extend(tenants);
                other.map(drop)
            }
        }
    }

    async fn take(self: &Arc<Self>) -> Result<(), Error> {
        let free = {
            let state = self.state();
            let is_wanted = state.over.is_none() && !state.waiting.is_empty();
            if is_wanted {
                self.at_once.saturating_sub(state.at.len())
            } else {
                0
            }
        };
        if free == 0 {
            return Ok(());
        }
        for ticket in self.fleet.take(self.name, self.worker, free).await? {
            let tenant = ticket.tenant;
            let place = Place {
                run: Arc::clone(self),
                ticket: Some(ticket.clone()),
            };
            let mut state = self.state();
            state.at.insert(tenant, ticket);
            let back = state.tell(tenant, Ok(Turn::Mine(place)));
            // A place that nobody takes looks at the state as it goes.
            drop(state);
            // A tenant that this worker was not given is left for those that were.
            drop(back);
        }
        Ok(())
    }

    async fn extend(&self) -> Result<(), Error> {
        let now = self.clock.elapsed();
        let at: Vec<Ticket> = {
            let mut state = self.state();
            if state.at.is_empty() || now < state.extended.saturating_add(EXTEND) {
                return Ok(());
            }
            state.extended = now;
            state.at.values().cloned().collect()
        };
        self.fleet.extend(self.name, self.worker, at).await
    }

    /// Notes how a look went; how long until the next.
    fn looked(&self, looked: Result<Duration, Error>) -> Duration {
        let mut state = self.state();
        match looked {
            Ok(wait) => {
                state.away_since = None;
                wait
            }
            Err(error) => {
                let now = self.clock.elapsed();
                let since = *state.away_since.get_or_insert(now);
                if now.saturating_sub(since) >= GIVE_UP {
                    state.end(&error.advise_first("Run the command again with the same name: it goes on from there."));
                }
                TRY_AGAIN
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Run")
    }
}

impl Place {
    /// Keeps what came of the tenant; false where another worker took it over, whose result is the run's.
    ///
    /// # Errors
    /// What is wrong with the server, after a long wait for it.
    pub async fn finish(mut self, result: &[u8], is_failure: bool) -> Result<bool, Error> {
        let Some(ticket) = self.ticket.take() else {
            return Ok(false);
        };
        let run = Arc::clone(&self.run);
        let sealed = run.seal.seal(record(run.name, ticket.tenant), result);
        let sealed = sealed.ok_or_else(|| Error::internal("A result can't be sealed."))?;
        let give_up = run.clock.elapsed().saturating_add(GIVE_UP);
        let kept = loop {
            let finishing = run.fleet.finish(run.name, ticket.clone(), sealed.clone(), is_failure);
            match finishing.await {
                Err(_) if run.clock.elapsed() < give_up => run.clock.sleep(TRY_AGAIN).await,
                outcome => break outcome,
            }
        };
        run.state().at.remove(&ticket.tenant);
        run.changed.notify_one();
        kept
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(ticket) = self.ticket.take() else { return };
        let run = Arc::clone(&self.run);
        run.state().at.remove(&ticket.tenant);
        // Without a runtime others take it over when this worker has not been heard of for long.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { drop(run.fleet.leave(run.name, run.worker, ticket).await) });
        }
    }
}

/// Looks at the run again and again, until nobody holds it.
async fn drive(run: Weak<Run>) {
    loop {
        let Some(held) = run.upgrade() else { return };
        let looked = held.step().await;
        let wait = held.looked(looked);
        let (changed, sleep) = (Arc::clone(&held.changed), held.clock.sleep(wait));
        drop(held);
        if !wait.is_zero() {
            select(std::pin::pin!(changed.notified()), sleep).await;
        }
    }
}
