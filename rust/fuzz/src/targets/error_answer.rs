//! Failures as services answer them: a line `STATUS RETRY-AFTER` or `STATUS @LOCATION`, then the body.

use super::{NOW, check, first_line};
use partner_auth::error::Retry;
use partner_auth::fuzzing;
use std::time::Duration;

/// Every service's reader reads it.
pub fn run(bytes: &[u8]) -> bool {
    let (line, body) = first_line(bytes);
    let (status, header) = line.split_once(' ').unwrap_or((line, ""));
    let Ok(status) = status.parse::<u16>() else {
        return false;
    };
    let (retry_after, location) = match header.strip_prefix('@') {
        Some(location) => (None, Some(location.to_owned())),
        None => (Some(header.to_owned()).filter(|h| !h.is_empty()), None),
    };
    let Some(answer) = fuzzing::answer(status, retry_after, location, body) else {
        return false;
    };
    for error in fuzzing::error_answers(&answer, NOW) {
        check(&error);
        assert!(error.http_status().is_none_or(|s| s == status));
        if let Retry::After(wait) = error.retry_when() {
            assert!(wait <= Duration::from_secs(3600), "{wait:?}");
        }
    }
    serde_json::from_slice::<serde_json::Value>(body).is_ok()
}
