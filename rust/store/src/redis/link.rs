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
/// How long after a warning there is no other, so that a server that comes and goes is one warning.
const QUIET: Duration = Duration::from_secs(600);

/// The way to one server.
pub struct Link {
    address: Address,
    clock: Arc<dyn Clock>,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    connection: Option<MultiplexedConnection>,
    /// Counts connections, so that one that is found dead is given up once.
    number: u64,
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
            ..State::default()
        });
        Ok(Self {
            address,
            clock,
            limits,
            state,
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
        let (mut connection, number) = self.connection().await?;
        let mut result = ask(&mut connection, command).await;
        if let Err(e) = &result
            && Fault::of(e) == Fault::Cut
        {
            // A connection that nobody used for long is dead without a reason: a new one answers.
            self.forget(number);
            let (mut connection, _) = self.connection().await?;
            result = ask(&mut connection, command).await;
        }
        match result {
            Ok(value) => Ok(value),
            Err(e) => {
                let fault = Fault::of(&e);
                self.fail(fault);
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
        self.state().warning = Some(warning);
    }

    /// Takes the word that the server is back.
    pub fn take_word(&self) -> Option<String> {
        self.state().word.take()
    }

    async fn connection(&self) -> Result<(MultiplexedConnection, u64), Fault> {
        {
            let mut state = self.state();
            if let Some(connection) = &state.connection {
                return Ok((connection.clone(), state.number));
            }
            let now = self.clock.elapsed();
            if state.again_at.is_some_and(|at| now < at) {
                return Err(Fault::Unreachable);
            }
            // One tries, and the others go on alone meanwhile.
            state.again_at = state.again_at.map(|_| now.saturating_add(PAUSE));
        }
        match connect(&self.address, self.limits.again, self.limits.call).await {
            Ok(connection) => Ok(self.keep(connection)),
            Err(fault) => {
                self.fail(fault);
                Err(fault)
            }
        }
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

    /// Goes on alone for a while, and says so once.
    fn fail(&self, fault: Fault) {
        let mut state = self.state();
        let now = self.clock.elapsed();
        state.connection = None;
        state.number = state.number.saturating_add(1);
        state.again_at = Some(now.saturating_add(PAUSE));
        if state.warned_at.is_none_or(|at| now >= at.saturating_add(QUIET)) {
            state.warned_at = Some(now);
            state.warning = Some(format!(
                "Redis at {} {}: this process goes on alone, with what it has in memory, and comes back to it by itself.",
                self.address,
                fault.text()
            ));
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
