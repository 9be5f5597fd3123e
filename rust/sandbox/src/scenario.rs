//! The scenario file: which tenants there are and what is wrong with them. README.md documents it for its users.

use crate::applications::ApplicationScenario;
use crate::assertions::RegisteredCertificate;
use crate::error::Error;
use crate::faults::Fault;
use crate::partner;
use crate::relationships::RelationshipScenario;
use crate::resources;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
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
    /// How long tokens take to show a change of consents, in milliseconds; the scenario's when left out.
    pub consent_delay_ms: Option<u64>,
    /// Application ids of the services that it has not: they have no service principal there.
    #[serde(default, deserialize_with = "services")]
    pub unlicensed: BTreeSet<Uuid>,
}

/// A consent that is there from the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConsentScenario {
    /// Application id of the resource.
    #[serde(deserialize_with = "guid")]
    pub enterprise_application_id: Uuid,
    /// Scope names, separated by commas or spaces.
    pub scope: String,
}

/// How Partner Center behaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PartnerCenterScenario {
    /// The most customers on one page, 1 to 500.
    #[serde(deserialize_with = "page_size")]
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
    #[serde(deserialize_with = "graph_page_size")]
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

/// A DNS name in lower case.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Hash)]
#[serde(try_from = "String")]
pub struct Domain(String);

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

impl Domain {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Domain {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        if text.len() <= 253 && text.contains('.') && text.split('.').all(label) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(format!(
                "{text:?} is no domain; write one such as contoso.onmicrosoft.example"
            ))
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn guid<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = String::deserialize(deserializer)?;
    Uuid::try_parse(&text).map_err(|_| serde::de::Error::custom(format!("{text:?} is no application id, a GUID")))
}

fn page_size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let size = u32::deserialize(deserializer)?;
    if (1..=500).contains(&size) {
        Ok(size)
    } else {
        Err(serde::de::Error::custom(format!(
            "a page has 1 to 500 customers, not {size}"
        )))
    }
}

fn graph_page_size<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    let size = usize::deserialize(deserializer)?;
    if (1..=999).contains(&size) {
        Ok(size)
    } else {
        Err(serde::de::Error::custom(format!(
            "a page has 1 to 999 objects, not {size}"
        )))
    }
}

fn services<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<Uuid>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    let known = |text: &String| {
        let id = Uuid::try_parse(text).ok().filter(|id| resources::by_id(*id).is_some());
        id.ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no application id of the sandbox's services")))
    };
    texts.iter().map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        Scenario::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn an_empty_scenario_is_a_scenario() {
        let scenario = Scenario::parse("{}").unwrap();
        assert_eq!((scenario.latency_ms, scenario.partner_center.page_size), (0, 100));
    }

    #[test]
    fn everything_that_is_documented_is_read() {
        let scenario = Scenario::parse(
            r#"{ "seed": 1, "latencyMs": 50, "customers": 25, "consented": true,
                "tenants": [ { "name": "Adatum", "domain": "Adatum.onmicrosoft.example", "fault": "throttledOnce",
                               "latencyMs": 5, "consented": false, "mfa": false, "consentDelayMs": 8,
                               "unlicensed": [ "00000002-0000-0ff1-ce00-000000000000" ],
                               "consents": [ { "enterpriseApplicationId": "00000003-0000-0000-c000-000000000000",
                                               "scope": "User.Read, Mail.Read" } ] } ],
                "consentDelayMs": 9, "graph": { "pageSize": 3 },
                "application": { "consents": [], "secretEndsInDays": -1, "singleTenant": true, "webRedirectUris": [],
                                 "withoutPermissions": ["Exchange.Manage"] },
                "mfa": true, "signIn": { "deviceCodeSeconds": 9, "pollSeconds": 1 },
                "partnerCenter": { "pageSize": 7, "linkForm": "bare" } }"#,
        );
        let scenario = scenario.unwrap();
        let tenant = &scenario.tenants[0];
        assert_eq!(tenant.domain.as_str(), "adatum.onmicrosoft.example");
        assert_eq!(tenant.fault, Some(Fault::ThrottledOnce));
        let scopes: Vec<String> = tenant.consents.as_ref().unwrap()[0].scopes().collect();
        assert_eq!(scopes, ["User.Read", "Mail.Read"]);
        assert_eq!(scenario.partner_center.link_form, LinkForm::Bare);
        assert_eq!((scenario.mfa, tenant.mfa), (true, Some(false)));
        assert_eq!((scenario.consent_delay_ms, tenant.consent_delay_ms), (9, Some(8)));
        assert_eq!((scenario.graph.page_size, tenant.unlicensed.len()), (3, 1));
        let application = &scenario.application;
        assert_eq!((application.secret_ends_in_days, application.single_tenant), (-1, true));
        let sign_in = &scenario.sign_in;
        assert_eq!((sign_in.device_code_seconds, sign_in.poll_seconds), (9, 1));
    }

    #[test]
    fn a_slip_is_named_with_its_line_and_what_could_stand_there() {
        let cases = [
            ("{\n \"custommers\": 3\n}", "`custommers`", "line 2"),
            (
                "{\"tenants\": [\n{\"domain\": \"a.example\",\n\"fault\": \"noAcess\"}]}",
                "noAccess",
                "line 3",
            ),
            (
                "{\"tenants\": [\n{\"domain\": \"a/b\"}]}",
                "contoso.onmicrosoft.example",
                "line 2",
            ),
            ("{\"tenants\": [\n{}]}", "`domain`", "line 2"),
            ("{\"partnerCenter\": {\n\n\"pageSize\": 501}}", "1 to 500", "line 3"),
            ("{\"partnerCenter\": {\"linkForm\": \"none\"}}", "`versioned`", "line 1"),
            ("{\"graph\": {\"pageSize\": 0}}", "1 to 999", "line 1"),
            (
                "{\"application\": {\n\"withoutPermissions\": [\"Exchange.Mange\"]}}",
                "Exchange.Mange",
                "line 2",
            ),
            ("{\"application\": {\"secretEndsInDays\": 99999}}", "36500", "line 1"),
            (
                "{\"tenants\": [{\"domain\": \"a.example\",\n\"unlicensed\": [\"Exchange\"]}]}",
                "\"Exchange\"",
                "line 2",
            ),
            ("{\"graph\": {\"pageSize\": 1000}}", "1 to 999", "line 1"),
            (
                "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [\n{\"roles\": [\"Exchange Admin\"]}]}]}",
                "Global Reader",
                "line 3",
            ),
            (
                "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [{\"assignments\": [{\"group\": \"x\"}]}]}]}",
                "GDAP Administrators",
                "line 2",
            ),
            (
                "{\"tenants\": [\n{\"domain\": \"a.example\", \"relationships\": [{\"status\": \"actve\"}]}]}",
                "approvalPending",
                "line 2",
            ),
            ("{\"seed\": -1}", "-1", "line 1"),
            ("", "EOF", "line 1"),
        ];
        for (text, what, line) in cases {
            let refusal = refusal(text);
            assert!(refusal.contains(what) && refusal.contains(line), "{text}: {refusal}");
        }
    }

    #[test]
    fn a_relationship_with_global_administrator_is_not_extended() {
        let relationships = r#"[{ "roles": ["Global Administrator"], "autoExtend": true }]"#;
        let text = format!(r#"{{"tenants": [{{"domain": "a.example", "relationships": {relationships}}}]}}"#);
        let refusal = refusal(&text);
        assert!(
            refusal.contains("Global Administrator") && refusal.contains("a.example"),
            "{refusal}"
        );
    }

    #[test]
    fn a_domain_given_twice_is_named_with_its_line() {
        let refusal = refusal("{\"tenants\": [\n{\"domain\": \"a.example\"},\n{\"domain\": \"a.example\"}]}");
        assert!(refusal.contains("a.example") && refusal.contains("line 3"), "{refusal}");
        assert!(Scenario::parse(&format!(r#"{{"tenants":[{{"domain":"{}"}}]}}"#, partner::DOMAIN)).is_err());
    }

    #[test]
    fn the_readme_shows_a_scenario_that_can_be_read_and_names_every_fault() {
        let readme = include_str!("../README.md");
        let scenarios: Vec<&str> = readme
            .split("```json\n")
            .skip(1)
            .filter_map(|block| block.split("```").next())
            .filter(|block| block.contains("latencyMs"))
            .collect();
        assert_eq!(scenarios.len(), 1);
        assert_eq!(Scenario::parse(scenarios[0]).unwrap().tenants.len(), 5);

        let all = refusal(r#"{"tenants": [{"domain": "a.example", "fault": ""}]}"#);
        let faults: Vec<&str> = all.split('`').skip(3).step_by(2).collect();
        assert_eq!(faults.len(), 25, "{faults:?}");
        for fault in faults {
            assert!(
                readme.contains(&format!("| `{fault}` |")),
                "{fault} is not in the README"
            );
        }
    }
}
