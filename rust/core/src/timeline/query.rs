//! Questions to a timeline.

use super::recognise::Script;
use super::{Entry, Timeline, Use};
use time::Date;

/// Which entries are wanted. What is left out restricts nothing.
#[derive(Clone, Debug)]
pub struct Query<'a> {
    /// The day by which the status is told.
    pub today: Date,
    /// Entries of this day or later.
    pub after: Option<Date>,
    /// Entries of this day or earlier.
    pub before: Option<Date>,
    /// True for entries that are not over, and neither postponed nor withdrawn.
    pub upcoming: bool,
    /// Entries with these ids, case ignored.
    pub ids: &'a [String],
    /// Entries of which one of these is in use.
    pub uses: Option<&'a [Use]>,
    /// Entries whose patterns stand in this script.
    pub script: Option<&'a str>,
}

/// An entry that was found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What of the uses asked for is its.
    pub seen: Vec<&'a Use>,
    /// The lines of the script with one of its patterns, from 1 on.
    pub lines: Vec<u32>,
}

impl Query<'_> {
    /// Every entry.
    #[must_use]
    pub fn all(today: Date) -> Self {
        Self {
            today,
            after: None,
            before: None,
            upcoming: false,
            ids: &[],
            uses: None,
            script: None,
        }
    }

    fn takes(&self, entry: &Entry) -> bool {
        self.after.is_none_or(|day| entry.date.last() >= day)
            && self.before.is_none_or(|day| entry.date.first() <= day)
            && (!self.upcoming || entry.status(self.today).days_left().is_some())
            && (self.ids.is_empty() || self.ids.iter().any(|id| id.eq_ignore_ascii_case(&entry.id)))
    }
}

impl Timeline {
    /// The entries that a query asks for, by date. A month is of every day in it.
    #[must_use]
    pub fn find<'a>(&'a self, query: &Query<'a>) -> Vec<Found<'a>> {
        let script = query.script.map(Script::read);
        let found = self
            .entries
            .iter()
            .filter(|entry| query.takes(entry))
            .map(|entry| Found {
                entry,
                seen: query.uses.map_or_else(Vec::new, |uses| seen(entry, uses)),
                lines: script.as_ref().map_or_else(Vec::new, |s| s.find(&entry.patterns)),
            });
        found
            .filter(|f| query.uses.is_none() || !f.seen.is_empty())
            .filter(|f| script.is_none() || !f.lines.is_empty())
            .collect()
    }
}

fn seen<'a>(entry: &'a Entry, uses: &[Use]) -> Vec<&'a Use> {
    let is_seen = |own: &&Use| {
        uses.iter()
            .any(|u| u.kind == own.kind && u.value.eq_ignore_ascii_case(&own.value))
    };
    entry.uses.iter().filter(is_seen).collect()
}
