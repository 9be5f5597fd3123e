//! The scenario file: which tenants there are and what is wrong with them. README.md documents it for its users.

mod domain;
mod fields;
#[cfg(test)]
mod tests;

pub use domain::Domain;

use crate::applications::ApplicationScenario;
use crate::assertions::RegisteredCertificate;
use crate::error::Error;
use crate::faults::Fault;
use crate::faults::random::RandomFaults;
use crate::groups::AdminAgents;
use crate::partner;
use crate::relationships::RelationshipScenario;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// A scenario. Everything may be left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Scenario {
    /// The same seed makes the same customers.
    pub seed: Option<u64>,
    /// How many customers there are; the tenants listed here are the first of them.
    pub customers: Option<u32>,
    /// How long each answer takes, in milliseconds.
    pub latency_ms: u64,
    /// True when every customer has consented to the partner's application already.
    pub consented: bool,
    /// The customers that are special.
    pub tenants: Vec<TenantScenario>,
    /// True when every tenant wants multifactor authentication.
    pub mfa: bool,
    /// How the partner's users are in AdminAgents.
    pub admin_agents: AdminAgents,
    /// The partner's application as it is registered.
    pub application: ApplicationScenario,
    /// How long tokens take to show a change of consents, in milliseconds.
    pub consent_delay_ms: u64,
    /// How Microsoft Graph pages what it lists.
    pub graph: GraphScenario,
    /// Further certificates of the partner's application.
    pub certificates: Vec<RegisteredCertificate>,
    /// How Partner Center behaves.
    pub partner_center: PartnerCenterScenario,
    /// Faults that come at random.
    pub random_faults: Option<RandomFaults>,
    /// How signing in behaves.
    pub sign_in: SignInScenario,
}

/// A customer that is special.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TenantScenario {
    /// Display name; made from the domain when left out.
    pub name: Option<String>,
    /// Domain.
    pub domain: Domain,
    /// What goes wrong there.
    pub fault: Option<Fault>,
    /// How long each answer about this tenant takes, in milliseconds; the scenario's when left out.
    pub latency_ms: Option<u64>,
    /// True when it has consented already; the scenario's when left out.
    pub consented: Option<bool>,
    /// True when it wants multifactor authentication; the scenario's when left out.
    pub mfa: Option<bool>,
    /// What exactly it has consented to; beats `consented`.
    pub consents: Option<Vec<ConsentScenario>>,
    /// What it has agreed on with the partner; one usual relationship when left out, and none with `noAccess`.
    pub relationships: Option<Vec<RelationshipScenario>>,
    /// True for a customer that is in Microsoft Graph and not in Partner Center.
    #[serde(default)]
    pub gdap_only: bool,
    /// True when the partner's users are guests there.
    #[serde(default)]
    pub guest: bool,
    /// How many subscriptions of Azure the partner's users see there; one when left out.
    pub azure_subscriptions: Option<u32>,
    /// How long tokens take to show a change of consents, in milliseconds; the scenario's when left out.
    pub consent_delay_ms: Option<u64>,
    /// Application ids of the services that it has not: they have no service principal there.
    #[serde(default, deserialize_with = "fields::services")]
    pub unlicensed: BTreeSet<Uuid>,
}

/// A consent that is there from the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentScenario {
    /// Application id of the resource.
    #[serde(deserialize_with = "fields::guid")]
    pub enterprise_application_id: Uuid,
    /// Scope names, separated by commas or spaces.
    pub scope: String,
}

/// How Partner Center behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PartnerCenterScenario {
    /// The most customers on one page, 1 to 500.
    #[serde(deserialize_with = "fields::page_size")]
    pub page_size: u32,
    /// How links to the next page look.
    pub link_form: LinkForm,
    /// True when the partner is an indirect reseller, who has no Partner Center API.
    pub indirect_reseller: bool,
}

/// How Microsoft Graph pages what it lists.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct GraphScenario {
    /// The most objects on one page, 1 to 999.
    #[serde(deserialize_with = "fields::graph_page_size")]
    pub page_size: usize,
}

/// How signing in behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignInScenario {
    /// How long a device code is good, in seconds.
    pub device_code_seconds: u64,
    /// How long a client waits between two polls, in seconds.
    pub poll_seconds: u64,
}

/// The three forms in which Partner Center has written the address of a next page.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum LinkForm {
    /// `customers?...`
    Bare,
    /// `/customers?...`
    Slash,
    /// `/v1/customers?...`, as today.
    #[default]
    Versioned,
}

impl Scenario {
    /// Reads the text of a scenario file.
    ///
    /// # Errors
    /// [`Error::Scenario`], which names the line and what can stand there.
    pub fn parse(text: &str) -> Result<Self, Error> {
        // Editors on Windows put a byte order mark before the text.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let scenario: Self = serde_json::from_str(text).map_err(|e| Error::Scenario(format!("{e}.")))?;
        let mut places = HashMap::from([(partner::DOMAIN, "the partner's own".to_owned())]);
        for (index, tenant) in scenario.tenants.iter().enumerate() {
            let domain = tenant.domain.as_str();
            let place = format!("that of tenant {}", index + 1);
            if let Some(other) = places.insert(domain, place) {
                let line = text.lines().count() - text.lines().rev().position(|l| l.contains(domain)).unwrap_or(0);
                return Err(Error::Scenario(format!(
                    "the domain {domain} of tenant {} is {other} already, at line {line}.",
                    index + 1
                )));
            }
        }
        for tenant in &scenario.tenants {
            let refused = tenant.relationships.iter().flatten().find_map(|r| r.refusal());
            if let Some(refused) = refused {
                return Err(Error::Scenario(format!("{refused}, as of {} is said.", tenant.domain)));
            }
        }
        Ok(scenario)
    }
}

impl Default for PartnerCenterScenario {
    fn default() -> Self {
        Self {
            page_size: 100,
            link_form: LinkForm::default(),
            indirect_reseller: false,
        }
    }
}

impl Default for GraphScenario {
    fn default() -> Self {
        Self { page_size: 100 }
    }
}

impl Default for SignInScenario {
    fn default() -> Self {
        Self {
            device_code_seconds: 900,
            poll_seconds: 5,
        }
    }
}

impl ConsentScenario {
    /// The scope names.
    pub(crate) fn scopes(&self) -> impl Iterator<Item = String> {
        crate::consents::names(&self.scope)
    }
}
