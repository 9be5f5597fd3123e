//! Exchange.Manage on the partner's own side: in the application's registration, and in its consent at home.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::consenting::{EXCHANGE, GRAPH};
use crate::support::{Notes, client};
use partner_auth::Report;
use partner_auth::consent::both_sides;
use partner_auth::manifest::Manifest;
use partner_auth::partner_center::Caller;
use partner_sandbox::{Options, Sandbox, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const OTHER: &str = "88888888-2222-3333-4444-555555555555";

/// What is told about a manifest in a partner's tenant whose application is as said.
async fn told(application: Value, manifest: Value) -> (Sandbox, Arc<Notes>) {
    let options = Options {
        scenario: Some(Scenario::parse(&json!({ "application": application }).to_string()).unwrap()),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let (client, _, notes) = client();
    let (account, report): (_, Arc<dyn Report>) = (crate::support::account_of(&sandbox), notes.clone());
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let mut manifest = Manifest::parse("m.json", &manifest.to_string()).unwrap();
    manifest.application_id = manifest.application_id.or(Some(account.client_id));
    both_sides::check(&caller, &manifest).await;
    (sandbox, notes)
}

fn exchange() -> Value {
    json!({ "application": {}, "grants": [{ "resource": "ExchangeOnline", "delegated": ["exchange.manage"] }] })
}

fn consents(graph: &str, exchange: Option<&str>) -> Value {
    let exchange = exchange.map(|scope| json!({ "enterpriseApplicationId": EXCHANGE, "scope": scope }));
    let graph = json!({ "enterpriseApplicationId": GRAPH, "scope": graph });
    let consents: Vec<_> = [graph].into_iter().chain(exchange).collect();
    json!({ "consents": consents })
}

fn warnings(notes: &Notes) -> Vec<String> {
    notes.warnings.lock().unwrap().clone()
}

#[tokio::test]
async fn a_partner_whose_side_has_it_hears_nothing() {
    let (_, notes) = told(json!({}), exchange()).await;
    assert_eq!(warnings(&notes), Vec::<String>::new());
}

#[tokio::test]
async fn a_registration_that_lacks_it_is_a_warning() {
    let (_, notes) = told(json!({ "withoutPermissions": ["Exchange.Manage"] }), exchange()).await;
    let warnings = warnings(&notes);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].starts_with("The registration of application ") && warnings[0].contains("Exchange.Manage"));
}

#[tokio::test]
async fn a_home_that_has_not_consented_to_it_is_a_warning() {
    for there in [None, Some("Mail.Read")] {
        let (_, notes) = told(consents("Application.Read.All", there), exchange()).await;
        let warnings = warnings(&notes);
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].starts_with("The partner's own tenant has not consented to Exchange.Manage"));
    }
}

#[tokio::test]
async fn a_registration_that_can_not_be_read_is_no_warning_and_names_the_permission() {
    let (_, notes) = told(consents("User.Read", Some("Exchange.Manage")), exchange()).await;
    assert_eq!(warnings(&notes), Vec::<String>::new());
    let verbose = notes.verbose.lock().unwrap().join("\n");
    assert!(verbose.contains("Application.Read.All"), "{verbose}");
}

#[tokio::test]
async fn an_application_that_the_home_does_not_have_is_no_warning() {
    let mut manifest = exchange();
    manifest["application"] = json!({ "id": OTHER });
    let (_, notes) = told(json!({}), manifest).await;
    assert_eq!(warnings(&notes), Vec::<String>::new());
    assert!(
        notes
            .verbose
            .lock()
            .unwrap()
            .join("\n")
            .contains("another application's")
    );
}

#[tokio::test]
async fn a_manifest_that_does_not_want_it_costs_no_call() {
    let graph = json!({ "application": {}, "grants": [{ "resource": "Graph", "delegated": ["User.Read"] }] });
    let (sandbox, _) = told(json!({ "withoutPermissions": ["Exchange.Manage"] }), graph).await;
    assert_eq!(sandbox.requests(), []);
}
