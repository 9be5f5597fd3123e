//! The answers that a listener waits for: each by the state that its link carries (RFC 6749 section 10.12).

use std::sync::{Mutex, MutexGuard, PoisonError};
use subtle::ConstantTimeEq;
use tokio::sync::oneshot;

/// What the browser brings back at the end of one kind of page.
pub trait Answer: Send + Sized + 'static {
    /// The page for a request that answers nothing that is expected.
    const FOREIGN: &'static str;

    /// Reads a query, and the state in it; nothing when it is no answer of this kind.
    fn read(query: &str) -> Option<(String, Self)>;

    /// The page that the person sees at the end.
    fn page(&self) -> &'static str;
}

/// The states of answers that have not come. Each counts once: its second answer is as foreign as any other.
pub struct Expected<A> {
    states: Mutex<Vec<(String, oneshot::Sender<A>)>>,
}

impl<A> Default for Expected<A> {
    fn default() -> Self {
        Self {
            states: Mutex::default(),
        }
    }
}

impl<A: Answer> Expected<A> {
    /// Expects the answer with that state, as long as what this gives is kept; nothing when it is expected already.
    pub fn expect(&self, state: &str) -> Option<oneshot::Receiver<A>> {
        let mut states = self.states();
        states.retain(|(_, waiting)| !waiting.is_closed());
        if states.iter().any(|(open, _)| open == state) {
            return None;
        }
        let (sender, receiver) = oneshot::channel();
        states.push((state.to_owned(), sender));
        Some(receiver)
    }

    /// How many answers are expected by somebody who still waits.
    pub fn count(&self) -> usize {
        let mut states = self.states();
        states.retain(|(_, waiting)| !waiting.is_closed());
        states.len()
    }

    /// The answer in a query and who waits for it; its state is expected no more.
    pub fn take(&self, query: &str) -> Option<(A, oneshot::Sender<A>)> {
        let (given, answer) = A::read(query)?;
        let mut states = self.states();
        // Every state is looked at in full: how long it takes tells nobody how near a guess came.
        let mut found = None;
        for (number, (state, waiting)) in states.iter().enumerate() {
            if bool::from(state.as_bytes().ct_eq(given.as_bytes())) && !waiting.is_closed() {
                found = Some(number);
            }
        }
        let (_, waiting) = states.swap_remove(found?);
        Some((answer, waiting))
    }

    fn states(&self) -> MutexGuard<'_, Vec<(String, oneshot::Sender<A>)>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Word(String);

    impl Answer for Word {
        const FOREIGN: &'static str = "";

        fn read(query: &str) -> Option<(String, Self)> {
            let (state, word) = query.split_once('=')?;
            Some((state.to_owned(), Self(word.to_owned())))
        }

        fn page(&self) -> &'static str {
            ""
        }
    }

    #[test]
    fn an_answer_goes_to_whoever_waits_for_its_state_and_counts_once() {
        let expected = Expected::<Word>::default();
        let (mut first, mut second) = (expected.expect("Abc").unwrap(), expected.expect("Abd").unwrap());
        for foreign in ["abc=x", "=x", "Abcd=x", "Ab=x", "no answer"] {
            assert!(expected.take(foreign).is_none(), "{foreign}");
        }
        let (answer, waiting) = expected.take("Abd=word").unwrap();
        assert!(expected.take("Abd=word").is_none(), "a replay is foreign");
        assert!(waiting.send(answer).is_ok());
        assert_eq!(second.try_recv().unwrap().0, "word");
        assert!(first.try_recv().is_err());
        assert_eq!(expected.count(), 1);
    }

    #[test]
    fn nobody_is_told_twice_and_who_left_is_expected_no_more() {
        let expected = Expected::<Word>::default();
        let waiting = expected.expect("Abc").unwrap();
        assert!(expected.expect("Abc").is_none());
        drop(waiting);
        assert_eq!(expected.count(), 0);
        assert!(expected.take("Abc=late").is_none());
        assert!(expected.expect("Abc").is_some());
    }
}
