//! The code flow: a sign-in page, a code, and its redemption.

use crate::support::{AZURE_CLI, Answer, Practice, claims};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use std::time::Duration;

const PATH: &str = "organizations/oauth2/v2.0/authorize";
const REDIRECT: &str = "http://localhost:8400/";
const SCOPE: &str = "https://graph.microsoft.com/.default offline_access openid";
const VERIFIER: &str = "a-verifier-of-forty-three-letters-or-of-more";

fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, VERIFIER.as_bytes()))
}

/// An authorization request with changes: an empty value leaves a parameter out.
fn request<'a>(practice: &'a Practice, challenge: &'a str, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut query = vec![
        ("client_id", practice.document().application_id.as_str()),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", SCOPE),
        ("state", "my state&=?"),
        ("nonce", "my nonce"),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        query.retain(|(n, _)| n != name);
        query.push((name, value));
    }
    query.retain(|(_, v)| !v.is_empty());
    query
}

/// What a sign-in with a form comes to.
async fn sign_in(practice: &Practice, changes: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
    let challenge = challenge();
    let query = request(practice, &challenge, changes);
    let url = format!("{}/{PATH}", practice.document().environment.login);
    Answer::of(practice.client.post(url).query(&query).form(form)).await
}

async fn code(practice: &Practice, changes: &[(&str, &str)]) -> String {
    let answer = sign_in(practice, changes, &practice.admin()).await;
    answer.sent("code").unwrap_or_else(|| panic!("{answer:?}"))
}

/// A redemption by the partner's application, with changes.
async fn redeem(practice: &Practice, code: &str, changes: &[(&str, &str)]) -> Answer {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("refresh_token", ""),
        ("code", code),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
        ("scope", ""),
    ];
    form.extend_from_slice(changes);
    practice.redeem("organizations", &form).await
}

#[tokio::test]
async fn a_sign_in_sends_a_code_back_and_the_code_becomes_tokens() {
    let practice = Practice::with(json!({ "customers": 1, "consented": true })).await;
    let answer = sign_in(&practice, &[], &practice.admin()).await;
    assert!(answer.header("location").starts_with(REDIRECT));
    assert_eq!(answer.sent("state").as_deref(), Some("my state&=?"));
    let issuer = format!("{}/{}/v2.0", practice.document().environment.login, practice.home());
    assert_eq!(answer.sent("iss"), Some(issuer.clone()));

    let body = redeem(&practice, &answer.sent("code").unwrap(), &[]).await.json();
    let identity = claims(body["id_token"].as_str().unwrap());
    assert_eq!(
        (&identity["nonce"], &identity["iss"]),
        (&json!("my nonce"), &json!(issuer))
    );
    assert_eq!(
        claims(body["access_token"].as_str().unwrap())["amr"],
        json!(["pwd", "mfa"])
    );
    let refresh_token = body["refresh_token"].as_str().unwrap();
    assert_eq!(
        practice
            .redeem(practice.customer(0), &[("refresh_token", refresh_token)])
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn the_page_leads_through_password_and_second_factor() {
    let practice = Practice::with(json!({})).await;
    let challenge = challenge();
    let document = practice.document();
    let hint = [("login_hint", document.user_principal_name.as_str())];
    let query = request(&practice, &challenge, &hint);
    let first = practice.page(PATH, &query).await;
    assert_eq!(first.status, 200);
    assert!(
        first
            .text
            .contains(&format!("value=\"{}\"", document.user_principal_name))
    );
    assert!(first.text.contains("action=\"/organizations/oauth2/v2.0/authorize\""));
    assert_eq!(first.hidden("code_challenge"), Some(challenge.as_str()));

    // Each form goes on from what the page before it holds.
    let mut form = query.clone();
    form.extend(crate::support::password(&document.accounts[0]));
    let second = practice.post(PATH, &form).await;
    let mut form = query.clone();
    form.extend([
        ("session", second.hidden("session").unwrap()),
        ("mfa_code", document.accounts[0].mfa_code.as_deref().unwrap()),
    ]);
    let done = practice.post(PATH, &form).await;
    assert_eq!(redeem(&practice, &done.sent("code").unwrap(), &[]).await.status, 200);
}

#[tokio::test]
async fn a_public_client_signs_in_without_a_secret() {
    let practice = Practice::with(json!({})).await;
    let code = code(&practice, &[("client_id", AZURE_CLI)]).await;
    let answer = redeem(&practice, &code, &[("client_id", AZURE_CLI), ("client_secret", "")]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test]
async fn a_form_carries_the_answer_when_it_is_asked_for() {
    let practice = Practice::with(json!({})).await;
    let answer = sign_in(&practice, &[("response_mode", "form_post")], &practice.admin()).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .text
            .contains(&format!("<form method=\"post\" action=\"{REDIRECT}\">"))
    );
    assert_eq!(answer.hidden("state"), Some("my state&amp;=?"));
    assert_eq!(redeem(&practice, answer.hidden("code").unwrap(), &[]).await.status, 200);
}

#[tokio::test]
async fn a_cancel_is_a_decline() {
    let practice = Practice::with(json!({})).await;
    let answer = sign_in(&practice, &[], &[("action", "cancel")]).await;
    assert_eq!(answer.sent("error").as_deref(), Some("access_denied"));
    assert_eq!(answer.sent("error_subcode").as_deref(), Some("cancel"));
    assert_eq!(answer.sent("state").as_deref(), Some("my state&=?"));
    assert!(answer.sent("error_description").unwrap().starts_with("AADSTS65004: "));
    assert_eq!(answer.sent("code"), None);
}

#[tokio::test]
async fn what_is_wrong_with_client_or_address_is_said_on_a_page() {
    let practice = Practice::with(json!({})).await;
    for (changes, code) in [
        ([("redirect_uri", "https://contoso.example/")], "AADSTS50011"),
        ([("redirect_uri", "")], "AADSTS900144"),
        ([("client_id", "")], "AADSTS900144"),
        ([("client_id", "app")], "AADSTS700038"),
        ([("client_id", "99999999-9999-9999-9999-999999999999")], "AADSTS700016"),
    ] {
        let page = sign_in(&practice, &changes, &practice.admin()).await;
        assert!(page.status == 400 && page.text.contains(code), "{changes:?}: {page:?}");
    }
    let page = practice.page("nobody.example/oauth2/v2.0/authorize", &[]).await;
    assert!(page.status == 400 && page.text.contains("AADSTS90002"));
}

#[tokio::test]
async fn what_is_wrong_with_the_rest_is_sent_to_the_client() {
    let practice = Practice::with(json!({})).await;
    for (changes, error, code) in [
        ([("response_type", "token")], "unsupported_response_type", "AADSTS70005"),
        ([("response_type", "")], "invalid_request", "AADSTS900144"),
        (
            [("response_mode", "fragment")],
            "unsupported_response_mode",
            "AADSTS70007",
        ),
        ([("scope", "")], "invalid_request", "AADSTS900144"),
        ([("code_challenge_method", "plain")], "invalid_request", "AADSTS90023"),
        ([("prompt", "maybe")], "invalid_request", "AADSTS90023"),
        ([("prompt", "none")], "login_required", "AADSTS50058"),
        ([("claims", "[]")], "invalid_request", "AADSTS90023"),
    ] {
        let answer = sign_in(&practice, &changes, &practice.admin()).await;
        assert_eq!(answer.sent("error").as_deref(), Some(error), "{changes:?}");
        assert!(
            answer.sent("error_description").unwrap().starts_with(code),
            "{changes:?}"
        );
        assert_eq!(answer.sent("state").as_deref(), Some("my state&=?"));
    }
}

#[tokio::test]
async fn a_prompt_for_consent_asks_once_more() {
    let practice = Practice::with(json!({})).await;
    let consent = [("prompt", "consent")];
    let page = sign_in(&practice, &consent, &practice.admin()).await;
    assert!(
        page.status == 200 && page.text.contains("graph.microsoft.com/.default"),
        "{page:?}"
    );
    let session = page.hidden("session").unwrap();
    let accepted = sign_in(&practice, &consent, &[("session", session), ("action", "accept")]).await;
    assert!(accepted.sent("code").is_some());
    let declined = sign_in(&practice, &consent, &[("session", session), ("action", "cancel")]).await;
    assert_eq!(declined.sent("error").as_deref(), Some("access_denied"));
}

#[tokio::test]
async fn an_account_that_is_chosen_is_not_filled_in() {
    let practice = Practice::with(json!({})).await;
    let challenge = challenge();
    let changes = [("login_hint", "someone@partner.example"), ("prompt", "select_account")];
    let page = practice.page(PATH, &request(&practice, &challenge, &changes)).await;
    assert!(
        page.text
            .contains("id=\"username\" name=\"username\" type=\"text\" value=\"\""),
        "{page:?}"
    );
}

#[tokio::test]
async fn a_code_is_redeemed_once_and_in_time() {
    let practice = Practice::with(json!({})).await;
    let used = code(&practice, &[]).await;
    assert_eq!(redeem(&practice, &used, &[]).await.status, 200);
    assert_eq!(redeem(&practice, &used, &[]).await.code(), 54005);
    let late = code(&practice, &[]).await;
    practice.sandbox.advance(Duration::from_secs(601));
    assert_eq!(redeem(&practice, &late, &[]).await.code(), 70008);
}

#[tokio::test]
async fn a_code_is_bound_to_client_address_verifier_and_tenant() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let good = code(&practice, &[]).await;
    for (changes, expected) in [
        (vec![("redirect_uri", "http://localhost:8401/")], 500_112),
        (vec![("code_verifier", "another-verifier")], 501_481),
        (vec![("code_verifier", "")], 501_481),
        (vec![("client_id", AZURE_CLI), ("client_secret", "")], 70000),
        (vec![("client_secret", "")], 7_000_218),
        (vec![("code", "partner-sandbox.x")], 70000),
        (vec![("redirect_uri", "")], 900_144),
    ] {
        assert_eq!(redeem(&practice, &good, &changes).await.code(), expected, "{changes:?}");
    }
    let form = [
        ("grant_type", "authorization_code"),
        ("code", good.as_str()),
        ("redirect_uri", REDIRECT),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(practice.redeem(practice.customer(0), &form).await.code(), 700_005);
    assert_eq!(redeem(&practice, &good, &[]).await.status, 200, "a refusal used it up");
    let plain = code(&practice, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    assert_eq!(redeem(&practice, &plain, &[]).await.code(), 501_481);
    assert_eq!(redeem(&practice, &plain, &[("code_verifier", "")]).await.status, 200);
}

#[tokio::test]
async fn a_sign_in_at_a_customer_meets_what_is_wrong_there() {
    let practice = Practice::with_fault("conditionalAccess").await;
    let challenge = challenge();
    let query = request(&practice, &challenge, &[]);
    let url = format!(
        "{}/a.example/oauth2/v2.0/authorize",
        practice.document().environment.login
    );
    let answer = Answer::of(practice.client.post(url).query(&query).form(&practice.admin())).await;
    assert!(answer.sent("error_description").unwrap().starts_with("AADSTS53003: "));
}

#[tokio::test]
async fn a_scope_without_a_resource_is_for_graph() {
    let practice = Practice::with(json!({})).await;
    let code = code(&practice, &[("scope", "openid profile")]).await;
    let body: Value = redeem(&practice, &code, &[]).await.json();
    assert_eq!(
        claims(body["access_token"].as_str().unwrap())["aud"],
        "https://graph.microsoft.com"
    );
    assert!(body["refresh_token"].is_null());
}
