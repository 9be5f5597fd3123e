//! An operation: work that goes on while its caller pulls events, feeds items and may cancel.

use crate::event::Event;
use crate::guard::{Defect, take_defect};
use crate::runtime::runtime;
use crate::status::{Outcome, Status};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

/// How an item ended when its work gave no last event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The caller cancelled.
    Cancelled,
    /// The work panicked, at that place where it is known. Never shown as a cancellation.
    Panicked(Option<Defect>),
}

/// Takes one more item, as JSON.
pub type Feed = Box<dyn Fn(&Arc<Operation>, &[u8]) -> Outcome + Send + Sync>;

/// What the caller answers to a question: bytes, or why there are none.
pub type Reply = Result<Zeroizing<Vec<u8>>, String>;

/// Lets items to their work: as many at once as its rule allows.
pub trait Gate: Any + Send + Sync {
    /// Waits for a place, which is given back when what this gives goes.
    fn enter(&self) -> BoxFuture<'_, Box<dyn Send + '_>>;
}

impl Gate for Semaphore {
    fn enter(&self) -> BoxFuture<'_, Box<dyn Send + '_>> {
        // The semaphore is never closed; without a permit the item would only start early.
        async {
            let place: Box<dyn Send> = Box::new(self.acquire().await.ok());
            place
        }
        .boxed()
    }
}

/// Writes the event for an item that failed without one of its own; none where a cancellation is how work ends well.
type FailureEvent = fn(Option<u32>, Failure) -> Option<Event>;

/// Work in progress.
pub struct Operation {
    state: Mutex<State>,
    changed: Condvar,
    cancel: CancellationToken,
    gate: Box<dyn Gate>,
    feed: Option<Feed>,
    failure: FailureEvent,
}

struct State {
    events: VecDeque<Event>,
    /// Questions that wait for their reply, by number.
    questions: HashMap<u64, oneshot::Sender<Reply>>,
    next_question: u64,
    /// Items whose last event has not come.
    unfinished: usize,
    /// More items may be fed.
    open: bool,
    /// Nobody will read events any more.
    closed: bool,
}

impl State {
    /// No last event is missing and no item can come.
    fn is_over(&self) -> bool {
        !self.open && self.unfinished == 0
    }

    /// After the end nobody replies: who waits must know it.
    fn forget_questions_at_the_end(&mut self) {
        if self.is_over() {
            self.questions.clear();
        }
    }
}

impl Operation {
    /// A new operation with at most `throttle` items at work at once.
    ///
    /// # Errors
    /// `BadArgument` for a throttle that is 0 or over 65,535.
    pub fn new(throttle: u32, feed: Option<Feed>, failure: FailureEvent) -> Result<Arc<Self>, Status> {
        let throttle = u16::try_from(throttle)
            .ok()
            .filter(|t| *t > 0)
            .ok_or(Status::BadArgument)?;
        let gate = Semaphore::new(usize::from(throttle));
        Ok(Self::gated(Box::new(gate), feed, failure))
    }

    /// A new operation whose items pass that gate.
    pub fn gated(gate: Box<dyn Gate>, feed: Option<Feed>, failure: FailureEvent) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State {
                events: VecDeque::new(),
                questions: HashMap::new(),
                next_question: 1,
                unfinished: 0,
                open: true,
                closed: false,
            }),
            changed: Condvar::new(),
            cancel: CancellationToken::new(),
            gate,
            feed,
            failure,
        })
    }

    /// What lets items to their work, as what it is.
    pub fn gate<T: Gate>(&self) -> Option<&T> {
        let gate: &dyn Any = &*self.gate;
        gate.downcast_ref()
    }

    /// Adds an event. What comes after the last item has ended is dropped: the end was told.
    pub fn push(&self, event: Event) {
        let mut state = self.state();
        if !state.closed && !state.is_over() {
            state.events.push_back(event);
            self.changed.notify_all();
        }
    }

    /// Asks the caller: `question` writes the event for a number that the reply names. Gives nothing when the operation
    /// is over, or ends before there is a reply: then nobody is there to answer.
    pub fn ask(&self, question: impl FnOnce(u64) -> Event) -> BoxFuture<'static, Option<Reply>> {
        let mut state = self.state();
        let waiting = (!state.closed && !state.is_over()).then(|| {
            let (sender, receiver) = oneshot::channel();
            let number = state.next_question;
            state.next_question = number.saturating_add(1);
            state.questions.insert(number, sender);
            state.events.push_back(question(number));
            self.changed.notify_all();
            receiver
        });
        async move { waiting?.await.ok() }.boxed()
    }

    /// Takes the reply to a question.
    ///
    /// # Errors
    /// `NotOpen` when nobody waits for it.
    pub fn reply(&self, question: u64, reply: Reply) -> Outcome {
        let asked = self.state().questions.remove(&question).ok_or(Status::NotOpen)?;
        asked.send(reply).map_err(|_| Status::NotOpen)
    }

    /// Adds an event that ends an item for which nothing had to be done.
    ///
    /// # Errors
    /// `NotOpen` after [`Operation::finish`].
    pub fn answer(&self, event: Event) -> Outcome {
        let mut state = self.state();
        if !state.open {
            return Err(Status::NotOpen);
        }
        state.events.push_back(event);
        self.changed.notify_all();
        Ok(())
    }

    /// Does the work of an item beside everything else, as soon as the throttle allows. What the work gives is the
    /// item's last event; a cancellation and a panic have theirs.
    ///
    /// # Errors
    /// `NotOpen` after [`Operation::finish`], `Panicked` when the system gives no threads.
    pub fn spawn<F>(self: &Arc<Self>, item: Option<u32>, work: F) -> Outcome
    where
        F: Future<Output = Option<Event>> + Send + 'static,
    {
        // In a box, so that the library holds what follows once and not for each kind of work.
        self.spawn_boxed(item, Box::pin(work))
    }

    /// The same, past the gate: the work waits for others first, and enters by itself ([`Operation::enter`]).
    ///
    /// # Errors
    /// As [`Operation::spawn`].
    pub fn spawn_ungated<F>(self: &Arc<Self>, item: Option<u32>, work: F) -> Outcome
    where
        F: Future<Output = Option<Event>> + Send + 'static,
    {
        self.run(item, Box::pin(work))
    }

    /// Waits for a place at the gate, which is given back when what this gives goes.
    pub async fn enter(&self) -> Box<dyn Send + '_> {
        self.gate.enter().await
    }

    fn spawn_boxed(self: &Arc<Self>, item: Option<u32>, work: BoxFuture<'static, Option<Event>>) -> Outcome {
        let operation = Arc::clone(self);
        let throttled = async move {
            let _place = operation.enter().await;
            work.await
        };
        self.run(item, Box::pin(throttled))
    }

    fn run(self: &Arc<Self>, item: Option<u32>, work: BoxFuture<'static, Option<Event>>) -> Outcome {
        let runtime = runtime()?;
        let ticket = Ticket::new(self, item)?;
        runtime.spawn(async move {
            let operation = Arc::clone(&ticket.operation);
            let last = tokio::select! {
                biased;
                () = operation.cancel.cancelled() => (operation.failure)(item, Failure::Cancelled),
                done = AssertUnwindSafe(work).catch_unwind() => {
                    done.unwrap_or_else(|_| (operation.failure)(item, Failure::Panicked(take_defect())))
                }
            };
            ticket.finish(last);
        });
        Ok(())
    }

    /// Takes one more item.
    ///
    /// # Errors
    /// `NotOpen` when the operation takes none or no more, `BadArgument` when the item can't be read.
    pub fn feed(self: &Arc<Self>, item: &[u8]) -> Outcome {
        match &self.feed {
            Some(feed) if self.state().open => feed(self, item),
            _ => Err(Status::NotOpen),
        }
    }

    /// Says that no more items come.
    pub fn finish(&self) {
        let mut state = self.state();
        state.open = false;
        state.forget_questions_at_the_end();
        self.changed.notify_all();
    }

    /// Ends every unfinished item with `Cancelled`; no more items are taken.
    pub fn cancel(&self) {
        self.finish();
        self.cancel.cancel();
    }

    /// Cancels and forgets what nobody has read.
    pub fn close(&self) {
        let mut state = self.state();
        // First, so that who waits does not take the cancellation for an end.
        state.closed = true;
        state.events.clear();
        state.questions.clear();
        drop(state);
        self.cancel();
        self.changed.notify_all();
    }

    /// Waits for the next event and hands it to `take`; it stays the next one if `take` fails.
    ///
    /// # Errors
    /// `Timeout`, `End`, `BadHandle` when it was closed meanwhile, or what `take` gives.
    pub fn next(&self, timeout: Duration, take: impl FnOnce(&[u8]) -> Outcome) -> Outcome {
        let deadline = Instant::now().checked_add(timeout);
        let mut state = self.state();
        loop {
            if state.closed {
                return Err(Status::BadHandle);
            }
            if let Some(event) = state.events.front() {
                take(event)?;
                state.events.pop_front();
                return Ok(());
            }
            if state.is_over() {
                return Err(Status::End);
            }
            let left = deadline.map_or(timeout, |d| d.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Err(Status::Timeout);
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An item's right to a last event: one is sent whatever happens to its work.
struct Ticket {
    operation: Arc<Operation>,
    item: Option<u32>,
    open: bool,
}

impl Ticket {
    fn new(operation: &Arc<Operation>, item: Option<u32>) -> Result<Self, Status> {
        let mut state = operation.state();
        if !state.open {
            return Err(Status::NotOpen);
        }
        state.unfinished = state.unfinished.saturating_add(1);
        Ok(Self {
            operation: Arc::clone(operation),
            item,
            open: true,
        })
    }

    fn finish(mut self, last: Option<Event>) {
        self.end(last);
    }

    fn end(&mut self, last: Option<Event>) {
        self.open = false;
        let mut state = self.operation.state();
        state.unfinished = state.unfinished.saturating_sub(1);
        if let (Some(event), false) = (last, state.closed) {
            state.events.push_back(event);
        }
        state.forget_questions_at_the_end();
        self.operation.changed.notify_all();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if self.open {
            // A second panic here would end the process.
            let event = catch_unwind(AssertUnwindSafe(|| {
                (self.operation.failure)(self.item, Failure::Panicked(take_defect()))
            }));
            self.end(event.ok().flatten());
        }
    }
}
