//! The way to a customer, step by step: which link of it is broken, why, and what repairs it.
//!
//! The order is that in which the links depend on each other: the refresh token, GDAP in the partner's tenant, the
//! sign-in in the customer's, the application's consent, and what each resource wants.

mod azure;
mod cause;
mod gdap;
mod home;
mod repair;
mod roles;
mod step;
mod survey;
mod tenant;
mod workload;

pub(crate) use azure::refusal as azure_refusal;
pub use cause::Cause;
pub use repair::Repair;
pub use step::{Outcome, Rung, Step};
pub use survey::Survey;

use crate::error::{Error, ErrorKind};
use crate::manifest::Manifest;
use crate::partner_center::Caller;
use crate::resource::Resource;
use crate::tenant::Tenant;
use futures_util::future::{join, join_all};
use gdap::Gdap;
use home::Standing;
use std::sync::Arc;
use survey::Home;
use tenant::Entry;
use uuid::Uuid;

/// What shall be reached.
#[derive(Clone, Default)]
pub struct Goal {
    /// The resources.
    pub workloads: Vec<Resource>,
    /// What the application shall be able to do with them; without one, what their Connect commands need.
    pub manifest: Option<Arc<Manifest>>,
    /// A relationship that ends within so many days is told of.
    pub expiring_days: u32,
}

/// The way to one customer.
#[derive(Clone, Debug)]
pub struct Access {
    /// The customer's tenant id; nothing when there is no such tenant.
    pub tenant: Option<Uuid>,
    /// The customer's name, as the customer wrote it.
    pub name: Option<String>,
    /// The resources that were looked at.
    pub workloads: Vec<Resource>,
    /// The steps in their order.
    pub steps: Vec<Step>,
    /// When the last active relationship ends, ISO 8601 as Graph writes it.
    pub relationship_ends_on: Option<String>,
}

/// One look at one customer.
struct Look<'a> {
    caller: &'a Caller<'a>,
    home: &'a Home,
    customer: Tenant,
    id: Uuid,
    /// The user's object id at home.
    user: Option<String>,
    goal: &'a Goal,
}

impl Access {
    /// True when a change of the customer's consent repairs one of the broken steps.
    #[must_use]
    pub fn is_of_consent(&self) -> bool {
        let mut broken = self.steps.iter().filter(|s| s.outcome == Outcome::Failed);
        broken.any(|s| s.cause.is_some_and(Cause::is_of_consent))
    }
}

impl Goal {
    /// The resources that are looked at: those that were named, those of the manifest, or Microsoft Graph.
    ///
    /// # Errors
    /// `InvalidInput` for Partner Center, which is in no customer's tenant.
    pub fn workloads(&self) -> Result<Vec<Resource>, Error> {
        if self.workloads.contains(&Resource::PartnerCenter) {
            return Err(Error::input(
                "Partner Center is in the partner's own tenant: no customer gives access to it.",
                "Leave PartnerCenter out, and test the own tenant with Test-PartnerApplication.",
            ));
        }
        let mut wanted = self.workloads.clone();
        if let (true, Some(manifest)) = (wanted.is_empty(), &self.manifest) {
            let is_named = |r: &Resource| {
                let id = survey::application_of(*r);
                *r != Resource::SecurityCompliance && manifest.grants.iter().any(|g| Some(g.resource) == id)
            };
            wanted.extend(Resource::ALL.into_iter().filter(is_named));
        }
        if wanted.is_empty() {
            wanted.push(Resource::Graph);
        }
        wanted.sort_unstable();
        wanted.dedup();
        Ok(wanted)
    }
}

/// Looks at the way to a customer, in the caller's time. The relationships of all customers, which whoever comes first
/// reads, count towards nobody's.
///
/// # Errors
/// `InvalidInput` for an account that can't be used and a goal that can't be reached. What breaks the way is in its
/// steps. When the time is over, nobody could tell.
pub async fn test(survey: &Survey, caller: &Caller<'_>, customer: &Tenant, goal: &Goal) -> Result<Access, Error> {
    let account = caller.account;
    account.check(caller.client.clock().unix())?;
    if account.access_token.is_some() {
        return Err(Error::input(
            "An access token is for one tenant and one resource, and tells nothing of the way to customers.",
            "Connect with a refresh token, or with the application's own credential.",
        ));
    }
    let workloads = goal.workloads()?;
    let home = survey.home(caller)?;
    let (clock, start) = (caller.client.clock(), caller.client.clock().elapsed());
    let standing = home::climb(&home, caller).await;
    let left = caller.timeout.saturating_sub(clock.elapsed().saturating_sub(start));
    if standing.token.is_some() && !account.is_app_only() {
        survey.read_relationships(&home, caller).await;
    }
    let looked = look(survey, caller, customer, goal, (&home, standing), workloads.clone());
    match caller.client.within_rest(left, caller.timeout, Box::pin(looked)).await {
        Err(error) if error.kind() == ErrorKind::Timeout => {
            let known = caller.client.discovery().known(&account.cloud, customer);
            let step = Step::of_error(Rung::SignIn, Cause::Network, error);
            Ok(whole(known.and_then(|t| t.id()), vec![step], workloads))
        }
        looked => looked,
    }
}

/// Looks at the way to a customer, from the partner's own standing on.
async fn look(
    survey: &Survey,
    caller: &Caller<'_>,
    customer: &Tenant,
    goal: &Goal,
    (home, mut standing): (&Home, Standing),
    workloads: Vec<Resource>,
) -> Result<Access, Error> {
    let account = caller.account;
    let resolved = match caller.resolve(customer).await {
        Ok(tenant) => tenant.id().ok_or_else(|| not_a_customer(customer))?,
        Err(error) if error.kind() == ErrorKind::InvalidInput => return Err(error),
        Err(error) => {
            let cause = Cause::of(&error);
            standing.steps.push(Step::of_error(Rung::Relationship, cause, error));
            return Ok(whole(None, standing.steps, workloads));
        }
    };
    if caller.resolve(&account.home).await.ok().and_then(|t| t.id()) == Some(resolved) {
        return Err(not_a_customer(customer));
    }
    let look = Look {
        caller,
        home,
        customer: Tenant::Id(resolved),
        id: resolved,
        user: standing.token.as_ref().and_then(|t| t.object_id.clone()),
        goal,
    };
    if standing.is_broken {
        return Ok(whole(Some(resolved), standing.steps, workloads));
    }
    if account.is_app_only() {
        return Ok(look.alone(standing, workloads).await);
    }
    Ok(look.delegated(survey, standing, workloads).await)
}

impl Look<'_> {
    /// Days since 1970-01-01.
    fn today(&self) -> i64 {
        self.caller.client.clock().unix().div_euclid(86_400)
    }

    /// The way of a user of the partner.
    async fn delegated(&self, survey: &Survey, standing: Standing, workloads: Vec<Resource>) -> Access {
        let tokens = async {
            let first = workload::token(self, Resource::Graph).await;
            if first.as_ref().is_err_and(|e| !tenant::is_of_consent(e)) {
                return (first, Vec::new());
            }
            let others = workloads.iter().map(|w| workload::token(self, *w));
            (first, join_all(others).await)
        };
        let (gdap, (first, tokens)) = join(Gdap::read(survey, self), tokens).await;
        let entry = Entry::new(first, &tokens);
        let mut steps = standing.steps;
        steps.extend(gdap.climb(self, &entry));
        if !steps.iter().any(Step::stops) {
            steps.extend(entry.climb(self, &gdap, standing.token.as_deref()));
        }
        if !steps.iter().any(Step::stops) {
            let roles = gdap.roles(&entry);
            let climbs = workloads
                .iter()
                .zip(tokens)
                .map(|(w, token)| workload::climb(self, *w, token, Some(&roles), &gdap));
            steps.extend(join_all(climbs).await.into_iter().flatten());
        }
        Access {
            name: gdap.customer_name(),
            relationship_ends_on: gdap.ends_on(),
            ..whole(Some(self.id), steps, workloads)
        }
    }

    /// The way of an application alone: GDAP has no part in it, and its consent there must give it roles of its own.
    async fn alone(&self, standing: Standing, workloads: Vec<Resource>) -> Access {
        let tokens = join_all(workloads.iter().map(|w| workload::token(self, *w))).await;
        let mut steps = standing.steps;
        steps.push(home::delegation_of_application(self, &workloads, &tokens).await);
        if !steps.iter().any(Step::stops) {
            let not_gdap = "It does not count for an application alone.";
            for rung in [Rung::Relationship, Rung::Assignment, Rung::Group] {
                steps.push(Step::skipped(rung, not_gdap));
            }
            steps.push(Step::passed(
                Rung::SignIn,
                "The tenant gives the application tokens of its own.",
            ));
            steps.push(Step::passed(Rung::Consent, "The application is consented there."));
            let gdap = Gdap::default();
            let climbs = workloads
                .iter()
                .zip(tokens)
                .map(|(w, token)| workload::climb(self, *w, token, None, &gdap));
            steps.extend(join_all(climbs).await.into_iter().flatten());
        }
        whole(Some(self.id), steps, workloads)
    }
}

/// Fills in the steps that were not made.
fn whole(tenant: Option<Uuid>, mut steps: Vec<Step>, workloads: Vec<Resource>) -> Access {
    let why = "A step before it did not pass.";
    let made = |steps: &[Step], rung, workload| steps.iter().any(|s| s.rung == rung && s.workload == workload);
    for rung in Rung::OF_CUSTOMER {
        if !made(&steps, rung, None) {
            steps.push(Step::skipped(rung, why));
        }
    }
    for workload in &workloads {
        for rung in Rung::OF_RESOURCE {
            if !made(&steps, rung, Some(*workload)) {
                steps.push(Step::skipped(rung, why).of(*workload));
            }
        }
    }
    steps.sort_by_key(|step| (step.workload, step.rung));
    Access {
        tenant,
        name: None,
        workloads,
        steps,
        relationship_ends_on: None,
    }
}

fn not_a_customer(tenant: &Tenant) -> Error {
    Error::input(
        format!("'{tenant}' is no customer's tenant."),
        "Give the customer's tenant id or one of its domains; the partner's own tenant is tested with Test-PartnerApplication.",
    )
}
