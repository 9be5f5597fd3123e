//! What a run writes down, so that the next one knows what was begun: one JSON document per line.
//!
//! A line names the application and the customer, and what happened: `recreate` with all scopes before a consent is
//! deleted, `deleted` after it, `done` with the outcome, `ended` when a whole run for a goal went well. `finished` is a line of runs
//! that change nothing step by step: looking at customers, or one call for each. Lines are only added.
//! A last line that was cut by a crash is left out.

use crate::client_id::ClientId;
use crate::error::Error;
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The format of the lines.
pub const VERSION: u32 = 1;

/// Scope names by the service's application id.
pub type Scopes = BTreeMap<String, BTreeSet<String>>;

/// Where lines are kept.
pub trait Journal: Send + Sync {
    /// Adds a line. When this returns, the line outlives a crash.
    ///
    /// # Errors
    /// When it can't be kept; then nothing must be done that relies on it.
    fn write(&self, entry: Entry) -> BoxFuture<'static, Result<(), Error>>;
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// [`VERSION`].
    pub version: u32,
    /// When, Unix seconds.
    pub time: i64,
    /// The application.
    pub application: String,
    /// The customer's tenant id; nothing for the run as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub step: Step,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(tag = "step", rename_all = "camelCase")]
pub enum Step {
    /// The consent is about to be deleted and posted anew.
    #[serde(rename_all = "camelCase")]
    Recreate {
        /// All that is posted: what there was, and what was wanted.
        scopes: Scopes,
    },
    /// The consent was deleted.
    Deleted,
    /// The customer is finished.
    Done {
        /// How.
        outcome: String,
        /// True when the customer has what was wanted.
        settled: bool,
        /// What was wanted, as a fingerprint.
        goal: String,
    },
    /// A run without steps is done with the customer. It says nothing of a consent that was begun.
    Finished {
        /// What the run was for.
        goal: String,
    },
    /// The run went to its end and nothing failed.
    Ended {
        /// What a run without steps was for; runs for something else keep what they are done with.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        goal: Option<String>,
    },
}

/// What earlier runs wrote about one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The application was consented to there, whatever became of it.
    pub consented: bool,
    /// What must be posted to bring back what was deleted.
    pub interrupted: Option<Scopes>,
    /// What was wanted, where the last run was cut short or had failures, and had finished this customer.
    pub finished: Option<String>,
    /// What runs without steps, which were cut short or had failures, were for when they were done with this customer.
    pub goals: BTreeSet<String>,
}

/// What earlier runs wrote about one application.
#[derive(Clone, Debug, Default)]
pub struct History {
    tenants: HashMap<String, Past>,
    order: Vec<String>,
}

impl History {
    /// Reads lines; those of other applications are left alone.
    ///
    /// # Errors
    /// `InvalidInput` for a line that is no such document; the last line may be cut.
    pub fn read(text: &str, application: ClientId) -> Result<Self, Error> {
        let mut history = Self::default();
        let lines: Vec<&str> = text.split('\n').collect();
        // What follows the last line's end was cut, or is nothing.
        for (index, line) in lines.iter().enumerate().take(lines.len().saturating_sub(1)) {
            if line.trim().is_empty() {
                continue;
            }
            let entry: Entry = serde_json::from_str(line).map_err(|_| no_journal(index.saturating_add(1)))?;
            if entry.version != VERSION {
                return Err(no_journal(index.saturating_add(1)));
            }
            if entry.application == application.to_string() {
                history.add(entry);
            }
        }
        Ok(history)
    }

    /// What is known about a customer.
    #[must_use]
    pub fn of(&self, tenant_id: &str) -> Past {
        self.tenants.get(tenant_id).cloned().unwrap_or_default()
    }

    /// The customers whose consent was deleted and not brought back, in the order in which they were begun.
    pub fn interrupted(&self) -> impl Iterator<Item = &str> {
        let is_interrupted = |id: &&String| self.tenants.get(*id).is_some_and(|p| p.interrupted.is_some());
        self.order.iter().filter(is_interrupted).map(String::as_str)
    }

    /// The customers that a run for this was done with when it was cut short or had failures.
    pub fn finished<'a>(&'a self, goal: &'a str) -> impl Iterator<Item = &'a str> {
        let is_finished = |id: &&String| self.tenants.get(*id).is_some_and(|p| p.goals.contains(goal));
        self.order.iter().filter(is_finished).map(String::as_str)
    }

    fn add(&mut self, entry: Entry) {
        let Some(tenant) = entry.tenant else {
            if let Step::Ended { goal } = entry.step {
                for past in self.tenants.values_mut() {
                    past.finished = None;
                    past.goals.retain(|kept| Some(kept) != goal.as_ref());
                }
            }
            return;
        };
        if !self.tenants.contains_key(&tenant) {
            self.order.push(tenant.clone());
        }
        let past = self.tenants.entry(tenant).or_default();
        match entry.step {
            Step::Recreate { scopes } => {
                // What was begun twice needs all that was there at first.
                let kept = past.interrupted.get_or_insert_default();
                for (resource, names) in scopes {
                    kept.entry(resource).or_default().extend(names);
                }
            }
            Step::Deleted | Step::Ended { .. } => {}
            Step::Finished { goal } => {
                past.goals.insert(goal);
            }
            Step::Done { settled, goal, .. } => {
                past.consented = true;
                past.interrupted = None;
                past.finished = settled.then_some(goal);
            }
        }
    }
}

fn no_journal(line: usize) -> Error {
    Error::input(
        format!("Line {line} of the file is no line of a journal that this version wrote."),
        "Give the file of an earlier run, or a new one: a file that holds something else is left as it is.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const APP: &str = "99999999-2222-3333-4444-555555555555";

    fn line(tenant: Option<&str>, step: Step) -> String {
        let entry = Entry {
            version: VERSION,
            time: 0,
            application: APP.to_owned(),
            tenant: tenant.map(str::to_owned),
            step,
        };
        serde_json::to_string(&entry).unwrap() + "\n"
    }

    fn recreate(resource: &str, name: &str) -> Step {
        Step::Recreate {
            scopes: Scopes::from([(resource.to_owned(), BTreeSet::from([name.to_owned()]))]),
        }
    }

    fn done(settled: bool) -> Step {
        Step::Done {
            outcome: "Created".to_owned(),
            settled,
            goal: "goal".to_owned(),
        }
    }

    fn read(text: &str) -> Result<History, Error> {
        History::read(text, ClientId::parse(APP).unwrap())
    }

    #[test]
    fn a_customer_that_was_deleted_and_not_finished_comes_back_with_all_its_scopes() {
        let text = [
            line(Some("a"), recreate("g", "x")),
            line(Some("b"), recreate("g", "y")),
            line(Some("b"), Step::Deleted),
            line(Some("b"), recreate("g", "z")),
            line(Some("a"), done(true)),
        ];
        let history = read(&text.concat()).unwrap();
        assert_eq!(history.interrupted().collect::<Vec<_>>(), ["b"]);
        let scopes = history.of("b").interrupted.unwrap();
        assert_eq!(scopes["g"].iter().collect::<Vec<_>>(), ["y", "z"]);
        assert!(history.of("a").consented);
    }

    #[test]
    fn a_run_that_was_cut_short_keeps_its_finished_customers_and_a_whole_run_does_not() {
        let cut = line(Some("a"), done(true));
        assert_eq!(read(&cut).unwrap().of("a").finished.as_deref(), Some("goal"));
        let whole = cut + &line(None, Step::Ended { goal: None });
        let past = read(&whole).unwrap().of("a");
        assert_eq!((past.finished, past.consented), (None, true));
    }

    #[test]
    fn a_customer_that_a_run_without_steps_was_done_with_is_known_by_what_the_run_was_for() {
        let finished = |tenant, goal: &str| line(Some(tenant), Step::Finished { goal: goal.to_owned() });
        let cut = [
            line(Some("b"), recreate("g", "x")),
            finished("a", "access"),
            finished("b", "access"),
            finished("a", "removal"),
        ]
        .concat();
        let history = read(&cut).unwrap();
        assert_eq!(history.finished("access").collect::<Vec<_>>(), ["b", "a"]);
        assert_eq!(history.finished("removal").collect::<Vec<_>>(), ["a"]);
        assert_eq!(
            history.interrupted().collect::<Vec<_>>(),
            ["b"],
            "looking mends nothing"
        );
        assert!(!history.of("b").consented);
        let ended = |goal: Option<&str>| {
            line(
                None,
                Step::Ended {
                    goal: goal.map(str::to_owned),
                },
            )
        };
        let whole = read(&(cut.clone() + &ended(Some("access")))).unwrap();
        assert_eq!(whole.finished("access").count(), 0);
        assert_eq!(whole.finished("removal").count(), 1, "that run was cut short");
        let other = read(&(cut + &ended(None))).unwrap();
        assert_eq!(other.finished("access").count(), 2);
    }

    #[test]
    fn a_last_line_that_was_cut_is_left_out_and_another_is_an_error() {
        let whole = line(Some("a"), done(true));
        let cut = &whole[..whole.len() / 2];
        assert_eq!(
            read(&format!("{whole}{cut}")).unwrap().of("a").finished.as_deref(),
            Some("goal")
        );
        assert!(
            read(&format!("{cut}\n{whole}"))
                .unwrap_err()
                .to_string()
                .contains("Line 1")
        );
    }

    #[test]
    fn lines_of_another_application_are_left_alone() {
        let other = line(Some("a"), done(true)).replace("9999", "8888");
        assert_eq!(read(&other).unwrap().of("a"), Past::default());
    }
}
