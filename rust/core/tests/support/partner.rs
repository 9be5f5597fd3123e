//! The partner's application in a sandbox: who looks at it, and the manifest that it is held against.

use super::{account_of, refresh_token};
use partner_auth::application::{Checked, Made, Making, check, make};
use partner_auth::clock::SystemClock;
use partner_auth::manifest::Manifest;
use partner_auth::report::Silent;
use partner_auth::{Account, ClientCredential, ClientId, Error, PartnerClient, Report};
use partner_sandbox::{APPLICATION_ID, Options, PUBLIC_APPLICATION_ID, Sandbox, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
pub const PARTNER_CENTER: &str = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";
const MINUTE: Duration = Duration::from_secs(60);

/// A sandbox whose partner's application has something wrong.
pub async fn sandbox(scenario: Value) -> Sandbox {
    let options = Options {
        scenario: Some(Scenario::parse(&scenario.to_string()).unwrap()),
        ..Options::default()
    };
    Sandbox::start(options).await.unwrap()
}

/// The partner's user with an application of Microsoft, which needs no consent.
pub fn public(sandbox: &Sandbox) -> Account {
    Account {
        client_id: ClientId::parse(&PUBLIC_APPLICATION_ID.to_string()).unwrap(),
        credential: ClientCredential::None,
        refresh_token: Some(refresh_token(&sandbox.document().public_refresh_token)),
        ..account_of(sandbox)
    }
}

/// A manifest that wants Graph and both of Exchange.
pub fn manifest(application: &Value) -> Manifest {
    let text = json!({
        "application": application,
        "grants": [
            { "resource": "Graph", "delegated": ["Directory.Read.All"] },
            { "resource": "ExchangeOnline", "delegated": ["Exchange.Manage"], "application": ["Exchange.ManageAsApp"] },
        ],
    });
    Manifest::parse("partner.json", &text.to_string()).unwrap()
}

/// That of the partner's own application.
pub fn own() -> Manifest {
    manifest(&json!({ "id": APPLICATION_ID, "displayName": "Partner application" }))
}

/// A client on the machine's clock.
pub fn client() -> Arc<PartnerClient> {
    Arc::new(PartnerClient::new(Arc::new(SystemClock::default())))
}

pub async fn look(account: &Account, manifest: Option<&Manifest>) -> Result<Checked, Error> {
    let report: Arc<dyn Report> = Arc::new(Silent);
    check(&client(), account, manifest, MINUTE, &report).await
}

pub async fn build(account: &Account, manifest: &Manifest, making: Making) -> Result<Made, Error> {
    let report: Arc<dyn Report> = Arc::new(Silent);
    make(&client(), account, manifest, making, MINUTE, &report).await
}
