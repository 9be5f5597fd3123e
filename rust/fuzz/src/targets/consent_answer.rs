//! What a browser brings back from a consent page or a sign-in: the query of its address.

use super::check;
use partner_auth::fuzzing;

/// The text is read as both.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(query) = std::str::from_utf8(bytes) else {
        return false;
    };
    let consent = fuzzing::consent_answer(query);
    if let Some((_, _, Some(refusal))) = &consent {
        check(refusal);
    }
    let sign_in = fuzzing::sign_in_answer(query);
    if let Some((_, Some(failure))) = &sign_in {
        check(failure);
    }
    consent.is_some() || sign_in.is_some()
}
