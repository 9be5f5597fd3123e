//! Moments as Microsoft Graph writes them (RFC 3339).

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Unix milliseconds as a text; nothing beyond the year 9999.
pub fn text(millis: i64) -> Option<String> {
    let seconds = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000)).ok()?;
    seconds.format(&Rfc3339).ok()
}

/// A text as Unix milliseconds.
pub fn parse(text: &str) -> Option<i64> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    moment.unix_timestamp().checked_mul(1000)
}
