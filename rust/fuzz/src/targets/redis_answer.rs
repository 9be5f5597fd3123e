//! What a Redis server answers, in its protocol.

use partner_store::fuzzing;

/// Every reader of an answer reads it.
pub fn run(bytes: &[u8]) -> bool {
    fuzzing::redis_answer(bytes).is_some_and(|readers| readers > 0)
}
