//! One file for each target, and what several need.

pub mod address;
pub mod certificate;
pub mod claims;
pub mod consent_answer;
pub mod error_answer;
pub mod error_text;
pub mod journal;
pub mod kept_tokens;
pub mod loopback_request;
pub mod manifest;
pub mod redis_answer;
pub mod request;
pub mod retry_after;
pub mod service_document;
pub mod token_answer;

use partner_auth::clock::Clock;
use partner_auth::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A moment of which no test depends on being another, Unix seconds: July 2026.
const NOW: i64 = 1_784_000_000;

/// A clock that stands still.
struct StillClock;

impl Clock for StillClock {
    fn unix(&self) -> i64 {
        NOW
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn sleep(&self, _length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

/// The first line and the rest.
fn first_line(bytes: &[u8]) -> (&str, &[u8]) {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    let line = std::str::from_utf8(line).unwrap_or_default();
    (line, rest.get(1..).unwrap_or_default())
}

/// An error that people see: it says something, and its texts do nothing to a console.
fn check(error: &Error) {
    let shown = error.to_string();
    assert!(!shown.is_empty() && !error.remedy().is_empty());
    let texts = [
        Some(shown.as_str()),
        Some(error.remedy()),
        error.cause_known(),
        error.service_code(),
        error.service_text(),
        error.correlation_id(),
        error.oauth_error(),
    ];
    for text in texts.into_iter().flatten() {
        assert!(text.len() <= 8 * 1024, "{} bytes", text.len());
        assert!(!text.chars().any(char::is_control), "{text:?}");
    }
}
