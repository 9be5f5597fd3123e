//! Faults by the services' own codes, and the claims challenge.

use crate::support::{Answer, GRAPH_SCOPE, Practice, claims};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const TENANT: &str = "a.example";
const ALONE: [(&str, &str); 2] = [("grant_type", "client_credentials"), ("refresh_token", "")];

#[tokio::test]
async fn the_token_endpoint_answers_with_the_code_of_the_scenario() {
    for (code, status, error, suberror) in [
        (50173, 400, "invalid_grant", json!("bad_token")),
        (70043, 400, "invalid_grant", json!("token_expired")),
        (50079, 400, "interaction_required", json!("basic_action")),
        (65001, 400, "invalid_grant", json!("consent_required")),
        (700_016, 400, "unauthorized_client", Value::Null),
        (7_000_222, 401, "invalid_client", Value::Null),
        (700_213, 401, "invalid_client", Value::Null),
        (500_011, 400, "invalid_resource", Value::Null),
        (70011, 400, "invalid_scope", Value::Null),
        (90033, 503, "temporarily_unavailable", Value::Null),
        (90055, 429, "temporarily_unavailable", Value::Null),
        (5_000_224, 400, "invalid_grant", Value::Null),
        (123_456, 400, "invalid_grant", Value::Null),
    ] {
        let practice = Practice::with_fault(&format!("AADSTS{code}")).await;
        for changes in [&[][..], &ALONE] {
            let answer = practice.redeem(TENANT, changes).await;
            let body = answer.json();
            assert_eq!(
                (answer.status, body["error"].as_str(), answer.code()),
                (status, Some(error), code),
                "{code}"
            );
            assert_eq!(body["suberror"], suberror, "{code}");
            let description = body["error_description"].as_str().unwrap();
            assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
        }
        assert_eq!(practice.redeem(practice.home(), &[]).await.status, 200);
    }
}

#[tokio::test]
async fn a_policys_code_brings_its_claims() {
    let practice = Practice::with_fault("AADSTS53000").await;
    let claims = practice.redeem(TENANT, &[]).await.json()["claims"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(serde_json::from_str::<Value>(&claims).unwrap()["access_token"].is_object());
}

#[tokio::test]
async fn partner_center_answers_with_the_code_of_the_scenario() {
    for (code, status) in [
        (1002, 403),
        (60_003, 404),
        (10_001, 401),
        (800_003, 503),
        (409, 409),
        (4711, 400),
    ] {
        let practice = Practice::with_fault(&format!("PartnerCenter {code}")).await;
        let answer = practice.read(&format!("customers/{}", practice.customer(0))).await;
        assert_eq!((answer.status, &answer.json()["code"]), (status, &json!(code)));
        let consent = practice
            .consent(practice.customer(0), crate::support::GRAPH, "User.Read", &[])
            .await;
        assert_eq!(consent.status, status);
        assert_eq!(practice.read("customers").await.status, 200);
        assert_eq!(practice.redeem(TENANT, &[]).await.status, 200);
    }
}

#[tokio::test]
async fn partner_centers_throttling_has_its_own_shape() {
    let practice = Practice::with_fault("PartnerCenter 429").await;
    let answer = practice.read(&format!("customers/{}", practice.customer(0))).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "60"));
    assert_eq!(answer.json()["statusCode"], 429);
    assert!(
        answer.json()["message"]
            .as_str()
            .unwrap()
            .starts_with("Rate limit is exceeded.")
    );
}

#[tokio::test]
async fn graph_answers_with_the_code_of_the_scenario() {
    for (code, status) in [
        ("Authorization_IdentityNotFound", 401),
        ("Authorization_RequestDenied", 403),
        ("Request_ResourceNotFound", 404),
        ("Anything_Else", 400),
    ] {
        let practice = Practice::with_fault(&format!("Graph {code}")).await;
        let token = practice.access_token(TENANT, GRAPH_SCOPE).await;
        let answer = practice.graph("organization", &token).await;
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (status, &json!(code)));
    }
}

#[tokio::test]
async fn a_claims_challenge_is_over_once_a_sign_in_had_the_claims() {
    let practice = Practice::with_fault("claimsChallenge").await;
    let refused = practice.redeem(TENANT, &[]).await;
    assert_eq!(
        (refused.code(), refused.json()["error"].as_str()),
        (50076, Some("interaction_required"))
    );
    let challenge = refused.json()["claims"].as_str().unwrap().to_owned();

    let plain = signed_in(&practice, None).await;
    assert_eq!(
        practice.redeem(TENANT, &[("refresh_token", &plain)]).await.code(),
        50076
    );
    let stepped_up = signed_in(&practice, Some(&challenge)).await;
    let body = practice.redeem(TENANT, &[("refresh_token", &stepped_up)]).await.json();
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(claims(token)["acrs"], json!(["c1"]));
    assert_eq!(practice.graph("organization", token).await.status, 200);
    // What the refresh token remembers, the next one does, too.
    let next = body["refresh_token"].as_str().unwrap();
    assert_eq!(practice.redeem(TENANT, &[("refresh_token", next)]).await.status, 200);
}

#[tokio::test]
async fn graph_challenges_a_token_without_the_claims() {
    let practice = Practice::with_fault("claimsChallenge").await;
    let token = practice.redeem(TENANT, &ALONE).await.json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let answer = practice.graph("organization", &token).await;
    assert_eq!(answer.status, 401);
    let header = answer.header("www-authenticate");
    assert!(
        header.starts_with("Bearer ") && header.contains("error=\"insufficient_claims\""),
        "{header}"
    );
    let claims = header.split("claims=\"").nth(1).unwrap().trim_end_matches('"');
    let claims = URL_SAFE_NO_PAD.decode(claims).unwrap();
    let challenge = practice.redeem(TENANT, &[]).await.json()["claims"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(String::from_utf8(claims).unwrap(), challenge);
}

/// The refresh token of a sign-in at the partner's own tenant, with claims or without.
async fn signed_in(practice: &Practice, claims: Option<&str>) -> String {
    let document = practice.document();
    let redirect = "http://127.0.0.1:8400/";
    let mut query = vec![
        ("client_id", document.application_id.as_str()),
        ("redirect_uri", redirect),
        ("response_type", "code"),
        ("scope", "https://graph.microsoft.com/.default offline_access"),
    ];
    query.extend(claims.map(|c| ("claims", c)));
    let url = format!("{}/organizations/oauth2/v2.0/authorize", document.environment.login);
    let answer = Answer::of(practice.client.post(url).query(&query).form(&practice.admin())).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &answer.sent("code").unwrap()),
        ("redirect_uri", redirect),
    ];
    let body = practice.redeem(practice.home(), &form).await.json();
    body["refresh_token"]
        .as_str()
        .unwrap_or_else(|| panic!("{body}"))
        .to_owned()
}
