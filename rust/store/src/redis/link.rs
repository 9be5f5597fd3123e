//! A connection that may go away and come back: whoever calls meanwhile is told at once that there is none.

use super::address::Address;
use super::connecting::{Limits, ask, connect};
use super::fault::Fault;
use partner_auth::Error;
use partner_auth::clock::Clock;
use redis::aio::MultiplexedConnection;
use redis::{Cmd, Value};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long nobody asks a server that failed.
const PAUSE: Duration = Duration::from_secs(5);
/// A connection that nobody used for so long may be dead without a word: what lies between drops it.
const IDLE: Duration = Duration::from_secs(60);
/// How long after a warning there is no other, so that a server that comes and goes is one warning.
const QUIET: Duration = Duration::from_secs(600);

/// The way to one server.
pub struct Link {
    address: Address,
    clock: Arc<dyn Clock>,
    limits: Limits,
    state: Mutex<State>,
    /// One connects, and who wants to meanwhile waits for it.
    connecting: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    connection: Option<MultiplexedConnection>,
    /// Counts connections, so that one that is found dead is given up once.
    number: u64,
    /// When it was used last.
    used_at: Duration,
    /// Set while this process is alone: when it tries again.
    again_at: Option<Duration>,
    warned_at: Option<Duration>,
    warning: Option<String>,
    word: Option<String>,
}

impl Link {
    /// Connects.
    ///
    /// # Errors
    /// What is wrong with the server, and what to do.
    pub async fn open(address: Address, limits: Limits, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let connecting = connect(&address, limits.first, limits.call).await;
        let connection = connecting.map_err(|fault| fault.error(&address.to_string()))?;
        let state = Mutex::new(State {
            connection: Some(connection),
            used_at: clock.elapsed(),
            ..State::default()
        });
        Ok(Self {
            address,
            clock,
            limits,
            state,
            connecting: tokio::sync::Mutex::default(),
        })
    }

    /// Sends a command; nothing while the server is away.
    pub async fn call(&self, command: &Cmd) -> Option<Value> {
        self.try_call(command).await.ok()
    }

    /// Sends a command.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn try_call(&self, command: &Cmd) -> Result<Value, Fault> {
        let was_idle = self.clock.elapsed() >= self.state().used_at.saturating_add(IDLE);
        let (mut connection, mut number) = self.connection().await?;
        let mut result = ask(&mut connection, command).await;
        if let Err(e) = &result
            && (Fault::of(e) == Fault::Cut || (was_idle && Fault::of(e) == Fault::Slow))
        {
            // A connection that nobody used for long is dead without a reason: a new one answers.
            self.forget(number);
            (connection, number) = self.connection().await?;
            result = ask(&mut connection, command).await;
        }
        match result {
            Ok(value) => {
                self.state().used_at = self.clock.elapsed();
                Ok(value)
            }
            Err(e) => {
                let fault = Fault::of(&e);
                self.fail(fault, number);
                Err(fault)
            }
        }
    }

    /// Where the server is.
    pub fn at(&self) -> String {
        self.address.to_string()
    }

    /// The clock.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Takes the warning that was not told yet.
    pub fn take_warning(&self) -> Option<String> {
        self.state().warning.take()
    }

    /// Keeps a warning until it is taken.
    pub fn warn(&self, warning: String) {
        let mut state = self.state();
        let before = state.warning.take();
        state.warning = Some(before.map_or(warning.clone(), |before| format!("{before} {warning}")));
    }

    /// Takes the word that the server is back.
    pub fn take_word(&self) -> Option<String> {
        self.state().word.take()
    }

    async fn connection(&self) -> Result<(MultiplexedConnection, u64), Fault> {
        if let Some(there) = self.there()? {
            return Ok(there);
        }
        let _one = self.connecting.lock().await;
        let number = {
            // Somebody else may have connected meanwhile, or found that it can't be.
            if let Some(there) = self.there()? {
                return Ok(there);
            }
            let mut state = self.state();
            // One tries, and the others go on alone meanwhile.
            let again_at = self.clock.elapsed().saturating_add(PAUSE);
            state.again_at = state.again_at.map(|_| again_at);
            state.number
        };
        match connect(&self.address, self.limits.again, self.limits.call).await {
            Ok(connection) => Ok(self.keep(connection)),
            Err(fault) => {
                self.fail(fault, number);
                Err(fault)
            }
        }
    }

    /// The connection, where there is one; a fault while nobody is to ask for one.
    fn there(&self) -> Result<Option<(MultiplexedConnection, u64)>, Fault> {
        let state = self.state();
        if let Some(connection) = &state.connection {
            return Ok(Some((connection.clone(), state.number)));
        }
        let rests = state.again_at.is_some_and(|at| self.clock.elapsed() < at);
        if rests { Err(Fault::Unreachable) } else { Ok(None) }
    }

    fn keep(&self, connection: MultiplexedConnection) -> (MultiplexedConnection, u64) {
        let mut state = self.state();
        state.number = state.number.saturating_add(1);
        state.connection = Some(connection.clone());
        if state.again_at.take().is_some() {
            state.word = Some(format!(
                "Redis at {} is back: tokens and limits are shared again.",
                self.address
            ));
        }
        (connection, state.number)
    }

    /// Gives up a connection, unless another one has its place.
    fn forget(&self, number: u64) {
        let mut state = self.state();
        if state.number == number {
            state.connection = None;
        }
    }

    /// Goes on alone for a while, and says so once; what a connection did that another has replaced is nothing.
    fn fail(&self, fault: Fault, number: u64) {
        let mut state = self.state();
        if state.number != number {
            return;
        }
        let now = self.clock.elapsed();
        state.connection = None;
        state.number = state.number.saturating_add(1);
        state.again_at = Some(now.saturating_add(PAUSE));
        if state.warned_at.is_none_or(|at| now >= at.saturating_add(QUIET)) {
            state.warned_at = Some(now);
            state.warning = Some(format!(
                "Redis at {} {}: this process goes on alone, with what it has in memory, and comes back to it by itself. A run \
                 with -Fleet waits for it.",
                self.address,
                fault.text()
            ));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
