//! What a scenario says of the partner's application.

use crate::groups::GroupName;
use crate::permissions;
use crate::scenario::ConsentScenario;
use serde::Deserialize;

/// The partner's application as it is registered.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ApplicationScenario {
    /// What the partner's own tenant has consented to; everything usual when left out.
    pub consents: Option<Vec<ConsentScenario>>,
    /// When its secret ends, in days from the start; at most 36,500 before or after it.
    #[serde(deserialize_with = "days")]
    pub secret_ends_in_days: i64,
    /// True when it is for the partner's tenant alone.
    pub single_tenant: bool,
    /// Its redirect addresses under Mobile and desktop applications.
    pub public_redirect_uris: Vec<String>,
    /// Its redirect addresses under Web.
    pub web_redirect_uris: Vec<String>,
    /// Groups of the partner that its service principal is in.
    pub groups: Vec<GroupName>,
    /// Names of permissions that it does not ask for.
    #[serde(deserialize_with = "permission_names")]
    pub without_permissions: Vec<String>,
}

impl Default for ApplicationScenario {
    fn default() -> Self {
        Self {
            consents: None,
            secret_ends_in_days: 365,
            public_redirect_uris: Vec::new(),
            single_tenant: false,
            web_redirect_uris: vec!["http://localhost:8400/".to_owned()],
            groups: Vec::new(),
            without_permissions: Vec::new(),
        }
    }
}

fn days<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let days = i64::deserialize(deserializer)?;
    if (-36_500..=36_500).contains(&days) {
        Ok(days)
    } else {
        Err(serde::de::Error::custom(format!(
            "a secret ends within 36500 days, not {days}"
        )))
    }
}

fn permission_names<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    match names.iter().find(|name| !permissions::is_name(name)) {
        None => Ok(names),
        Some(name) => Err(serde::de::Error::custom(format!(
            "{name:?} is no permission of the sandbox's services"
        ))),
    }
}
