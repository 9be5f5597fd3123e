//! The partner's customers from wherever they are listed: no service knows all of them.

mod contracts;
mod gdap;

use crate::error::{Error, ErrorKind};
use crate::partner_center::Caller;
use crate::partner_center::customers::{self, CompanyProfile, Customer};
use crate::tenant::Tenant;
use futures_util::future::join_all;
use std::collections::HashMap;

/// Where customers are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CustomerSource {
    /// Partner Center: those that the partner sells to.
    PartnerCenter,
    /// Microsoft Graph: those with an active GDAP relationship.
    Gdap,
    /// Microsoft Graph: those with a contract, by the names of its creation.
    Contracts,
}

/// Which customers.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// All.
    All,
    /// One by its tenant.
    Tenant(Tenant),
    /// One by its domain; Partner Center takes its beginning as well.
    Domain(String),
}

/// A customer, and where it is listed.
#[derive(Clone, Debug)]
pub struct Found {
    /// The customer. What one source does not say is another's.
    pub customer: Customer,
    /// The sources, each once and in their order.
    pub sources: Vec<CustomerSource>,
}

impl CustomerSource {
    /// Every source. What an earlier one says of a customer goes before what a later one says.
    pub const ALL: [Self; 3] = [Self::PartnerCenter, Self::Gdap, Self::Contracts];

    /// Its name in PowerShell.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PartnerCenter => "PartnerCenter",
            Self::Gdap => "Gdap",
            Self::Contracts => "Contracts",
        }
    }

    /// The source of a name, case ignored.
    ///
    /// # Errors
    /// `InvalidInput` for any other name.
    pub fn by_name(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            Error::input(
                format!("'{}' is no source of customers.", crate::error::clean(name)),
                "Give PartnerCenter, Gdap or Contracts.",
            )
        })
    }
}

/// Reads customers from one source, each as soon as its page is there; or from several at once, each customer once. A
/// source that fails costs the others nothing.
///
/// # Errors
/// One for each source that failed; `CustomerNotFound` when one customer was wanted and no source has it.
pub async fn find(
    caller: &Caller<'_>,
    sources: &[CustomerSource],
    wanted: &Wanted,
    each: &mut (dyn FnMut(Found) + Send),
) -> Vec<Error> {
    let mut asked: Vec<CustomerSource> = CustomerSource::ALL.to_vec();
    asked.retain(|s| sources.contains(s));
    if let [source] = asked.as_slice() {
        let source = *source;
        let mut count = 0_u64;
        let mut give = |customer| {
            count += 1;
            each(Found {
                customer,
                sources: vec![source],
            });
        };
        let read = read(caller, source, wanted, &mut give).await;
        return match read {
            Ok(()) if count == 0 => not_found(wanted).into_iter().collect(),
            read => read.err().into_iter().collect(),
        };
    }
    let reads = asked.iter().map(|source| async {
        let mut found = Vec::new();
        let read = read(caller, *source, wanted, &mut |customer| found.push(customer)).await;
        (*source, found, read)
    });
    let mut merged = Merged::default();
    let mut errors = Vec::new();
    for (source, found, read) in join_all(reads).await {
        found.into_iter().for_each(|customer| merged.add(source, customer));
        // One customer is in few places: that it is not in this one is no failure as long as it is in another.
        errors.extend(read.err().filter(|e| e.kind() != ErrorKind::CustomerNotFound));
    }
    if merged.all.is_empty() && errors.is_empty() {
        errors.extend(not_found(wanted));
    }
    merged.all.into_iter().for_each(each);
    errors
}

async fn read(
    caller: &Caller<'_>,
    source: CustomerSource,
    wanted: &Wanted,
    each: &mut (dyn FnMut(Customer) + Send),
) -> Result<(), Error> {
    if source == CustomerSource::PartnerCenter {
        return match wanted {
            Wanted::All => customers::list(caller, each).await,
            Wanted::Tenant(tenant) => customers::by_id(caller, tenant).await.map(each),
            Wanted::Domain(domain) => customers::by_domain(caller, domain, each).await,
        };
    }
    let tenant = match wanted {
        Wanted::All => None,
        Wanted::Tenant(tenant) => Some(tenant.clone()),
        Wanted::Domain(domain) => Some(Tenant::parse(domain)?),
    };
    let about = |e: Error| match &tenant {
        Some(tenant) => caller.client.about(e, &caller.account.cloud, tenant),
        None => e,
    };
    let id = match &tenant {
        None => None,
        Some(tenant) => Some(caller.customer_id(tenant).await.map_err(about)?),
    };
    match source {
        CustomerSource::Contracts => contracts::list(caller, id, each).await,
        _ => gdap::list(caller, id, each).await,
    }
    .map_err(about)
}

fn not_found(wanted: &Wanted) -> Option<Error> {
    let tenant = match wanted {
        Wanted::All => return None,
        Wanted::Tenant(tenant) => tenant.to_string(),
        Wanted::Domain(domain) => crate::error::clean(domain),
    };
    let id = Tenant::parse(&tenant).ok().and_then(|t| t.id());
    let error = Error::new(
        ErrorKind::CustomerNotFound,
        format!("{tenant} is no customer there."),
        "Check the id; -Source PartnerCenter, Gdap, Contracts looks in all places.",
    );
    Some(error.about(&tenant, id.map(|id| id.to_string())))
}

/// Customers by their tenants, in the order in which they came.
#[derive(Default)]
struct Merged {
    all: Vec<Found>,
    places: HashMap<String, usize>,
}

impl Merged {
    fn add(&mut self, source: CustomerSource, customer: Customer) {
        let tenant = customer.company_profile.tenant_id.as_ref().unwrap_or(&customer.id);
        let tenant = tenant.to_ascii_lowercase();
        let place = self.places.get(&tenant).and_then(|place| self.all.get_mut(*place));
        match place {
            Some(found) => {
                fill(&mut found.customer, customer);
                if !found.sources.contains(&source) {
                    found.sources.push(source);
                }
            }
            None => {
                self.places.insert(tenant, self.all.len());
                self.all.push(Found {
                    customer,
                    sources: vec![source],
                });
            }
        }
    }
}

/// Fills in what is missing.
fn fill(customer: &mut Customer, other: Customer) {
    let (profile, more) = (&mut customer.company_profile, other.company_profile);
    profile.domain = profile.domain.take().or(more.domain);
    profile.company_name = profile.company_name.take().or(more.company_name);
    customer.relationship_to_partner = customer
        .relationship_to_partner
        .take()
        .or(other.relationship_to_partner);
}

/// A customer that Graph knows.
fn customer(tenant_id: String, name: Option<String>, domain: Option<String>) -> Customer {
    Customer {
        id: tenant_id.clone(),
        company_profile: CompanyProfile {
            tenant_id: Some(tenant_id),
            domain,
            company_name: name,
        },
        ..Customer::default()
    }
}
