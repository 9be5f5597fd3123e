//! What a running sandbox knows: its tenants, its secrets and what was asked of it.

use crate::accounts::Accounts;
use crate::applications::Applications;
use crate::assertions::{RegisteredCertificate, Used};
use crate::clock::Clock;
use crate::consents::{self, Consents, Grants};
use crate::customers;
use crate::device::Devices;
use crate::document::Customer;
use crate::error::Error;
use crate::faults::Fault;
use crate::faults::random::Lottery;
use crate::grants::Redeemed;
use crate::groups::{AdminAgents, Group};
use crate::partner::{APPLICATION_ID, DOMAIN, NAME, SECRET_MARK, TENANT_ID};
use crate::partner_center::Replays;
use crate::relationships::{Relationship, RelationshipScenario};
use crate::requests::Requests;
use crate::resources::GRAPH;
use crate::scenario::{ConsentScenario, PartnerCenterScenario, Scenario, SignInScenario, TenantScenario};
use crate::seal::Seals;
use crate::tenant::Tenant;
use crate::tokens::Tokens;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;
use uuid::Uuid;

/// How many customers there are when nothing says it.
const CUSTOMERS: u32 = 25;
/// The most customers of a sandbox.
const MOST_CUSTOMERS: u32 = 100_000;
/// The seed when nothing says it.
const SEED: u64 = 1;

/// What a running sandbox knows.
pub struct State {
    /// The partner's tenant, then the customers in their order.
    tenants: Vec<Tenant>,
    by_id: HashMap<Uuid, usize>,
    by_domain: HashMap<String, usize>,
    /// Base address of the sign-in service.
    pub login: String,
    /// The secret of the partner's application.
    pub client_secret: String,
    /// The certificates of the partner's application.
    pub certificates: Vec<RegisteredCertificate>,
    /// The assertions that were used.
    pub used_assertions: Used,
    /// What a program shows to a managed identity's endpoint.
    pub identity_header: String,
    /// The applications that are registered in the partner's tenant.
    pub applications: Applications,
    /// The groups that the service principal of the partner's application is in.
    pub application_groups: Vec<&'static Group>,
    /// How the partner's users are in AdminAgents.
    pub admin_agents: AdminAgents,
    /// Who can sign in.
    pub accounts: Accounts,
    /// Now.
    pub clock: Clock,
    /// Sign-ins on other devices.
    pub devices: Devices,
    /// The authorization codes that were redeemed.
    pub redeemed: Redeemed,
    /// Seals what is given away and comes back.
    pub seals: Seals,
    /// Draws faults, where the scenario wants some at random.
    pub lottery: Option<Lottery>,
    /// How signing in behaves.
    pub sign_in: SignInScenario,
    /// Makes and checks access tokens.
    pub tokens: Tokens,
    /// How Partner Center behaves.
    pub partner_center: PartnerCenterScenario,
    /// What Partner Center has answered to which request id.
    pub replays: Replays,
    /// The most objects on one page of Microsoft Graph.
    pub graph_page_size: usize,
    /// What was asked.
    pub requests: Requests,
}

impl State {
    /// The state at the start. `customers` and `seed` beat the scenario's.
    ///
    /// # Errors
    /// [`Error::TooManyCustomers`] and [`Error::Random`].
    pub fn new(login: String, scenario: Scenario, customers: Option<u32>, seed: Option<u64>) -> Result<Self, Error> {
        let seed = seed.or(scenario.seed).unwrap_or(SEED);
        let listed = scenario.tenants.len();
        let unsaid = if listed == 0 { CUSTOMERS } else { 0 };
        let wanted = customers.or(scenario.customers).unwrap_or(unsaid);
        let count = wanted.max(u32::try_from(listed).unwrap_or(u32::MAX));
        if count > MOST_CUSTOMERS {
            return Err(Error::TooManyCustomers {
                wanted: count,
                most: MOST_CUSTOMERS,
            });
        }
        let latency = Duration::from_millis(scenario.latency_ms);
        let clock = Clock::default();
        let client_secret = format!("{SECRET_MARK}{}", Uuid::new_v4().simple());
        let now = clock.unix();
        let consents = at_home(&scenario, clock.millis());
        let mut home = Tenant::new(TENANT_ID, DOMAIN.to_owned(), NAME.to_owned(), consents);
        home.is_home = true;
        home.latency = latency;
        home.wants_mfa = scenario.mfa;
        let mut tenants = vec![home];
        let consented = scenario.consented;
        let delay = scenario.consent_delay_ms;
        let mut taken = HashSet::new();
        for special in scenario.tenants {
            taken.insert(special.domain.to_string());
            let wants_mfa = special.mfa.unwrap_or(scenario.mfa);
            let mut tenant = customer(seed, special, consented, latency, delay, now);
            tenant.wants_mfa = wants_mfa;
            tenants.push(tenant);
        }
        let missing = usize::try_from(count).unwrap_or(listed).saturating_sub(listed);
        for made in customers::generate(seed, missing, &taken) {
            let id = customers::tenant_id(seed, &made.domain);
            let grants = consented.then(consents::usual);
            let consents = of(Consents::new(id, BTreeSet::new(), delay), grants);
            let mut tenant = Tenant::new(id, made.domain, made.name, consents);
            tenant.latency = latency;
            tenant.wants_mfa = scenario.mfa;
            let usual = RelationshipScenario::default();
            tenant.relationships = vec![Relationship::new(&usual, &tenant.domain, 0, now)];
            tenants.push(tenant);
        }
        Ok(Self {
            by_id: tenants.iter().enumerate().map(|(i, t)| (t.id, i)).collect(),
            by_domain: tenants.iter().enumerate().map(|(i, t)| (t.domain.clone(), i)).collect(),
            tenants,
            login,
            application_groups: scenario.application.groups.iter().map(|g| g.0).collect(),
            applications: Applications::new(
                &scenario.application,
                &client_secret,
                &scenario.certificates,
                clock.millis(),
            ),
            client_secret,
            certificates: scenario.certificates,
            used_assertions: Used::default(),
            identity_header: format!("{SECRET_MARK}{}", Uuid::new_v4().simple()),
            admin_agents: scenario.admin_agents,
            accounts: Accounts::new(),
            clock,
            devices: Devices::default(),
            redeemed: Redeemed::default(),
            seals: Seals::new()?,
            lottery: scenario.random_faults.map(Lottery::new),
            sign_in: scenario.sign_in,
            tokens: Tokens::new()?,
            partner_center: scenario.partner_center,
            replays: Replays::default(),
            graph_page_size: scenario.graph.page_size,
            requests: Requests::default(),
        })
    }

    /// The partner's own tenant.
    pub fn home(&self) -> Option<&Tenant> {
        self.by_id(TENANT_ID)
    }

    /// The issuer of a tenant's id tokens and authorization responses.
    pub fn issuer(&self, tenant: &str) -> String {
        format!("{}/{tenant}/v2.0", self.login)
    }

    /// The customers in their order.
    pub fn customers(&self) -> impl Iterator<Item = &Tenant> {
        self.tenants.iter().filter(|t| !t.is_home)
    }

    /// A tenant by its id.
    pub fn by_id(&self, id: Uuid) -> Option<&Tenant> {
        self.tenants.get(*self.by_id.get(&id)?)
    }

    /// A tenant by its id or its domain.
    pub fn tenant(&self, name: &str) -> Option<&Tenant> {
        match Uuid::try_parse(name) {
            Ok(id) => self.by_id(id),
            Err(_) => self.by_domain(name),
        }
    }

    /// A tenant by its domain.
    pub fn by_domain(&self, domain: &str) -> Option<&Tenant> {
        self.tenants.get(*self.by_domain.get(&domain.to_ascii_lowercase())?)
    }

    /// The customers as the document lists them.
    pub fn listed(&self) -> Vec<Customer> {
        let listed = |t: &Tenant| Customer {
            tenant_id: t.id.to_string(),
            domain: t.domain.clone(),
            name: t.name.clone(),
        };
        self.customers().map(listed).collect()
    }
}

fn customer(seed: u64, special: TenantScenario, consented: bool, latency: Duration, delay: u64, now: i64) -> Tenant {
    let domain = special.domain.to_string();
    let grants = match special.consents {
        Some(listed) => Some(listed_grants(&listed)),
        None if special.fault == Some(Fault::ConsentAlreadyThere) => {
            Some(Grants::from([(GRAPH, BTreeSet::from(["User.Read".to_owned()]))]))
        }
        None => special.consented.unwrap_or(consented).then(consents::usual),
    };
    let name = special.name.unwrap_or_else(|| customers::name_of(&domain));
    let id = customers::tenant_id(seed, &domain);
    let relationships = special.relationships.unwrap_or_else(|| match special.fault {
        Some(Fault::NoAccess) => Vec::new(),
        _ => vec![RelationshipScenario::default()],
    });
    let delay = special.consent_delay_ms.unwrap_or(delay);
    let consents = of(Consents::new(id, special.unlicensed, delay), grants);
    let mut tenant = Tenant::new(id, domain, name, consents);
    tenant.is_gdap_only = special.gdap_only;
    tenant.has_guest = special.guest;
    tenant.azure_subscriptions = special.azure_subscriptions.unwrap_or(tenant.azure_subscriptions);
    tenant.relationships = relationships
        .iter()
        .enumerate()
        .map(|(number, wanted)| Relationship::new(wanted, &tenant.domain, number, now))
        .collect();
    let of_fault = special.fault.as_ref().and_then(Fault::latency);
    tenant.fault = special.fault;
    tenant.latency = special
        .latency_ms
        .map(Duration::from_millis)
        .or(of_fault)
        .unwrap_or(latency);
    tenant
}

/// With these grants for the partner's application; without any, the tenant has never heard of it.
fn of(mut consents: Consents, grants: Option<Grants>) -> Consents {
    if let Some(grants) = grants {
        consents.begin(APPLICATION_ID, grants);
    }
    consents
}

/// The consents of the partner's own tenant.
fn at_home(scenario: &Scenario, now: u64) -> Consents {
    let listed = scenario.application.consents.as_deref();
    let grants = listed.map_or_else(consents::at_home, listed_grants);
    let mut consents = Consents::new(TENANT_ID, BTreeSet::new(), scenario.consent_delay_ms);
    consents.begin(APPLICATION_ID, grants);
    consents.begin_roles(APPLICATION_ID, now);
    consents
}

fn listed_grants(listed: &[ConsentScenario]) -> Grants {
    let mut grants = Grants::new();
    for consent in listed {
        let scopes = grants.entry(consent.enterprise_application_id).or_default();
        scopes.extend(consent.scopes());
    }
    grants
}
