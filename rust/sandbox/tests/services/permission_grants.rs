//! Delegated grants by Microsoft Graph, and what tokens show of them.

use crate::support::{Answer, EXCHANGE, GRAPH, GRAPH_SCOPE, Practice, claims};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const EXCHANGE_SCOPE: &str = "https://outlook.office365.com/.default";
const BOOTSTRAP: &str = "DelegatedPermissionGrant.ReadWrite.All,Directory.Read.All";

/// One customer that has consented to what extends consents, and a token for it.
async fn practice(scenario: Value) -> (Practice, String) {
    let mut scenario = scenario;
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": BOOTSTRAP }]);
    scenario["tenants"] = json!([{ "domain": "a.example", "consents": consents }]);
    let practice = Practice::with(scenario).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    (practice, token)
}

async fn grants(practice: &Practice, token: &str) -> Vec<Value> {
    let client = practice.principal(&practice.document().application_id, token).await;
    let path = format!("oauth2PermissionGrants?$filter=clientId eq '{client}'");
    practice.graph(&path, token).await.json()["value"]
        .as_array()
        .unwrap()
        .clone()
}

async fn create(practice: &Practice, token: &str, resource: &str, scope: &str) -> Answer {
    let body = json!({
        "clientId": practice.principal(&practice.document().application_id, token).await,
        "consentType": "AllPrincipals",
        "resourceId": practice.principal(resource, token).await,
        "scope": scope,
    });
    practice
        .ask_graph(Method::POST, "oauth2PermissionGrants", token, body)
        .await
}

async fn scp(practice: &Practice, scope: &str) -> Result<String, u64> {
    let answer = practice.redeem("a.example", &[("scope", scope)]).await;
    if answer.status != 200 {
        return Err(answer.code());
    }
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    Ok(claims(&token)["scp"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_new_grant_and_a_changed_one_show_in_the_next_token() {
    let (practice, token) = practice(json!({})).await;
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Err(65001));
    let made = create(&practice, &token, EXCHANGE, "Exchange.Manage").await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.json()["principalId"], Value::Null);
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Ok("Exchange.Manage".to_owned()));

    let again = create(&practice, &token, EXCHANGE, "Exchange.Manage").await;
    assert_eq!(
        (
            again.status,
            &again.json()["error"]["code"],
            &again.json()["error"]["message"]
        ),
        (
            409,
            &json!("Request_MultipleObjectsWithSameKeyValue"),
            &json!("Permission entry already exists.")
        )
    );

    let path = format!("oauth2PermissionGrants/{}", made.json()["id"].as_str().unwrap());
    let more = json!({ "scope": "Exchange.Manage EWS.AccessAsUser.All" });
    assert_eq!(practice.ask_graph(Method::PATCH, &path, &token, more).await.status, 204);
    assert_eq!(
        scp(&practice, EXCHANGE_SCOPE).await,
        Ok("EWS.AccessAsUser.All Exchange.Manage".to_owned())
    );
    let other = json!({ "consentType": "Principal" });
    assert_eq!(
        practice.ask_graph(Method::PATCH, &path, &token, other).await.status,
        400
    );

    assert_eq!(
        practice
            .ask_graph(Method::DELETE, &path, &token, Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Err(65001));
    assert_eq!(
        practice
            .ask_graph(Method::DELETE, &path, &token, Value::Null)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_consent_of_partner_center_is_a_grant_of_graph() {
    let (practice, token) = practice(json!({})).await;
    let consent = practice
        .consent(practice.customer(0), EXCHANGE, "Exchange.Manage", &[])
        .await;
    assert_eq!(consent.status, 201);
    let found = grants(&practice, &token).await;
    let exchange = practice.principal(EXCHANGE, &token).await;
    let grant = found.iter().find(|g| g["resourceId"] == exchange.as_str()).unwrap();
    assert_eq!(
        (&grant["scope"], &grant["consentType"]),
        (&json!("Exchange.Manage"), &json!("AllPrincipals"))
    );
    let client = practice.principal(&practice.document().application_id, &token).await;
    let path = format!("servicePrincipals/{client}/oauth2PermissionGrants");
    let listed = practice.graph(&path, &token).await.json();
    assert_eq!(listed["value"].as_array().unwrap(), &found);
}

#[tokio::test]
async fn grants_come_in_pages_and_each_once() {
    let (practice, token) = practice(json!({ "graph": { "pageSize": 1 } })).await;
    create(&practice, &token, EXCHANGE, "Exchange.Manage").await;
    let client = practice.principal(&practice.document().application_id, &token).await;
    let mut link = format!(
        "{}/v1.0/oauth2PermissionGrants?$filter=clientId eq '{client}'",
        practice.document().environment.graph
    );
    let mut seen = Vec::new();
    loop {
        let page = Answer::of(practice.client.get(&link).bearer_auth(&token)).await.json();
        assert_eq!(page["value"].as_array().unwrap().len(), 1, "{page}");
        seen.push(page["value"][0]["id"].as_str().unwrap().to_owned());
        match page["@odata.nextLink"].as_str() {
            Some(next) => link = next.to_owned(),
            None => break,
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn a_consent_spreads_to_tokens_after_a_while_and_to_graph_at_once() {
    let (practice, token) = practice(json!({ "consentDelayMs": 30_000 })).await;
    practice
        .consent(practice.customer(0), EXCHANGE, "Exchange.Manage", &[])
        .await;
    assert_eq!(grants(&practice, &token).await.len(), 2);
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Err(65001));
    practice.sandbox.advance(Duration::from_secs(31));
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Ok("Exchange.Manage".to_owned()));

    // What is extended shows what it had before.
    let exchange = practice.principal(EXCHANGE, &token).await;
    let found = grants(&practice, &token).await;
    let grant = found.iter().find(|g| g["resourceId"] == exchange.as_str()).unwrap();
    let path = format!("oauth2PermissionGrants/{}", grant["id"].as_str().unwrap());
    let more = json!({ "scope": "Exchange.Manage Mail.Read" });
    practice.ask_graph(Method::PATCH, &path, &token, more).await;
    assert_eq!(scp(&practice, EXCHANGE_SCOPE).await, Ok("Exchange.Manage".to_owned()));
    practice.sandbox.advance(Duration::from_secs(31));
    assert_eq!(
        scp(&practice, EXCHANGE_SCOPE).await,
        Ok("Exchange.Manage Mail.Read".to_owned())
    );
}

#[tokio::test]
async fn what_is_no_grant_is_refused_and_changes_nothing() {
    let (practice, token) = practice(json!({})).await;
    let client = practice.principal(&practice.document().application_id, &token).await;
    let exchange = practice.principal(EXCHANGE, &token).await;
    let unknown = "99999999-9999-4999-8999-999999999999";
    for (body, status) in [
        (json!({}), 400),
        (
            json!({ "clientId": client, "consentType": "AllPrincipals", "resourceId": exchange }),
            400,
        ),
        (
            json!({ "clientId": client, "consentType": "Principal", "resourceId": exchange, "scope": "x" }),
            400,
        ),
        (
            json!({ "clientId": client, "consentType": "AllPrincipals", "resourceId": unknown, "scope": "x" }),
            404,
        ),
        (
            json!({ "clientId": unknown, "consentType": "AllPrincipals", "resourceId": exchange, "scope": "x" }),
            404,
        ),
    ] {
        let answer = practice
            .ask_graph(Method::POST, "oauth2PermissionGrants", &token, body.clone())
            .await;
        assert_eq!(answer.status, status, "{body} {answer:?}");
    }
    assert_eq!(grants(&practice, &token).await.len(), 1);
    for query in ["$filter=scope eq 'x'", "$filter=clientId", "$top=0", "$expand=client"] {
        let answer = practice.graph(&format!("oauth2PermissionGrants?{query}"), &token).await;
        assert_eq!(answer.status, 400, "{query}");
    }
}

#[tokio::test]
async fn a_consent_can_fail_between_delete_and_post() {
    let practice = Practice::with_fault("consentFailsAfterDelete 2").await;
    let customer = practice.customer(0).to_owned();
    let path = format!(
        "customers/{customer}/applicationconsents/{}",
        practice.document().application_id
    );
    let deleted = Answer::of(practice.partner_center(Method::DELETE, &path).await).await;
    assert_eq!(deleted.status, 204);
    let id = [("ms-requestid", "66666666-ffff-4fff-8fff-666666666666")];
    for status in [500, 500, 201, 201] {
        let answer = practice.consent(&customer, GRAPH, "User.Read", &id).await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
    let always = Practice::with_fault("consentFails").await;
    let answer = always.consent(always.customer(0), GRAPH, "User.Read", &[]).await;
    assert_eq!((answer.status, &answer.json()["code"]), (500, &json!(800_003)));
}
