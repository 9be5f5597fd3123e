//! What was asked of the sandbox, for tests: never a secret.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many requests are remembered: the newest.
const REMEMBERED: usize = 100_000;

/// A request that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Method, for example `POST`.
    pub method: String,
    /// Path without its query.
    pub path: String,
    /// Id of the tenant it is about, where there is one.
    pub tenant: Option<String>,
    /// Scope that a token was asked for.
    pub scope: Option<String>,
    /// The client's id of the request (`client-request-id` or `ms-requestid`).
    pub request_id: Option<String>,
}

/// The newest requests, oldest first.
#[derive(Default)]
pub struct Requests(Mutex<VecDeque<Request>>);

impl Requests {
    /// Remembers one.
    pub fn add(&self, request: Request) {
        let mut requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if requests.len() == REMEMBERED {
            requests.pop_front();
        }
        requests.push_back(request);
    }

    /// All that are remembered.
    pub fn all(&self) -> Vec<Request> {
        let requests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.iter().cloned().collect()
    }
}
