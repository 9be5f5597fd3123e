//! The partner's application is made from its manifest, once, and brought to it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::partner::{GRAPH, PARTNER_CENTER, build, client, look, manifest, own, public, sandbox};
use crate::support::{Notes, Reply, Server, account_of, graph, http, token};
use partner_auth::application::check::Outcome as Found;
use partner_auth::application::make::Outcome;
use partner_auth::application::{Action, Made, Making};
use partner_auth::manifest::Manifest;
use partner_auth::{Account, ClientCredential, ClientId, ErrorKind, Secret};
use partner_sandbox::Sandbox;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const NOTHING_SAID: Making = Making {
    what_if: false,
    secret_days: None,
};

fn new(name: &str) -> Manifest {
    manifest(
        &json!({ "displayName": name, "redirectUris": ["http://localhost:8400/", "https://partner.example/done"] }),
    )
}

fn with_id(made: &Made) -> Manifest {
    manifest(&json!({ "id": made.application_id, "displayName": made.display_name }))
}

fn actions(changes: &[partner_auth::application::Change]) -> Vec<Action> {
    changes.iter().map(|c| c.action).collect()
}

/// Requests that write to Graph.
fn writes(sandbox: &Sandbox) -> usize {
    let collections = ["/applications", "/servicePrincipals", "/oauth2PermissionGrants"];
    let is_write = |r: &&partner_sandbox::Request| r.method != "GET" && collections.iter().any(|c| r.path.contains(c));
    sandbox.requests().iter().filter(is_write).count()
}

/// The partner's application, with these scopes of Graph at home.
async fn with_scopes(graph: &str) -> Sandbox {
    let consents = json!([
        { "enterpriseApplicationId": GRAPH, "scope": graph },
        { "enterpriseApplicationId": PARTNER_CENTER, "scope": "user_impersonation" },
    ]);
    sandbox(json!({ "application": { "consents": consents } })).await
}

#[tokio::test]
async fn a_new_application_passes_every_check_but_that_of_its_credentials() {
    let sandbox = sandbox(json!({})).await;
    let made = build(&public(&sandbox), &new("Contoso tools"), NOTHING_SAID)
        .await
        .unwrap();
    assert_eq!((made.outcome, &made.reason), (Outcome::Created, &None), "{made:?}");
    assert!(made.missing.is_empty() && made.secret.is_none());
    assert_eq!(
        actions(&made.changes),
        [
            Action::Register,
            Action::AddRedirectUri,
            Action::AddPermission,
            Action::AddPermission,
            Action::AddPermission,
            Action::CreateServicePrincipal,
            Action::Consent,
            Action::Consent,
            Action::Assign,
            Action::Consent,
        ]
    );
    let checked = look(&public(&sandbox), Some(&with_id(&made))).await.unwrap();
    let not_passed: Vec<&str> = checked
        .checks
        .iter()
        .filter(|c| c.outcome != Found::Passed)
        .map(|c| c.name)
        .collect();
    assert_eq!(not_passed, ["Credentials"]);
}

#[tokio::test]
async fn a_second_run_makes_no_second_application() {
    let sandbox = sandbox(json!({})).await;
    let name = "R&D 'tools' and more + #1";
    let account = public(&sandbox);
    let first = build(&account, &new(name), NOTHING_SAID).await.unwrap();
    let before = writes(&sandbox);
    let again = build(&account, &new(name), NOTHING_SAID).await.unwrap();
    assert_eq!(again.outcome, Outcome::NameTaken);
    assert_eq!(again.application_id, first.application_id);
    assert!(again.reason.unwrap().contains(first.application_id.as_deref().unwrap()));
    let named = build(&account, &with_id(&first), NOTHING_SAID).await.unwrap();
    assert_eq!((named.outcome, named.changes.len()), (Outcome::Unchanged, 0));
    assert_eq!(writes(&sandbox), before);
}

#[tokio::test]
async fn what_if_tells_everything_and_writes_nothing() {
    let sandbox = sandbox(json!({ "application": { "singleTenant": true } })).await;
    let making = Making {
        what_if: true,
        secret_days: Some(30),
    };
    let would = build(&public(&sandbox), &new("Contoso tools"), making).await.unwrap();
    assert_eq!((would.outcome, would.application_id), (Outcome::Created, None));
    assert_eq!((would.changes.len(), would.secret.is_none()), (11, true));
    let would = build(&public(&sandbox), &own(), making).await.unwrap();
    assert_eq!(would.outcome, Outcome::Extended);
    assert_eq!(actions(&would.changes), [Action::SetAudience, Action::CreateSecret]);
    assert_eq!(writes(&sandbox), 0);
}

#[tokio::test]
async fn an_application_whose_id_is_named_is_brought_to_the_manifest_and_loses_nothing() {
    let consents = json!([
        { "enterpriseApplicationId": GRAPH, "scope": "User.Read" },
        { "enterpriseApplicationId": PARTNER_CENTER, "scope": "user_impersonation" },
    ]);
    let wrong = json!({
        "singleTenant": true,
        "webRedirectUris": ["https://partner.example/old"],
        "withoutPermissions": ["Exchange.Manage", "Directory.Read.All"],
        "consents": consents,
    });
    let sandbox = sandbox(json!({ "application": wrong })).await;
    let account = public(&sandbox);
    let made = build(&account, &own(), NOTHING_SAID).await.unwrap();
    assert_eq!((made.outcome, &made.reason), (Outcome::Extended, &None));
    let checked = look(&account, Some(&own())).await.unwrap();
    assert!(
        checked.checks.iter().all(|c| c.outcome == Found::Passed),
        "{:?}",
        checked.checks
    );
    let token = client()
        .acquire(
            &graph(&account, &sandbox.document().tenant_id),
            Arc::new(Notes::default()),
        )
        .await
        .unwrap();
    let path = format!("applications?$filter=appId eq '{}'", sandbox.document().application_id);
    let there = get(&sandbox, &path, token.token.access_token.expose()).await;
    assert_eq!(
        there["value"][0]["web"]["redirectUris"],
        json!(["https://partner.example/old", "http://localhost:8400/"])
    );
    // Permissions that the manifest does not name stay.
    assert!(there.to_string().contains("e1fe6dd8-ba31-4d61-89e7-88639da4683d"));
    assert_eq!(
        build(&account, &own(), NOTHING_SAID).await.unwrap().outcome,
        Outcome::Unchanged
    );
}

#[tokio::test]
async fn a_secret_is_made_when_it_is_asked_for_and_gets_tokens() {
    let sandbox = sandbox(json!({})).await;
    let making = Making {
        what_if: false,
        secret_days: Some(30),
    };
    let made = build(&public(&sandbox), &new("Contoso tools"), making).await.unwrap();
    let secret = made.secret.unwrap();
    assert!(secret.ends_on.ends_with('Z'));
    assert!(!format!("{:?}", made.changes).contains(secret.text.expose()));
    let account = Account {
        client_id: ClientId::parse(made.application_id.as_deref().unwrap()).unwrap(),
        credential: ClientCredential::Secret(Arc::new(Secret::new(secret.text.expose().to_owned()))),
        refresh_token: None,
        ..account_of(&sandbox)
    };
    let home = graph(&account, &sandbox.document().tenant_id);
    client().acquire(&home, Arc::new(Notes::default())).await.unwrap();
}

#[tokio::test]
async fn who_may_not_make_applications_is_told_the_permission() {
    let sandbox = with_scopes("Directory.Read.All").await;
    let error = build(&account_of(&sandbox), &new("Contoso tools"), NOTHING_SAID)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAccess);
    assert!(
        error.remedy().contains("Application.ReadWrite.All"),
        "{}",
        error.remedy()
    );
}

#[tokio::test]
async fn who_may_make_an_application_and_not_consent_is_told_what_is_left() {
    let sandbox = with_scopes("Application.ReadWrite.All").await;
    let made = build(&account_of(&sandbox), &new("Contoso tools"), NOTHING_SAID)
        .await
        .unwrap();
    assert_eq!(made.outcome, Outcome::Created);
    assert_eq!(
        actions(&made.missing),
        [Action::Consent, Action::Consent, Action::Assign, Action::Consent]
    );
    assert!(made.application_id.is_some());
    let reason = made.reason.unwrap();
    let told = reason.matches("DelegatedPermissionGrant.ReadWrite.All").count();
    assert_eq!(told, 1, "{reason}");
}

#[tokio::test]
async fn an_id_that_the_tenant_has_not_and_a_name_that_several_have_are_refused() {
    let sandbox = sandbox(json!({})).await;
    let account = public(&sandbox);
    let foreign = manifest(&json!({ "id": GRAPH }));
    let error = build(&account, &foreign, NOTHING_SAID).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConfigurationInvalid);
    assert!(error.to_string().contains(GRAPH));

    let nameless = manifest(&json!({}));
    let error = build(&account, &nameless, NOTHING_SAID).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);

    let server = Server::start(|request, _| {
        if request.contains("/oauth2/v2.0/token") {
            return token("t", 3600);
        }
        let named = |id: &str| json!({ "id": id, "appId": id, "displayName": "Twice" });
        http(200, &json!({ "value": [named("a-1"), named("a-2")] }).to_string())
    })
    .await;
    let error = build(&crate::support::account(&server.cloud()), &new("Twice"), NOTHING_SAID)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("a-1, a-2"), "{error}");
}

#[tokio::test]
async fn an_answer_that_gets_lost_makes_no_second_application() {
    let server = Server::start(|request, _| {
        if request.contains("/oauth2/v2.0/token") {
            token("t", 3600)
        } else if request.starts_with("GET") {
            http(200, r#"{"value":[]}"#)
        } else {
            Reply::Close
        }
    })
    .await;
    let error = build(&crate::support::account(&server.cloud()), &new("Lost"), NOTHING_SAID)
        .await
        .unwrap_err();
    assert!(
        error.remedy().contains("looks for its name first"),
        "{}",
        error.remedy()
    );
    let posts = server.requests.lock().unwrap().clone();
    let posts = posts
        .iter()
        .filter(|r| r.starts_with("POST") && r.contains("/applications"));
    assert_eq!(posts.count(), 1);
}

#[tokio::test]
async fn a_directory_that_does_not_know_the_application_yet_is_asked_again() {
    let id = crate::support::CUSTOMER;
    let server = Server::start(move |request, number| {
        let principal = json!({ "id": "sp", "appId": id, "displayName": "Slow" });
        if request.contains("/oauth2/v2.0/token") {
            token("t", 3600)
        } else if request.starts_with("POST") && request.contains("/v1.0/applications ") {
            http(
                201,
                &json!({ "id": "object", "appId": id, "displayName": "Slow" }).to_string(),
            )
        } else if request.starts_with("POST") && request.contains("/v1.0/servicePrincipals ") && number < 5 {
            let text =
                format!("The appId '{id}' of the service principal does not reference a valid application object.");
            http(
                400,
                &json!({ "error": { "code": "Request_BadRequest", "message": text } }).to_string(),
            )
        } else if request.starts_with("GET") && request.contains("/v1.0/applications?") {
            http(200, r#"{"value":[]}"#)
        } else {
            http(201, &principal.to_string())
        }
    })
    .await;
    let (client, clock, notes) = crate::support::client();
    let (report, account): (Arc<dyn partner_auth::Report>, _) = (notes, crate::support::account(&server.cloud()));
    let minute = Duration::from_secs(60);
    let manifest = new("Slow");
    let work = partner_auth::application::make(&client, &account, &manifest, NOTHING_SAID, minute, &report);
    let turned = async {
        loop {
            clock.sleeper(Duration::from_secs(5)).await;
            clock.advance(Duration::from_secs(5));
        }
    };
    let made = tokio::select! { made = work => made.unwrap(), () = turned => unreachable!() };
    assert_eq!(
        (made.outcome, made.missing.len(), made.reason),
        (Outcome::Created, 0, None)
    );
}

async fn get(sandbox: &Sandbox, path: &str, token: &str) -> Value {
    let address = format!("{}/v1.0/{path}", sandbox.document().environment.graph);
    let mut request = reqwest::Request::new(reqwest::Method::GET, address.parse().unwrap());
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.headers_mut().insert("authorization", bearer);
    let answer = client()
        .http()
        .send(&account_of(sandbox).cloud, request, 1024 * 1024)
        .await;
    serde_json::from_slice(&answer.unwrap().body).unwrap()
}
