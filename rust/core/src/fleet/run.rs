//! One worker's side of a run.

use super::results::{name_of, record};
use super::state::{Outcome, State};
use super::{Counts, Fleet, Joined, Name, Take, Ticket};
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
/// How long after an outage no tenant is taken over from a worker: each has to be heard of first.
const CALM: Duration = Duration::from_secs(30);
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
            return Err(other_purpose());
        };
        run.state().joined = joined;
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
                state.unknown.insert(name);
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
        // First, as others take over what nobody is heard to be at.
        self.extend().await?;
        let (after, number) = {
            let state = self.state();
            (state.after, state.joined.number)
        };
        let finished = self.fleet.finished(self.name, number, after).await?;
        if !finished.is_there {
            return self.join_again().await;
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
        let state = self.state();
        Ok(match (state.unknown.is_empty(), state.waiting.is_empty()) {
            (false, _) => Duration::ZERO,
            (true, false) => LOOK,
            (true, true) => EXTEND,
        })
    }

    /// Begins the run anew where the server lost it: what failed before is of this run.
    async fn join_again(&self) -> Result<Duration, Error> {
        let joined = self.fleet.join(self.name, self.purpose).await?;
        let mut state = self.state();
        let Some(joined) = joined else {
            state.end(&other_purpose());
            return Ok(EXTEND);
        };
        state.joined = Joined { old: 0, ..joined };
        state.begin_anew();
        Ok(Duration::ZERO)
    }

    async fn offer(&self) -> Result<(), Error> {
        let (tenants, old) = {
            let mut state = self.state();
            let tenants: Vec<Name> = state.unknown.iter().copied().take(MOST_OFFERED).collect();
            for tenant in &tenants {
                state.unknown.remove(tenant);
            }
            (tenants, state.joined.old)
        };
        if tenants.is_empty() {
            return Ok(());
        }
        let offered = self.fleet.offer(self.name, tenants.clone(), old).await;
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
        let wanted = {
            let state = self.state();
            let is_over = state.over.is_some() || state.waiting.is_empty();
            Take {
                most: if is_over {
                    0
                } else {
                    self.at_once.saturating_sub(state.at.len())
                },
                behind: state.behind.clone(),
                only_left: self.clock.elapsed() < state.calm_until,
            }
        };
        if wanted.most == 0 {
            return Ok(());
        }
        let mut behind = None;
        for ticket in self.fleet.take(self.name, self.worker, wanted).await? {
            let (tenant, entry) = (ticket.tenant, ticket.entry.clone());
            let place = Place {
                run: Arc::clone(self),
                ticket: Some(ticket.clone()),
            };
            let mut state = self.state();
            state.at.insert(tenant, ticket);
            let back = state.tell(tenant, Ok(Turn::Mine(place)));
            // A place that nobody takes looks at the state as it goes.
            drop(state);
            // A tenant that this worker was not given is left for those that were, and the next look goes past it.
            behind = back.map(|_| entry).or(behind);
        }
        self.state().behind = behind;
        Ok(())
    }

    async fn extend(&self) -> Result<(), Error> {
        let now = self.clock.elapsed();
        let at: Vec<Ticket> = {
            let state = self.state();
            if state.at.is_empty() || now < state.extended.saturating_add(EXTEND) {
                return Ok(());
            }
            state.at.values().cloned().collect()
        };
        self.fleet.extend(self.name, self.worker, at).await?;
        self.state().extended = now;
        Ok(())
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
                state.calm_until = now.saturating_add(CALM);
                state.begin_anew();
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

fn other_purpose() -> Error {
    Error::input(
        "The run of that name does something else: another command, manifest, application or partner.",
        "Give the run another name, or the same parameters on each machine.",
    )
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
