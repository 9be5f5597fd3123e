//! The partner's application as it is registered at home, and new ones.

use crate::support::{AZURE_CLI, EXCHANGE, GRAPH, GRAPH_SCOPE, Practice};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const EXCHANGE_MANAGE: &str = "ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c";

/// The partner's application, read at home.
async fn registered(practice: &Practice) -> Value {
    let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    let path = format!("applications?$filter=appId eq '{}'", practice.document().application_id);
    practice.graph(&path, &token).await.json()["value"][0].clone()
}

fn asks_for(application: &Value, resource: &str, id: &str) -> bool {
    let required = application["requiredResourceAccess"].as_array().unwrap();
    let of = required.iter().filter(|r| r["resourceAppId"] == resource);
    of.flat_map(|r| r["resourceAccess"].as_array().unwrap())
        .any(|access| access["id"] == id)
}

#[tokio::test]
async fn the_partners_application_is_as_it_should_be() {
    let practice = Practice::with(json!({})).await;
    let application = registered(&practice).await;
    assert_eq!(application["signInAudience"], "AzureADMultipleOrgs");
    assert_eq!(application["web"]["redirectUris"], json!(["http://localhost:8400/"]));
    assert_eq!(application["isFallbackPublicClient"], false);
    assert!(asks_for(&application, EXCHANGE, EXCHANGE_MANAGE));
    for credential in [
        &application["passwordCredentials"][0],
        &application["keyCredentials"][0],
    ] {
        assert!(
            credential["endDateTime"].as_str().unwrap().ends_with('Z'),
            "{credential}"
        );
    }
    assert!(!application.to_string().contains(&practice.document().client_secret));
    let customer = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let token = customer.access_token(customer.customer(0), GRAPH_SCOPE).await;
    assert_eq!(customer.graph("applications", &token).await.json()["value"], json!([]));
}

#[tokio::test]
async fn a_scenario_says_what_is_wrong_with_it() {
    let wrong = json!({
        "singleTenant": true,
        "publicRedirectUris": ["http://localhost"],
        "webRedirectUris": [],
        "withoutPermissions": ["Exchange.Manage"],
        "consents": [{ "enterpriseApplicationId": GRAPH, "scope": "Directory.Read.All" }],
    });
    let practice = Practice::with(json!({ "consented": true, "customers": 1, "application": wrong })).await;
    let application = registered(&practice).await;
    assert_eq!(application["signInAudience"], "AzureADMyOrg");
    assert_eq!(application["web"]["redirectUris"], json!([]));
    assert_eq!(application["publicClient"]["redirectUris"], json!(["http://localhost"]));
    assert!(!asks_for(&application, EXCHANGE, EXCHANGE_MANAGE));
    let scope = [("scope", "https://outlook.office365.com/.default")];
    assert_eq!(practice.redeem(practice.home(), &scope).await.code(), 65001);
    // No other tenant has an application that is for one.
    assert_eq!(practice.redeem(practice.customer(0), &[]).await.code(), 700_016);
}

#[tokio::test]
async fn who_is_not_in_admin_agents_is_refused_consents() {
    for (how, direct, every, status) in [
        ("direct", true, true, 201),
        ("nested", false, true, 403),
        ("none", false, false, 403),
    ] {
        let practice = Practice::with(json!({ "customers": 1, "adminAgents": how })).await;
        let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
        for (path, is_in) in [("me/memberOf", direct), ("me/transitiveMemberOf", every)] {
            let groups = practice.graph(path, &token).await.json();
            let mut groups = groups["value"].as_array().unwrap().iter();
            assert_eq!(groups.any(|g| g["displayName"] == "AdminAgents"), is_in, "{how} {path}");
        }
        let application = practice.document().application_id.clone();
        let answer = practice.consent_for(&application, practice.customer(0)).await;
        assert_eq!(answer.status, status, "{how}");
    }
}

#[tokio::test]
async fn who_may_read_the_user_alone_gets_groups_without_names() {
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }]);
    let practice = Practice::with(json!({ "application": { "consents": consents } })).await;
    let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    let groups = practice.graph("me/memberOf", &token).await.json();
    let groups = groups["value"].as_array().unwrap();
    assert!(!groups.is_empty());
    for group in groups {
        assert!(group["id"].is_string() && group["displayName"].is_null(), "{group}");
    }
}

#[tokio::test]
async fn a_secret_ends_when_the_scenario_says() {
    let practice = Practice::with(json!({ "application": { "secretEndsInDays": 2 } })).await;
    assert_eq!(practice.redeem(practice.home(), &[]).await.status, 200);
    practice.sandbox.advance(Duration::from_secs(2 * 86_400 + 1));
    let ended = practice.redeem(practice.home(), &[]).await;
    assert_eq!((ended.status, ended.code()), (401, 7_000_222));
}

#[tokio::test]
async fn a_new_application_gets_tokens_with_its_secret_once_it_is_consented_to() {
    let practice = Practice::with(json!({})).await;
    let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    let body = json!({ "displayName": "Reports", "signInAudience": "AzureADMyOrg" });
    let made = practice.ask_graph(Method::POST, "applications", &token, body).await;
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    let (id, app_id) = (made["id"].as_str().unwrap(), made["appId"].as_str().unwrap());

    let credential = json!({ "passwordCredential": { "displayName": "First", "endDateTime": "2100-01-01T00:00:00Z" } });
    let added = practice
        .ask_graph(
            Method::POST,
            &format!("applications/{id}/addPassword"),
            &token,
            credential,
        )
        .await
        .json();
    let secret = added["secretText"].as_str().unwrap();
    assert!(secret.starts_with("partner-sandbox."));
    assert_eq!(added["endDateTime"], "2100-01-01T00:00:00Z");
    let shown = practice.graph(&format!("applications/{id}"), &token).await;
    assert_eq!(shown.json()["passwordCredentials"][0]["displayName"], "First");
    assert!(!shown.text.contains(secret));

    let alone = [
        ("grant_type", "client_credentials"),
        ("refresh_token", ""),
        ("client_id", app_id),
        ("client_secret", secret),
    ];
    assert_eq!(practice.redeem(practice.home(), &alone).await.code(), 700_016);
    let principal = json!({ "appId": app_id });
    practice
        .ask_graph(Method::POST, "servicePrincipals", &token, principal)
        .await;
    assert_eq!(practice.redeem(practice.home(), &alone).await.status, 200);

    // Of other tenants when it is for them.
    let customer = practice.customer(0);
    assert_eq!(practice.redeem(customer, &alone).await.code(), 700_016);
    assert_eq!(practice.consent_for(app_id, customer).await.status, 400);
    let path = format!("applications/{id}");
    let change = json!({ "signInAudience": "AzureADMultipleOrgs", "web": { "redirectUris": ["http://localhost/"] } });
    assert_eq!(
        practice.ask_graph(Method::PATCH, &path, &token, change).await.status,
        204
    );
    assert_eq!(practice.consent_for(app_id, customer).await.status, 201);
    assert_eq!(practice.redeem(customer, &alone).await.status, 200);
}

#[tokio::test]
async fn what_is_no_application_is_refused() {
    let practice = Practice::with(json!({})).await;
    let token = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    for body in [
        json!({}),
        json!({ "displayName": "" }),
        json!({ "displayName": "x", "signInAudience": "Everybody" }),
        json!({ "displayName": "x", "redirectUris": [] }),
        json!({ "displayName": "x", "requiredResourceAccess": [{ "resourceAppId": GRAPH }] }),
    ] {
        let answer = practice
            .ask_graph(Method::POST, "applications", &token, body.clone())
            .await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (400, &json!("Request_BadRequest")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn home_grants_what_it_has_consented_to_and_a_first_party_client_everything() {
    let practice = Practice::with(json!({})).await;
    let mail = "https://graph.microsoft.com/Mail.Send";
    assert_eq!(practice.redeem(practice.home(), &[("scope", mail)]).await.code(), 65001);
    let document = practice.document();
    let cli = [
        ("client_id", AZURE_CLI),
        ("client_secret", ""),
        ("refresh_token", document.public_refresh_token.as_str()),
        ("scope", mail),
    ];
    assert_eq!(practice.redeem(practice.home(), &cli).await.status, 200);
}
