//! The same `ms-requestid` gets the same answer (Partner Center, "Control panel vendor APIs").

use axum::http::StatusCode;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

/// How many answers are remembered: the newest.
const REMEMBERED: usize = 10_000;

/// An answer that can be given again.
pub type Given = (StatusCode, Value);

/// What was answered to which request id.
#[derive(Default)]
pub struct Replays(Mutex<Answers>);

#[derive(Default)]
struct Answers {
    by_id: HashMap<String, Given>,
    order: VecDeque<String>,
}

impl Replays {
    /// The first answer to that id; `act` makes it when there is none yet, and then alone changes something. Without an
    /// id, each request is a new one.
    pub fn once(&self, id: Option<&str>, act: impl FnOnce() -> Given) -> Given {
        let Some(id) = id else { return act() };
        // Held while acting: of two equal requests at once, one acts.
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(given) = answers.by_id.get(id) {
            return given.clone();
        }
        let given = act();
        if answers.order.len() == REMEMBERED
            && let Some(oldest) = answers.order.pop_front()
        {
            answers.by_id.remove(&oldest);
        }
        answers.order.push_back(id.to_owned());
        answers.by_id.insert(id.to_owned(), given.clone());
        given
    }
}
