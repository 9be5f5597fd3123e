//! When to ask again, and how long to wait before it.

use crate::error::{Error, Retry};
use rand::Rng;
use std::time::Duration;

/// A loop was detected ("Client throttling", user flows).
const LOOP: &str = "AADSTS50196";
/// How often one call is sent at most, the first time included.
pub const ATTEMPTS: u32 = 3;
/// The shortest back-off; doubled with each attempt.
const FIRST: Duration = Duration::from_secs(1);
/// The longest back-off.
const LONGEST: Duration = Duration::from_secs(20);
/// The longest wait that a service may ask for; the limit of MSAL.NET.
pub const LONGEST_ASKED: Duration = Duration::from_secs(3600);
/// The wait after a 429 that names none.
pub const UNNAMED: Duration = Duration::from_secs(60);

/// The wait before the next attempt after this failure, or nothing when there must be none.
///
/// `attempt` counts from 1. Back-off is exponential with full jitter.
#[must_use]
pub fn wait(error: &Error, attempt: u32) -> Option<Duration> {
    match error.retry_when() {
        Retry::Never => None,
        // "You ask for the same again and again" is answered by not asking again; the pause holds for everybody.
        _ if error.service_code() == Some(LOOP) => None,
        _ if attempt >= ATTEMPTS => None,
        Retry::After(asked) => Some(asked),
        Retry::Soon => {
            let most = FIRST
                .saturating_mul(2u32.saturating_pow(attempt.saturating_sub(1)))
                .min(LONGEST);
            Some(most.mul_f64(rand::rng().random_range(0.0..=1.0)))
        }
    }
}

/// Reads a `Retry-After` header (RFC 9110 section 10.2.3): seconds or a date. A date that has passed is no wait;
/// what can't be read is ignored; more than an hour is an hour.
#[must_use]
pub fn retry_after(value: &str, now_unix: i64) -> Option<Duration> {
    let value = value.trim();
    let wait = if let Ok(seconds) = value.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let date = httpdate::parse_http_date(value).ok()?;
        let at = date.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs();
        Duration::from_secs(at.saturating_sub(u64::try_from(now_unix).unwrap_or(0)))
    };
    Some(wait.min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn retry_after_takes_seconds_and_dates_and_ignores_rubbish() {
        assert_eq!(retry_after("7", 0), Some(Duration::from_secs(7)));
        assert_eq!(
            retry_after("Thu, 01 Jan 1970 00:01:40 GMT", 40),
            Some(Duration::from_secs(60))
        );
        assert_eq!(retry_after("Thu, 01 Jan 1970 00:01:40 GMT", 500), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999", 0), Some(Duration::from_secs(3600)));
        for rubbish in ["", "soon", "-5", "1.5"] {
            assert_eq!(retry_after(rubbish, 0), None, "{rubbish:?}");
        }
    }

    #[test]
    fn back_off_grows_stays_in_its_bounds_and_ends() {
        let error = Error::new(ErrorKind::Network, "", "").retry(Retry::Soon);
        for _ in 0..100 {
            assert!(wait(&error, 1).unwrap() <= Duration::from_secs(1));
            assert!(wait(&error, 2).unwrap() <= Duration::from_secs(2));
        }
        assert_eq!(wait(&error, ATTEMPTS), None);
        assert_eq!(wait(&Error::internal(""), 1), None);
        let first = wait(&error, 1);
        assert!(
            (0..100).any(|_| wait(&error, 1) != first),
            "nobody comes back at once with all others"
        );
    }

    #[test]
    fn a_wait_that_was_asked_for_is_kept_and_a_detected_loop_is_not_gone_on_with() {
        let asked = Duration::from_secs(60);
        let error = Error::new(ErrorKind::Throttled, "", "").retry(Retry::After(asked));
        assert_eq!(wait(&error, 1), Some(asked));
        assert_eq!(wait(&error.service(Some(LOOP.to_owned()), None), 1), None);
    }
}
