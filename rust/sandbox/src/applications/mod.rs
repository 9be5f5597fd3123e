//! The applications that are registered in the partner's tenant, and their secrets (Microsoft Graph, "application
//! resource type").

mod scenario;

pub use scenario::ApplicationScenario;

use crate::assertions::RegisteredCertificate;
use crate::moment;
use crate::object_ids;
use crate::partner::{APPLICATION_ID, SECRET_MARK};
use crate::permissions;
use crate::resources;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// A day in milliseconds.
const DAY: i64 = 86_400_000;
/// How long a secret is good when nothing says it, in days: two years.
const SECRET_DAYS: i64 = 730;
/// How many letters of a secret stay visible.
const HINT: usize = 3;

/// The applications.
pub struct Applications(Mutex<Vec<Application>>);

/// A registered application.
pub struct Application {
    /// Object id.
    pub id: Uuid,
    /// Application id.
    pub app_id: Uuid,
    /// When it was registered, Unix milliseconds.
    pub created: i64,
    /// What its owner sets, by Graph's names.
    pub properties: Map<String, Value>,
    secrets: Vec<Secret>,
    certificates: Vec<Value>,
}

/// A secret of an application.
struct Secret {
    key_id: Uuid,
    name: Option<String>,
    text: String,
    starts: i64,
    ends: i64,
}

/// What a secret is worth.
#[derive(Debug, PartialEq, Eq)]
pub enum Worth {
    /// It is good.
    Good,
    /// It has ended.
    Ended,
    /// The application has no such secret.
    Unknown,
}

impl Applications {
    /// The partner's application alone, as the scenario has it.
    pub fn new(scenario: &ApplicationScenario, secret: &str, certificates: &[RegisteredCertificate], now: u64) -> Self {
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let ends = now.saturating_add(scenario.secret_ends_in_days.saturating_mul(DAY));
        let certificates = certificates.iter().enumerate().map(|(index, certificate)| {
            json!({
                "customKeyIdentifier": null,
                "displayName": format!("O={SECRET_MARK}"),
                "endDateTime": moment::text(certificate.ends().saturating_mul(1000)),
                "key": null,
                "keyId": object_ids::credential(APPLICATION_ID, &format!("certificate {index}")),
                "startDateTime": moment::text(certificate.begins().saturating_mul(1000)),
                "type": "AsymmetricX509Cert",
                "usage": "Verify",
            })
        });
        Self(Mutex::new(vec![Application {
            id: object_ids::application(APPLICATION_ID),
            app_id: APPLICATION_ID,
            created: now,
            properties: properties(scenario),
            secrets: vec![Secret {
                key_id: object_ids::credential(APPLICATION_ID, "secret"),
                name: Some("Sandbox secret".to_owned()),
                text: secret.to_owned(),
                starts: now.min(ends.saturating_sub(DAY)),
                ends,
            }],
            certificates: certificates.collect(),
        }]))
    }

    /// All of them, to be read or changed at once.
    pub fn lock(&self) -> MutexGuard<'_, Vec<Application>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of an application, where a tenant can have it: the partner's own tenant has all, others have those that
    /// are for several tenants.
    pub fn name(&self, app_id: Uuid, is_home: bool) -> Option<String> {
        let applications = self.lock();
        let found = applications.iter().find(|a| a.app_id == app_id);
        found.filter(|a| is_home || a.is_multi_tenant()).map(Application::name)
    }

    /// What a secret of an application is worth.
    pub fn worth(&self, app_id: Uuid, secret: &str, now: u64) -> Worth {
        let applications = self.lock();
        let secrets = applications
            .iter()
            .filter(|a| a.app_id == app_id)
            .flat_map(|a| &a.secrets);
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let mut worth = Worth::Unknown;
        for known in secrets.filter(|s| s.text == secret) {
            worth = if now < known.ends { Worth::Good } else { Worth::Ended };
        }
        worth
    }
}

impl Application {
    /// A new one.
    pub fn register(properties: Map<String, Value>, now: u64) -> Self {
        let app_id = Uuid::new_v4();
        Self {
            id: object_ids::application(app_id),
            app_id,
            created: i64::try_from(now).unwrap_or(i64::MAX),
            properties,
            secrets: Vec::new(),
            certificates: Vec::new(),
        }
    }

    /// Its display name.
    pub fn name(&self) -> String {
        let name = self.properties.get("displayName").and_then(Value::as_str);
        name.unwrap_or_default().to_owned()
    }

    /// True when other tenants can have it.
    pub fn is_multi_tenant(&self) -> bool {
        let audience = self.properties.get("signInAudience").and_then(Value::as_str);
        audience != Some("AzureADMyOrg")
    }

    /// Adds a secret. The answer shows its text, once. Times are Unix milliseconds.
    pub fn add_secret(&mut self, name: Option<String>, starts: i64, ends: Option<i64>) -> Value {
        let secret = Secret {
            key_id: Uuid::new_v4(),
            name,
            text: format!("{SECRET_MARK}{}", Uuid::new_v4().simple()),
            starts,
            ends: ends.unwrap_or_else(|| starts.saturating_add(SECRET_DAYS * DAY)),
        };
        let mut shown = secret.show();
        if let Some(fields) = shown.as_object_mut() {
            fields.insert("secretText".to_owned(), Value::from(secret.text.clone()));
        }
        self.secrets.push(secret);
        shown
    }

    /// Its secrets without their texts.
    pub fn password_credentials(&self) -> Vec<Value> {
        self.secrets.iter().map(Secret::show).collect()
    }

    /// Its certificates.
    pub fn key_credentials(&self) -> &[Value] {
        &self.certificates
    }
}

impl Secret {
    fn show(&self) -> Value {
        json!({
            "customKeyIdentifier": null,
            "displayName": self.name,
            "endDateTime": moment::text(self.ends),
            "hint": self.text.chars().take(HINT).collect::<String>(),
            "keyId": self.key_id,
            "secretText": null,
            "startDateTime": moment::text(self.starts),
        })
    }
}

/// The partner's application as it is registered: for several tenants, with everything usual among its permissions.
fn properties(scenario: &ApplicationScenario) -> Map<String, Value> {
    let left_out: BTreeSet<&str> = scenario.without_permissions.iter().map(String::as_str).collect();
    let required = resources::all().map(|resource| {
        let usual = permissions::of(resource.id).filter(|p| !left_out.contains(p.name));
        let access = usual.flat_map(|p| {
            let scope = p.scope.filter(|_| resource.scopes.contains(&p.name));
            let role = p.role.filter(|_| resource.roles.contains(&p.name));
            let scope = scope.map(|id| json!({ "id": id, "type": "Scope" }));
            scope
                .into_iter()
                .chain(role.map(|id| json!({ "id": id, "type": "Role" })))
        });
        json!({ "resourceAppId": resource.id, "resourceAccess": access.collect::<Vec<_>>() })
    });
    let is_asked = |required: &Value| required["resourceAccess"].as_array().is_some_and(|a| !a.is_empty());
    let audience = if scenario.single_tenant {
        "AzureADMyOrg"
    } else {
        "AzureADMultipleOrgs"
    };
    let fields = json!({
        "displayName": "Partner application",
        "isFallbackPublicClient": false,
        "publicClient": { "redirectUris": scenario.public_redirect_uris },
        "requiredResourceAccess": required.filter(is_asked).collect::<Vec<_>>(),
        "signInAudience": audience,
        "web": { "redirectUris": scenario.web_redirect_uris },
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
