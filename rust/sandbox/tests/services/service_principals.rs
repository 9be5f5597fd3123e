//! Service principals: which there are, what they show, and what goes with them.

use crate::support::{Answer, EXCHANGE, GRAPH, GRAPH_SCOPE, Practice};
use partner_sandbox::{Options, Scenario};
use reqwest::Method;
use serde_json::{Value, json};

const EXCHANGE_SCOPE: &str = "https://outlook.office365.com/.default";

async fn practice(tenant: Value) -> Practice {
    let mut tenant = tenant;
    tenant["domain"] = json!("a.example");
    Practice::with(json!({ "consented": true, "tenants": [tenant] })).await
}

fn error(answer: &Answer) -> (u16, String) {
    (
        answer.status,
        answer.json()["error"]["code"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn a_service_shows_its_permissions_with_their_ids() {
    let practice = practice(json!({})).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let found = practice
        .graph(&format!("servicePrincipals?$filter=appId eq '{EXCHANGE}'"), &token)
        .await
        .json();
    let exchange = &found["value"][0];
    assert_eq!(exchange["displayName"], "Office 365 Exchange Online");
    assert_eq!(exchange["accountEnabled"], true);
    let scope = &exchange["oauth2PermissionScopes"][0];
    assert_eq!(
        (&scope["value"], &scope["id"]),
        (
            &json!("Exchange.Manage"),
            &json!("ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c")
        )
    );
    let role = &exchange["appRoles"][0];
    assert_eq!(
        (&role["value"], &role["id"]),
        (
            &json!("Exchange.ManageAsApp"),
            &json!("dc50a0fb-09a3-484d-be87-e023b12c6440")
        )
    );

    let id = exchange["id"].as_str().unwrap();
    for path in [
        format!("servicePrincipals/{id}"),
        format!("servicePrincipals(appId='{EXCHANGE}')"),
    ] {
        assert_eq!(practice.graph(&path, &token).await.json()["id"], id, "{path}");
    }
    let selected = practice
        .graph(&format!("servicePrincipals/{id}?$select=appId"), &token)
        .await
        .json();
    assert_eq!((&selected["appId"], selected.get("id")), (&json!(EXCHANGE), None));
}

#[tokio::test]
async fn object_ids_are_the_same_on_each_start_and_differ_between_tenants() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let scenario = Scenario::parse(r#"{ "consented": true, "customers": 2 }"#).unwrap();
        let practice = Practice::start(Options {
            scenario: Some(scenario),
            seed: Some(7),
            ..Options::default()
        })
        .await;
        let mut ids = Vec::new();
        for place in 0..2 {
            let token = practice.access_token(practice.customer(place), GRAPH_SCOPE).await;
            ids.push(practice.principal(&practice.document().application_id, &token).await);
        }
        assert_ne!(ids[0], ids[1]);
        seen.push(ids);
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_service_that_is_not_licensed_is_missing_everywhere() {
    let practice = practice(json!({ "unlicensed": [EXCHANGE] })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let path = format!("servicePrincipals?$filter=appId eq '{EXCHANGE}'");
    assert_eq!(practice.graph(&path, &token).await.json()["value"], json!([]));
    let refused = practice.redeem("a.example", &[("scope", EXCHANGE_SCOPE)]).await;
    assert_eq!((refused.status, refused.code()), (400, 500_011));
    let alone = [
        ("grant_type", "client_credentials"),
        ("refresh_token", ""),
        ("scope", EXCHANGE_SCOPE),
    ];
    assert_eq!(practice.redeem("a.example", &alone).await.code(), 500_011);
    let consent = practice
        .consent(practice.customer(0), EXCHANGE, "Exchange.Manage", &[])
        .await;
    assert_eq!(consent.status, 400);
    let words = consent.json()["description"].as_str().unwrap().to_owned();
    assert!(
        words.contains(EXCHANGE) && words.contains("Office 365 Exchange Online"),
        "{words}"
    );
}

#[tokio::test]
async fn a_missing_service_principal_can_be_made_and_then_consented_to() {
    let practice = practice(json!({ "unlicensed": [EXCHANGE] })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let body = json!({ "appId": EXCHANGE });
    let made = practice
        .ask_graph(Method::POST, "servicePrincipals", &token, body.clone())
        .await;
    assert_eq!((made.status, &made.json()["appId"]), (201, &json!(EXCHANGE)));
    assert_eq!(
        practice.redeem("a.example", &[("scope", EXCHANGE_SCOPE)]).await.code(),
        65001
    );
    let consent = practice
        .consent(practice.customer(0), EXCHANGE, "Exchange.Manage", &[])
        .await;
    assert_eq!(consent.status, 201);
    let again = practice
        .ask_graph(Method::POST, "servicePrincipals", &token, body)
        .await;
    assert_eq!(
        error(&again),
        (409, "Request_MultipleObjectsWithSameKeyValue".to_owned())
    );
    let none = json!({ "appId": "99999999-9999-4999-8999-999999999999" });
    let none = practice
        .ask_graph(Method::POST, "servicePrincipals", &token, none)
        .await;
    assert_eq!(error(&none), (400, "Request_BadRequest".to_owned()));
}

#[tokio::test]
async fn deleting_a_service_principal_takes_its_grants_and_another_object_comes_after_it() {
    let practice = practice(json!({})).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let application = practice.document().application_id.clone();
    let id = practice.principal(&application, &token).await;
    let deleted = practice
        .ask_graph(Method::DELETE, &format!("servicePrincipals/{id}"), &token, Value::Null)
        .await;
    assert_eq!(deleted.status, 204);
    let grants = practice
        .graph(&format!("oauth2PermissionGrants?$filter=clientId eq '{id}'"), &token)
        .await;
    assert_eq!(grants.json()["value"], json!([]));
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 90099);
    let made = practice
        .ask_graph(
            Method::POST,
            "servicePrincipals",
            &token,
            json!({ "appId": application }),
        )
        .await;
    assert_eq!(made.status, 201);
    assert_ne!(made.json()["id"], id.as_str());
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 65001);
    let path = format!("servicePrincipals(appId='{application}')");
    assert_eq!(
        practice
            .ask_graph(Method::DELETE, &path, &token, Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        error(&practice.ask_graph(Method::DELETE, &path, &token, Value::Null).await),
        (404, "Request_ResourceNotFound".to_owned())
    );
}

#[tokio::test]
async fn permissions_and_faults_decide_who_reads_and_who_writes() {
    let scopes = |scope: &str| json!([{ "enterpriseApplicationId": GRAPH, "scope": scope }]);
    let denied = (403, "Authorization_RequestDenied".to_owned());
    for (tenant, reads, writes) in [
        (json!({ "consents": scopes("User.Read") }), false, false),
        (json!({ "consents": scopes("Application.Read.All") }), true, false),
        (json!({ "consents": scopes("Application.ReadWrite.All") }), true, true),
        (json!({ "fault": "graphWritesDenied" }), true, false),
        (json!({ "fault": "graphDenied" }), false, false),
    ] {
        let practice = practice(tenant.clone()).await;
        let token = practice.access_token("a.example", GRAPH_SCOPE).await;
        let path = format!("servicePrincipals(appId='{EXCHANGE}')");
        let read = practice.graph(&path, &token).await;
        let write = practice.ask_graph(Method::DELETE, &path, &token, Value::Null).await;
        for (answer, may) in [(read, reads), (write, writes)] {
            assert_eq!(answer.status < 300, may, "{tenant} {answer:?}");
            assert!(may || error(&answer) == denied, "{tenant} {answer:?}");
        }
    }
}

#[tokio::test]
async fn an_address_that_is_no_collection_is_not_there() {
    let practice = practice(json!({})).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    let answer = practice.graph("servicePrincipals(displayName='x')", &token).await;
    assert_eq!(answer.status, 404);
    assert!(answer.text.contains("The sandbox has no"), "{answer:?}");
}
