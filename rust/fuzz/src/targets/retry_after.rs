//! The header `Retry-After`: a line with the time, Unix seconds, then the header.

use super::{NOW, first_line};
use partner_auth::retry::retry_after;
use std::time::Duration;

/// A wait is an hour at most.
pub fn run(bytes: &[u8]) -> bool {
    let (now, value) = first_line(bytes);
    let Ok(value) = std::str::from_utf8(value) else {
        return false;
    };
    let wait = retry_after(value, now.parse().unwrap_or(NOW));
    assert!(wait.is_none_or(|wait| wait <= Duration::from_secs(3600)));
    wait.is_some()
}
