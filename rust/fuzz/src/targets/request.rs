//! The documents that cross the boundary: a line with the document's name, then the document.

use super::first_line;
use partner_auth_native::fuzzing::REQUESTS;

/// What is read is written and read again without a loss.
pub fn run(bytes: &[u8]) -> bool {
    let (name, document) = first_line(bytes);
    let Some((_, read)) = REQUESTS.iter().find(|(known, _)| *known == name) else {
        return false;
    };
    let Some(written) = read(document) else {
        return false;
    };
    let again = read(&written).expect("what it writes");
    assert_eq!(*again, *written);
    true
}
