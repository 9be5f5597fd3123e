//! The file in which runs of consents write down what they began.

use super::check;
use partner_auth::ClientId;
use partner_auth::consent::journal::History;
use partner_store::fuzzing;

/// The application of the seeds.
const APPLICATION: &str = "99999999-2222-3333-4444-555555555555";

/// Its lines, and what they say of an application.
pub fn run(bytes: &[u8]) -> bool {
    let Some(lines) = fuzzing::journal_lines(bytes.to_vec()) else {
        return false;
    };
    assert!(bytes.starts_with(lines.as_bytes()) && (lines.is_empty() || lines.ends_with('\n')));
    assert_eq!(
        fuzzing::journal_lines(lines.clone().into_bytes()).as_ref(),
        Some(&lines)
    );
    let application = ClientId::parse(APPLICATION).expect("an id");
    match History::read(&lines, application) {
        Ok(history) => {
            for tenant in history.interrupted() {
                assert!(history.of(tenant).interrupted.is_some());
            }
            for tenant in history.finished("goal") {
                assert!(history.of(tenant).goals.contains("goal"));
            }
            !lines.is_empty()
        }
        Err(error) => {
            check(&error);
            false
        }
    }
}
