//! One entry of the timeline, as the data file has it.

use super::field;
use super::when::{Status, When};
use serde::Deserialize;
use time::Date;

/// A dated change.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// Its name, which stays: lower-case letters, digits and hyphens.
    #[serde(deserialize_with = "field::slug")]
    pub id: String,
    /// When it takes effect.
    pub date: When,
    /// What became of the date.
    #[serde(default)]
    pub state: State,
    /// One line: what is so from then on.
    #[serde(deserialize_with = "field::text")]
    pub title: String,
    /// Further dates: earlier plans, phases, ends.
    #[serde(default)]
    pub other_dates: Vec<OtherDate>,
    /// What changes.
    #[serde(deserialize_with = "field::text")]
    pub change: String,
    /// Who is affected.
    #[serde(deserialize_with = "field::text")]
    pub affected: String,
    /// What to do.
    #[serde(deserialize_with = "field::text")]
    pub remedy: String,
    /// How it is recognised where no pattern can tell.
    #[serde(default, deserialize_with = "field::optional_text")]
    pub recognise: Option<String>,
    /// What stands in an affected script. Each pattern is a list of words for one line: all must be there, and none of
    /// those that begin with `!`. A `*` at a word's end lets it go on there.
    #[serde(default, deserialize_with = "field::patterns")]
    pub patterns: Vec<Vec<String>>,
    /// What this module sees of it in use.
    #[serde(default)]
    pub uses: Vec<Use>,
    /// Where it is said, https.
    #[serde(deserialize_with = "field::sources")]
    pub sources: Vec<String>,
    /// `A`: Microsoft gives the date; `B`: others repeat it, or two independent sources; `C`: one source of the field.
    #[serde(deserialize_with = "field::confidence")]
    pub confidence: String,
    /// The day on which it was checked last.
    #[serde(deserialize_with = "field::day")]
    pub checked_on: String,
}

/// What became of a date.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// It holds, or is to hold.
    #[default]
    InForce,
    /// It was planned and moved, and the new date is not known.
    Postponed,
    /// It was planned and taken back.
    Withdrawn,
}

/// A further date of an entry.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OtherDate {
    /// When.
    pub date: When,
    /// True for a plan that did not come to pass then.
    #[serde(default)]
    pub planned: bool,
    /// A few words: what.
    #[serde(deserialize_with = "field::text")]
    pub what: String,
}

/// Something that this module can see in use.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Use {
    /// What it is.
    pub kind: UseKind,
    /// Which one; case is ignored.
    #[serde(deserialize_with = "field::text")]
    pub value: String,
    /// True when it can't work any more, so that commands warn of it.
    #[serde(default)]
    pub retired: bool,
}

/// The kinds of things that this module sees in use.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "camelCase")]
pub enum UseKind {
    /// An application by its client id.
    Client,
    /// A cloud by name.
    Cloud,
    /// A parameter of a command: `New-PartnerAccessToken -Module`.
    Parameter,
    /// A version of PowerShell: `7.4`.
    PowerShell,
    /// A resource of a token: host or application id.
    Resource,
}

impl Entry {
    /// What a warning or an error adds: the date, and where the rest is told.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("since {}, Get-PartnerTimeline -Id {}", self.date, self.id)
    }

    /// How it stands on a day.
    #[must_use]
    pub fn status(&self, today: Date) -> Status {
        match self.state {
            State::InForce => self.date.status(today),
            State::Postponed => Status::Postponed,
            State::Withdrawn => Status::Withdrawn,
        }
    }
}
