//! A sign-in without multifactor authentication, and where it is not enough.

use crate::support::{Answer, PARTNER_SCOPE, Practice, claims};
use serde_json::json;

/// The refresh token of a sign-in with one factor.
async fn one_factor(practice: &Practice) -> String {
    let document = practice.document();
    let scope = "https://graph.microsoft.com/.default offline_access";
    let form = [("client_id", document.application_id.as_str()), ("scope", scope)];
    let codes = practice
        .post("organizations/oauth2/v2.0/devicecode", &form)
        .await
        .json();
    let mut form = practice.agent();
    form.push(("user_code", codes["user_code"].as_str().unwrap()));
    practice.post("common/oauth2/deviceauth", &form).await;
    let redeemed = practice
        .redeem(
            "organizations",
            &[
                ("grant_type", "device_code"),
                ("device_code", codes["device_code"].as_str().unwrap()),
            ],
        )
        .await;
    assert_eq!(
        claims(redeemed.json()["access_token"].as_str().unwrap())["amr"],
        json!(["pwd"])
    );
    redeemed.json()["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_tenant_that_wants_it_refuses_a_token_without_and_takes_one_with() {
    let tenants = json!([{ "domain": "a.example", "mfa": true }, { "domain": "b.example" }]);
    let practice = Practice::with(json!({ "consented": true, "tenants": tenants })).await;
    let token = one_factor(&practice).await;
    let refused = practice.redeem("a.example", &[("refresh_token", &token)]).await;
    assert_eq!(
        (
            refused.code(),
            refused.json()["error"].as_str(),
            refused.json()["suberror"].as_str()
        ),
        (50076, Some("interaction_required"), Some("basic_action"))
    );
    assert_eq!(practice.redeem("a.example", &[]).await.status, 200);
    assert_eq!(
        practice.redeem("b.example", &[("refresh_token", &token)]).await.status,
        200
    );
}

#[tokio::test]
async fn a_scenario_can_want_it_everywhere() {
    let practice = Practice::with(json!({ "mfa": true, "tenants": [{ "domain": "a.example", "mfa": false }] })).await;
    let scope = [
        ("client_id", practice.document().application_id.as_str()),
        ("scope", "openid"),
    ];
    let codes = practice
        .post("organizations/oauth2/v2.0/devicecode", &scope)
        .await
        .json();
    let mut form = practice.agent();
    form.push(("user_code", codes["user_code"].as_str().unwrap()));
    let page = practice.post("common/oauth2/deviceauth", &form).await;
    assert!(page.text.contains("AADSTS50076"), "{page:?}");
}

#[tokio::test]
async fn partner_center_wants_it_of_users() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let token = one_factor(&practice).await;
    let body = practice
        .redeem(practice.home(), &[("refresh_token", &token), ("scope", PARTNER_SCOPE)])
        .await
        .json();
    let url = format!("{}/v1/customers", practice.document().environment.partner_center);
    let request = practice
        .client
        .get(url)
        .bearer_auth(body["access_token"].as_str().unwrap());
    let answer = Answer::of(request).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json()["code"], 10001);
    assert_eq!(answer.json()["description"], "Authentication failed. MFA required.");
    assert_eq!(practice.read("customers").await.status, 200);
}
