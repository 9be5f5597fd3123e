//! client_credentials: the application without a user.

use crate::support::{GRAPH_SCOPE, Practice, claims};
use serde_json::json;

const ALONE: [(&str, &str); 2] = [("grant_type", "client_credentials"), ("refresh_token", "")];

#[tokio::test]
async fn an_application_alone_gets_roles_and_neither_scope_nor_refresh_token() {
    let practice = Practice::with(json!({})).await;
    let body = practice.redeem(practice.home(), &ALONE).await.json();
    for absent in ["scope", "refresh_token", "id_token", "client_info"] {
        assert!(body.get(absent).is_none(), "{absent}");
    }
    let claims = claims(body["access_token"].as_str().unwrap());
    assert!(
        claims["roles"]
            .as_array()
            .unwrap()
            .contains(&json!("Directory.Read.All"))
    );
    for absent in ["scp", "upn", "amr"] {
        assert!(claims.get(absent).is_none(), "{absent}");
    }
}

#[tokio::test]
async fn a_customer_that_knows_the_application_gives_it_a_token_without_roles() {
    let tenants = json!([{ "domain": "a.example", "consented": true }, { "domain": "b.example" }]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;
    let body = practice.redeem("a.example", &ALONE).await.json();
    assert!(claims(body["access_token"].as_str().unwrap()).get("roles").is_none());
    assert_eq!(practice.redeem("b.example", &ALONE).await.code(), 700_016);
}

#[tokio::test]
async fn only_everything_that_is_consented_can_be_asked_for() {
    let practice = Practice::with(json!({})).await;
    let mut parameters = ALONE.to_vec();
    parameters.push(("scope", "https://graph.microsoft.com/User.Read.All"));
    let answer = practice.redeem(practice.home(), &parameters).await;
    assert_eq!(
        (answer.json()["error"].as_str(), answer.code()),
        (Some("invalid_scope"), 1_002_012)
    );
    assert!(GRAPH_SCOPE.ends_with("/.default"));
}
