//! A sign-in on another device, from its codes to the token.

use crate::support::{AZURE_CLI, Answer, GRAPH_SCOPE, Practice, claims};
use serde_json::{Value, json};
use std::time::Duration;

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const PAGE: &str = "common/oauth2/deviceauth";
const SCOPE: &str = "https://graph.microsoft.com/.default offline_access openid profile";

async fn begin(practice: &Practice, tenant: &str) -> Value {
    let path = format!("{tenant}/oauth2/v2.0/devicecode");
    let answer = practice
        .post(&path, &[("client_id", AZURE_CLI), ("scope", SCOPE)])
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// A poll by the Azure CLI.
async fn poll(practice: &Practice, tenant: &str, codes: &Value) -> Answer {
    let form = [
        ("grant_type", GRANT),
        ("client_id", AZURE_CLI),
        ("device_code", codes["device_code"].as_str().unwrap()),
    ];
    practice.post(&format!("{tenant}/oauth2/v2.0/token"), &form).await
}

/// What a person does on the page, in one request.
async fn decide(practice: &Practice, codes: &Value, form: &[(&str, &str)]) -> Answer {
    let mut form = form.to_vec();
    form.push(("user_code", codes["user_code"].as_str().unwrap()));
    practice.post(PAGE, &form).await
}

fn impatient() -> Value {
    json!({ "customers": 1, "signIn": { "pollSeconds": 0 } })
}

#[tokio::test]
async fn the_codes_say_where_to_go_and_how_long() {
    let practice = Practice::with(json!({})).await;
    let codes = begin(&practice, "organizations").await;
    let page = format!("{}/{PAGE}", practice.document().environment.login);
    assert_eq!(codes["verification_uri"], page);
    assert_eq!((&codes["expires_in"], &codes["interval"]), (&json!(900), &json!(5)));
    let (user_code, message) = (codes["user_code"].as_str().unwrap(), codes["message"].as_str().unwrap());
    assert_eq!(user_code.len(), 9);
    assert!(message.contains(&page) && message.contains(user_code));
    assert!(codes["device_code"].as_str().unwrap().starts_with("partner-sandbox."));
}

#[tokio::test]
async fn a_client_without_scope_or_of_an_unknown_id_gets_no_codes() {
    let practice = Practice::with(json!({})).await;
    for (form, code) in [
        (vec![("client_id", AZURE_CLI)], 900_144),
        (vec![("scope", SCOPE)], 900_144),
        (vec![("client_id", "app"), ("scope", SCOPE)], 700_038),
        (
            vec![("client_id", "99999999-9999-9999-9999-999999999999"), ("scope", SCOPE)],
            700_016,
        ),
    ] {
        let answer = practice.post("organizations/oauth2/v2.0/devicecode", &form).await;
        assert_eq!((answer.status, answer.code()), (400, code), "{form:?}");
    }
}

#[tokio::test]
async fn a_client_waits_until_its_user_has_signed_in_and_redeems_once() {
    let practice = Practice::with(impatient()).await;
    let codes = begin(&practice, "organizations").await;
    let pending = poll(&practice, "organizations", &codes).await;
    assert_eq!(
        (pending.status, pending.json()["error"].as_str(), pending.code()),
        (400, Some("authorization_pending"), 70016)
    );

    let page = decide(&practice, &codes, &practice.admin()).await;
    assert!(
        page.status == 200 && page.text.contains("You have signed in"),
        "{page:?}"
    );
    let answer = poll(&practice, "organizations", &codes).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = answer.json();
    let access = claims(body["access_token"].as_str().unwrap());
    assert_eq!(access["upn"], practice.document().user_principal_name.as_str());
    assert_eq!(access["amr"], json!(["pwd", "mfa"]));
    assert_eq!(access["tid"], practice.home());
    assert!(body["id_token"].is_string());

    let again = poll(&practice, "organizations", &codes).await;
    assert_eq!(
        (again.json()["error"].as_str(), again.code()),
        (Some("bad_verification_code"), 70018)
    );
    let redeemed = practice
        .redeem(
            practice.customer(0),
            &[
                ("client_id", AZURE_CLI),
                ("client_secret", ""),
                ("refresh_token", body["refresh_token"].as_str().unwrap()),
            ],
        )
        .await;
    assert_eq!(redeemed.status, 200, "{redeemed:?}");
}

#[tokio::test]
async fn the_short_name_of_the_grant_is_taken_too() {
    let practice = Practice::with(impatient()).await;
    let codes = begin(&practice, practice.home()).await;
    decide(&practice, &codes, &practice.admin()).await;
    let form = [
        ("grant_type", "device_code"),
        ("client_id", AZURE_CLI),
        ("client_info", "1"),
        ("device_code", codes["device_code"].as_str().unwrap()),
        ("scope", SCOPE),
    ];
    let answer = practice
        .post(&format!("{}/oauth2/v2.0/token", practice.home()), &form)
        .await;
    assert!(answer.json()["client_info"].is_string(), "{answer:?}");
}

#[tokio::test]
async fn the_partners_application_needs_its_secret_and_no_refresh_token_comes_unasked() {
    let practice = Practice::with(impatient()).await;
    let document = practice.document();
    let form = [("client_id", document.application_id.as_str()), ("scope", GRAPH_SCOPE)];
    let codes = practice
        .post("organizations/oauth2/v2.0/devicecode", &form)
        .await
        .json();
    decide(&practice, &codes, &practice.admin()).await;
    let device = [
        ("grant_type", GRANT),
        ("refresh_token", ""),
        ("device_code", codes["device_code"].as_str().unwrap()),
    ];
    let mut without = device.to_vec();
    without.push(("client_secret", ""));
    assert_eq!(practice.redeem(practice.home(), &without).await.code(), 7_000_218);
    let body = practice.redeem(practice.home(), &device).await.json();
    assert!(
        body["access_token"].is_string() && body["refresh_token"].is_null(),
        "{body}"
    );
}

#[tokio::test]
async fn a_decline_is_told_to_the_client() {
    let practice = Practice::with(impatient()).await;
    let codes = begin(&practice, "organizations").await;
    let page = decide(&practice, &codes, &[("action", "cancel")]).await;
    assert!(page.text.contains("You cancelled"), "{page:?}");
    let answer = poll(&practice, "organizations", &codes).await;
    assert_eq!(
        (answer.json()["error"].as_str(), answer.code()),
        (Some("authorization_declined"), 70020)
    );
    assert!(
        decide(&practice, &codes, &practice.admin())
            .await
            .text
            .contains("not valid")
    );
}

#[tokio::test]
async fn codes_end() {
    let practice = Practice::with(json!({ "signIn": { "deviceCodeSeconds": 60, "pollSeconds": 0 } })).await;
    let codes = begin(&practice, "organizations").await;
    assert_eq!(codes["expires_in"], 60);
    practice.sandbox.advance(Duration::from_secs(60));
    let answer = poll(&practice, "organizations", &codes).await;
    assert_eq!(
        (answer.json()["error"].as_str(), answer.code()),
        (Some("expired_token"), 70019)
    );
    assert!(
        decide(&practice, &codes, &practice.admin())
            .await
            .text
            .contains("not valid")
    );
}

#[tokio::test]
async fn a_client_that_polls_too_fast_is_told_to_slow_down() {
    let practice = Practice::with(json!({})).await;
    let codes = begin(&practice, "organizations").await;
    let mut errors = Vec::new();
    for seconds in [0, 1, 9] {
        practice.sandbox.advance(Duration::from_secs(seconds));
        errors.push(
            poll(&practice, "organizations", &codes).await.json()["error"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    // Five seconds more after each of them: 9 are too few for 10.
    assert_eq!(errors, ["authorization_pending", "slow_down", "slow_down"]);
    practice.sandbox.advance(Duration::from_secs(15));
    assert_eq!(
        poll(&practice, "organizations", &codes).await.json()["error"],
        "authorization_pending"
    );
}

#[tokio::test]
async fn a_code_is_one_clients_and_one_tenants() {
    let practice = Practice::with(impatient()).await;
    let codes = begin(&practice, practice.home()).await;
    decide(&practice, &codes, &practice.admin()).await;
    let foreign = practice
        .redeem(
            practice.home(),
            &[
                ("grant_type", GRANT),
                ("device_code", codes["device_code"].as_str().unwrap()),
            ],
        )
        .await;
    assert_eq!(foreign.code(), 70000);
    let unknown = practice
        .redeem(
            practice.home(),
            &[("grant_type", GRANT), ("device_code", "partner-sandbox.x")],
        )
        .await;
    assert_eq!(unknown.code(), 70018);
    assert_eq!(poll(&practice, practice.customer(0), &codes).await.code(), 700_005);
}

#[tokio::test]
async fn the_page_leads_through_code_password_and_second_factor() {
    let practice = Practice::with(impatient()).await;
    let codes = begin(&practice, "organizations").await;
    let first = practice.page(PAGE, &[]).await;
    assert!(first.text.contains("name=\"user_code\""));
    assert!(
        practice
            .post(PAGE, &[("user_code", "WRONG")])
            .await
            .text
            .contains("role=\"alert\"")
    );

    // As a person may type it.
    let typed = codes["user_code"].as_str().unwrap().to_lowercase();
    let second = practice.post(PAGE, &[("user_code", &typed)]).await;
    assert!(second.text.contains("Microsoft Azure CLI") && second.text.contains("type=\"password\""));
    let mut wrong = practice.agent();
    wrong[1].1 = "partner-sandbox.wrong";
    let refused = decide(&practice, &codes, &wrong).await;
    assert!(refused.text.contains("AADSTS50126"), "{refused:?}");

    let account = &practice.document().accounts[0];
    let third = decide(&practice, &codes, &crate::support::password(account)).await;
    let session = third.hidden("session").unwrap();
    assert!(!third.text.contains(&account.password));
    let bad = decide(&practice, &codes, &[("session", session), ("mfa_code", "none")]).await;
    assert!(bad.text.contains("not the code"), "{bad:?}");
    let done = decide(
        &practice,
        &codes,
        &[("session", session), ("mfa_code", account.mfa_code.as_deref().unwrap())],
    )
    .await;
    assert!(done.text.contains("You have signed in"), "{done:?}");
    assert_eq!(poll(&practice, "organizations", &codes).await.status, 200);
}

#[tokio::test]
async fn a_customers_admin_signs_in_to_its_own_tenant_alone() {
    let practice = Practice::with(impatient()).await;
    let document = practice.document();
    let name = format!("admin@{}", document.customers[0].domain);
    let admin = [
        ("username", name.as_str()),
        ("password", document.customer_password.as_str()),
    ];
    let codes = begin(&practice, practice.home()).await;
    assert!(decide(&practice, &codes, &admin).await.text.contains("AADSTS50020"));

    let codes = begin(&practice, "organizations").await;
    decide(&practice, &codes, &admin).await;
    let body = poll(&practice, "organizations", &codes).await.json();
    assert_eq!(
        claims(body["access_token"].as_str().unwrap())["tid"],
        practice.customer(0)
    );
}
