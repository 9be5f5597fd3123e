//! The documents of the timeline.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts `timeline_read`: the dated changes, all or those asked for. Nobody is asked.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimelineStart {
    /// The day by which the status is told, ISO 8601, as are the next two.
    pub today: String,
    /// Entries of this day or later.
    pub after: Option<String>,
    /// Entries of this day or earlier.
    pub before: Option<String>,
    /// True for entries that are still to come or under way.
    pub upcoming: bool,
    /// Entries with these ids; every id when there is none.
    pub ids: Vec<String>,
    /// Entries of which one of these is in use; left out to not look at it.
    pub uses: Option<Vec<UseDocument>>,
    /// Secret id of the text of a data file; left out for the timeline of this version.
    pub data: Option<u64>,
    /// Secret id of the text of a script in which the patterns are looked for: it may hold secrets.
    pub script: Option<u64>,
}

/// What the module sees in use.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum UseKind {
    /// An application by its client id.
    Client,
    /// A cloud by name.
    Cloud,
    /// A parameter of a command, for example `New-PartnerAccessToken -Module`.
    Parameter,
    /// A version of PowerShell, for example `7.4`.
    PowerShell,
    /// A resource of a token: host or application id.
    Resource,
}

/// Something in use.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UseDocument {
    /// What it is.
    pub kind: UseKind,
    /// Which one; case is ignored.
    pub value: String,
}

/// The entries that were asked for, by date.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimelineDocument {
    /// The day as of which they are told.
    pub as_of: String,
    /// The entries.
    pub entries: Vec<TimelineEntryDocument>,
}

/// A dated change.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimelineEntryDocument {
    /// Its name.
    pub id: String,
    /// A day, a month or a year, ISO 8601.
    pub date: String,
    /// `past`, `now`, `in 12 days`, `postponed` or `withdrawn`.
    pub status: String,
    /// Days until it begins, 0 while it is under way; left out when nothing is to come.
    pub days_left: Option<i64>,
    /// One line: what is so from then on.
    pub title: String,
    /// Further dates.
    pub other_dates: Vec<TimelineDateDocument>,
    /// What changes.
    pub change: String,
    /// Who is affected.
    pub affected: String,
    /// What to do.
    pub remedy: String,
    /// How it is recognised where no pattern can tell.
    pub recognise: Option<String>,
    /// What stands in an affected script: words of one line, separated by spaces, those after `!` absent.
    pub patterns: Vec<String>,
    /// Addresses of where it is said.
    pub sources: Vec<String>,
    /// `A`, `B` or `C`, and what it holds for.
    pub confidence: String,
    /// The day on which it was checked last.
    pub checked_on: String,
    /// What of the uses asked for is its.
    pub seen: Vec<UseDocument>,
    /// The lines of the script with one of its patterns, from 1 on.
    pub lines: Vec<u32>,
}

/// A further date of an entry.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TimelineDateDocument {
    /// A day, a month or a year, ISO 8601.
    pub date: String,
    /// True for a plan that did not come to pass then.
    pub planned: bool,
    /// What.
    pub what: String,
}
