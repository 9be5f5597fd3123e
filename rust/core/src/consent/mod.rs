//! Consent as a wanted state: what an application may do in a customer, what it shall, and the way from one to the other.

pub(crate) mod apply;
pub mod both_sides;
pub mod difference;
mod effect;
pub mod granted;
pub mod journal;
mod plan;
mod recreate;
pub mod remove;
pub mod sync;

use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::graph::Graph;
use crate::partner_center::Caller;
use crate::report::Report;
use crate::tenant::Tenant;
use std::sync::Arc;
use std::time::Duration;

/// One customer's consent for one application: who looks at it and how long that may take.
pub struct Place<'a> {
    /// The process's client.
    pub client: &'a Arc<PartnerClient>,
    /// Who asks.
    pub account: &'a Account,
    /// The application that is consented to.
    pub application: ClientId,
    /// The customer, by id.
    pub customer: Tenant,
    /// Who is told.
    pub report: &'a Arc<dyn Report>,
    /// The most it may take.
    pub timeout: Duration,
    /// When that is over, on the clock that never runs backwards.
    ends: Duration,
}

impl<'a> Place<'a> {
    /// Finds the customer.
    ///
    /// # Errors
    /// `InvalidInput` for what is no customer and for an account that acts for an application alone, `TenantNotFound`,
    /// and the network's.
    pub async fn find(
        client: &'a Arc<PartnerClient>,
        account: &'a Account,
        application: ClientId,
        customer: &Tenant,
        timeout: Duration,
        report: &'a Arc<dyn Report>,
    ) -> Result<Self, Error> {
        account.check(client.clock().unix())?;
        if account.is_app_only() {
            return Err(Error::input(
                "Consents are read and given for a user: an application alone can do neither through GDAP.",
                "Use a context or parameters with a refresh token.",
            ));
        }
        let ends = client.deadline(timeout);
        let (cloud, discovery) = (&account.cloud, client.discovery());
        let customer = discovery.resolve(client, cloud, customer, ends, &**report).await?;
        let home = discovery.resolve(client, cloud, &account.home, ends, &**report).await?;
        if customer.id().is_none() || customer == home {
            return Err(Error::input(
                "A consent is given in a customer's tenant, not in the partner's own.",
                "Give the customer's id or one of its domains.",
            ));
        }
        Ok(Self {
            client,
            account,
            application,
            customer,
            report,
            timeout,
            ends,
        })
    }

    /// The partner's own tenant in a customer's place, where its own consent is looked at.
    ///
    /// # Errors
    /// `InvalidInput`, `TenantNotFound`, and the network's.
    pub(crate) async fn at_home(
        client: &'a Arc<PartnerClient>,
        account: &'a Account,
        application: ClientId,
        timeout: Duration,
        report: &'a Arc<dyn Report>,
    ) -> Result<Self, Error> {
        account.check(client.clock().unix())?;
        let ends = client.deadline(timeout);
        let home = client
            .discovery()
            .resolve(client, &account.cloud, &account.home, ends, &**report);
        Ok(Self {
            customer: home.await?,
            client,
            account,
            application,
            report,
            timeout,
            ends,
        })
    }

    /// The error as one about this customer.
    #[must_use]
    pub fn about(&self, error: Error) -> Error {
        self.client.about(error, &self.account.cloud, &self.customer)
    }

    /// True when the account's tokens are the application's own, so that they show what it may do.
    fn is_own(&self) -> bool {
        self.account.client_id == self.application
    }

    /// Graph in the customer's tenant.
    pub(crate) fn graph(&self) -> Graph<'_> {
        Graph::new(self.client, self.account, &self.customer, self.left(), self.report)
    }

    /// Partner Center.
    fn partner_center(&self) -> Caller<'_> {
        Caller::new(self.client, self.account, self.left(), self.report)
    }

    /// The time that is left.
    pub(crate) fn left(&self) -> Duration {
        self.ends.saturating_sub(self.client.clock().elapsed())
    }

    /// Cached tokens lack what was granted a moment ago, or hold what was taken back.
    pub(crate) async fn drop_tokens(&self) {
        self.client.drop_tenant(&self.customer);
        self.client.dropped().await;
    }
}
