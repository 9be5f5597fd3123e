//! Dates as precise as their source: a day, a month or a year (ISO 8601).

use serde::{Deserialize, Deserializer, de};
use std::cmp::Ordering;
use std::fmt;
use time::{Date, Month};

/// A day, a month or a year. It orders by its first day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    text: String,
    first: Date,
    last: Date,
}

/// How a date stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is over.
    Past,
    /// It is today, or the month or year is under way.
    Now,
    /// It begins in so many days.
    Ahead(i64),
    /// It was planned and moved.
    Postponed,
    /// It was planned and taken back.
    Withdrawn,
}

impl When {
    /// Reads `2026-11-10`, `2026-11` or `2026`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year: i32 = number(parts.next()?, 4)?;
        let month = parts.next().map(|m| number::<u8>(m, 2)).map(Option::unwrap_or_default);
        let day = parts.next().map(|d| number::<u8>(d, 2)).map(Option::unwrap_or_default);
        if parts.next().is_some() {
            return None;
        }
        let begin = Month::try_from(month.unwrap_or(1)).ok()?;
        let end = month.map_or(Month::December, |_| begin);
        let first = Date::from_calendar_date(year, begin, day.unwrap_or(1)).ok()?;
        let last_day = day.unwrap_or_else(|| end.length(year));
        let last = Date::from_calendar_date(year, end, last_day).ok()?;
        Some(Self {
            text: text.to_owned(),
            first,
            last,
        })
    }

    /// The first day of it.
    #[must_use]
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day of it.
    #[must_use]
    pub fn last(&self) -> Date {
        self.last
    }

    /// How it stands on a day.
    #[must_use]
    pub fn status(&self, today: Date) -> Status {
        if today < self.first {
            Status::Ahead((self.first - today).whole_days())
        } else if today > self.last {
            Status::Past
        } else {
            Status::Now
        }
    }
}

/// Digits of exactly that length.
fn number<T: std::str::FromStr>(text: &str, length: usize) -> Option<T> {
    let is_number = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// A day as `2026-11-24`; `None` for anything less precise.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    When::parse(text)
        .filter(|when| when.first == when.last)
        .map(|when| when.first)
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Ord for When {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first, self.last).cmp(&(other.first, other.last))
    }
}

impl PartialOrd for When {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'de> Deserialize<'de> for When {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom(format!("'{text}' is no date such as 2026-11-10 or 2026-11")))
    }
}

impl Status {
    /// Days until it begins, 0 while it is under way; `None` when nothing is to come.
    #[must_use]
    pub fn days_left(self) -> Option<i64> {
        match self {
            Self::Now => Some(0),
            Self::Ahead(days) => Some(days),
            Self::Past | Self::Postponed | Self::Withdrawn => None,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Past => f.write_str("past"),
            Self::Now => f.write_str("now"),
            Self::Ahead(1) => f.write_str("in 1 day"),
            Self::Ahead(days) => write!(f, "in {days} days"),
            Self::Postponed => f.write_str("postponed"),
            Self::Withdrawn => f.write_str("withdrawn"),
        }
    }
}
