//! One step on the way to a customer: how it went, and what helps.

use super::cause::Cause;
use super::repair::Repair;
use crate::error::Error;
use crate::resource::Resource;

/// The steps in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// The refresh token can be redeemed at home.
    RefreshToken,
    /// It stands for a sign-in with multifactor authentication.
    Mfa,
    /// It acts for a user, as GDAP demands.
    Delegation,
    /// The customer has agreed on a relationship that is active.
    Relationship,
    /// Groups of the partner have its roles.
    Assignment,
    /// The user is in such a group.
    Group,
    /// The customer's tenant lets the user in.
    SignIn,
    /// The application is consented there.
    Consent,
    /// The user's roles open a resource.
    Role,
    /// The consent has what is wanted of a resource.
    Scope,
    /// The resource is there and answers.
    Service,
}

/// How a step went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It is broken.
    Failed,
    /// Nobody could tell.
    Unknown,
    /// It was not made: a step before it is broken, or it does not count for this account.
    Skipped,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which.
    pub rung: Rung,
    /// The resource, for the steps that are about one.
    pub workload: Option<Resource>,
    /// How it went.
    pub outcome: Outcome,
    /// What was found, one sentence.
    pub message: String,
    /// What breaks it, or will soon where it passed.
    pub cause: Option<Cause>,
    /// What to do, one sentence.
    pub remedy: Option<String>,
    /// What repairs it.
    pub repair: Option<Repair>,
    /// The error it comes from.
    pub error: Option<Error>,
}

impl Rung {
    /// The steps that are made once for a customer.
    pub const OF_CUSTOMER: [Self; 8] = [
        Self::RefreshToken,
        Self::Mfa,
        Self::Delegation,
        Self::Relationship,
        Self::Assignment,
        Self::Group,
        Self::SignIn,
        Self::Consent,
    ];
    /// The steps that are made for each resource.
    pub const OF_RESOURCE: [Self; 3] = [Self::Role, Self::Scope, Self::Service];
}

impl Step {
    fn new(rung: Rung, outcome: Outcome, message: impl Into<String>) -> Self {
        Self {
            rung,
            workload: None,
            outcome,
            message: message.into(),
            cause: None,
            remedy: None,
            repair: None,
            error: None,
        }
    }

    /// A step that holds.
    pub(super) fn passed(rung: Rung, message: impl Into<String>) -> Self {
        Self::new(rung, Outcome::Passed, message)
    }

    /// A step that was not made.
    pub(super) fn skipped(rung: Rung, message: impl Into<String>) -> Self {
        Self::new(rung, Outcome::Skipped, message)
    }

    /// A step that nobody can tell.
    pub(super) fn unknown(rung: Rung, message: impl Into<String>) -> Self {
        Self::new(rung, Outcome::Unknown, message)
    }

    /// A broken step.
    pub(super) fn failed(rung: Rung, cause: Cause, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            cause: Some(cause),
            remedy: Some(remedy.into()),
            ..Self::new(rung, Outcome::Failed, message)
        }
    }

    /// A step that an error ended. What may pass by itself says nothing of the customer.
    pub(super) fn of_error(rung: Rung, cause: Cause, error: Error) -> Self {
        let outcome = if cause.is_passing() {
            Outcome::Unknown
        } else {
            Outcome::Failed
        };
        Self {
            cause: Some(cause),
            remedy: Some(error.remedy().to_owned()),
            error: Some(error.clone()),
            ..Self::new(rung, outcome, error.to_string())
        }
    }

    /// A step that may not be read.
    pub(super) fn unread(rung: Rung, error: Error) -> Self {
        let cause = Cause::of(&error);
        let cause = if cause.is_passing() {
            cause
        } else {
            Cause::PermissionMissing
        };
        Self {
            outcome: Outcome::Unknown,
            ..Self::of_error(rung, cause, error)
        }
    }

    /// What it is about.
    pub(super) fn of(mut self, workload: Resource) -> Self {
        self.workload = Some(workload);
        self
    }

    /// What repairs it.
    pub(super) fn repair(mut self, repair: Repair) -> Self {
        self.repair = Some(repair);
        self
    }

    /// What will break it soon.
    pub(super) fn soon(mut self, cause: Cause, remedy: impl Into<String>) -> Self {
        self.cause = Some(cause);
        self.remedy = Some(remedy.into());
        self
    }

    /// True when nothing after it can be told.
    pub(super) fn stops(&self) -> bool {
        match self.outcome {
            // A sign-in without multifactor authentication is refused in places, and not everywhere.
            Outcome::Failed => self.rung != Rung::Mfa,
            Outcome::Unknown => self.rung == Rung::SignIn && self.cause.is_some(),
            Outcome::Passed | Outcome::Skipped => false,
        }
    }
}
