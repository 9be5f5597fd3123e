//! The attempts of one call: what is sent again and when, and what a failure means for everybody else.

use crate::account::Account;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind, Retry};
use crate::report::Report;
use crate::retry;
use std::time::Duration;

/// The attempts of one call.
pub(crate) struct Attempts<'a> {
    client: &'a PartnerClient,
    /// Whose credential is used; nothing where none is.
    account: Option<&'a Account>,
    deadline: Duration,
    report: &'a dyn Report,
    number: u32,
}

impl<'a> Attempts<'a> {
    /// Before the first; `deadline` is on the clock that never runs backwards.
    pub(crate) fn new(
        client: &'a PartnerClient,
        account: Option<&'a Account>,
        deadline: Duration,
        report: &'a dyn Report,
    ) -> Self {
        Self {
            client,
            account,
            deadline,
            report,
            number: 1,
        }
    }

    /// Before each attempt: a credential that failed itself is not asked with.
    ///
    /// # Errors
    /// That of the credential's failure; nothing was sent.
    pub(crate) fn admit(&self) -> Result<(), Error> {
        let check = |account| self.client.holds().check(account, self.client.clock());
        self.account.map_or(Ok(()), check)
    }

    /// After a failed attempt: waits until there may be another one.
    ///
    /// # Errors
    /// The failure, when it stays, when the wait would end after the deadline, or when too much was repeated already.
    pub(crate) async fn after(&mut self, error: Error) -> Result<(), Error> {
        self.after_where(error, |_| true).await
    }

    /// The same, of a call that not every failure lets be repeated.
    ///
    /// # Errors
    /// As [`Attempts::after`].
    pub(crate) async fn after_where(&mut self, error: Error, may_repeat: fn(&Error) -> bool) -> Result<(), Error> {
        if let Some(account) = self.account {
            self.client.holds().note(account, &error, self.client.clock());
        }
        if matches!(error.http_status(), Some(429 | 503)) {
            self.report.pushed_back();
        }
        let Some(wait) = retry::wait(&error, self.number).filter(|_| may_repeat(&error)) else {
            return Err(error);
        };
        if self.client.clock().elapsed().saturating_add(wait) > self.deadline {
            return Err(error);
        }
        let was_asked = matches!(error.retry_when(), Retry::After(_));
        // Whoever started it has left: nothing was sent, so nothing is sent again.
        let was_sent = error.kind() != ErrorKind::Cancelled;
        if was_sent && !self.report.may_retry(was_asked) {
            return Err(error);
        }
        self.client
            .wait_or_fail(wait, self.deadline, error, self.report)
            .await?;
        self.number += 1;
        Ok(())
    }
}
