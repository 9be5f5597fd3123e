//! Which application may ask at all, and how errors look.

use crate::support::{AZURE_CLI, Practice};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn an_application_with_a_wrong_missing_or_foreign_credential_is_refused() {
    let practice = Practice::with(json!({})).await;
    for (changes, status, error, code) in [
        (
            vec![("client_secret", "partner-sandbox.wrong")],
            401,
            "invalid_client",
            7_000_215,
        ),
        (vec![("client_secret", "")], 401, "invalid_client", 7_000_218),
        (
            vec![("client_secret", ""), ("client_assertion", "a.b.c")],
            400,
            "invalid_request",
            900_144,
        ),
        (vec![("client_id", AZURE_CLI)], 401, "invalid_client", 700_025),
        (
            vec![("client_id", "99999999-9999-9999-9999-999999999999")],
            400,
            "unauthorized_client",
            700_016,
        ),
        (vec![("client_id", "app")], 400, "unauthorized_client", 700_038),
        (vec![("client_id", "")], 400, "invalid_request", 900_144),
        (vec![("grant_type", "")], 400, "invalid_request", 900_144),
        (vec![("refresh_token", "")], 400, "invalid_request", 900_144),
        (vec![("scope", "")], 400, "invalid_request", 900_144),
        (vec![("grant_type", "password")], 400, "unsupported_grant_type", 70003),
    ] {
        let answer = practice.redeem(practice.home(), &changes).await;
        let body = answer.json();
        assert_eq!(
            (answer.status, body["error"].as_str(), answer.code()),
            (status, Some(error), code),
            "{changes:?}"
        );
        assert_eq!(body.get("error_uri").is_some(), code == 7_000_215);
    }
}

#[tokio::test]
async fn a_public_client_redeems_without_a_secret_and_needs_no_consent() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let public = [
        ("client_id", AZURE_CLI),
        ("client_secret", ""),
        ("refresh_token", &practice.document().public_refresh_token),
    ];
    for tenant in [practice.home(), practice.customer(0)] {
        let answer = practice.redeem(tenant, &public).await;
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

#[tokio::test]
async fn an_error_has_entras_shape_and_the_clients_own_correlation_id() {
    let practice = Practice::with(json!({})).await;
    let id = Uuid::new_v4().to_string();
    let request = practice.token_request(practice.home(), &[("client_secret", "partner-sandbox.wrong")]);
    let answer = crate::support::Answer::of(request.header("client-request-id", &id)).await;
    let body = answer.json();
    assert_eq!(body["correlation_id"], id);
    assert_eq!(answer.header("client-request-id"), id);
    assert_eq!(answer.header("x-ms-request-id"), body["trace_id"]);
    let description = body["error_description"].as_str().unwrap();
    for part in [
        "AADSTS7000215: ",
        &format!("Trace ID: {}", body["trace_id"].as_str().unwrap()),
        &id,
    ] {
        assert!(description.contains(part), "{part} is not in {description}");
    }
    let timestamp = body["timestamp"].as_str().unwrap();
    let shape: String = timestamp
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    assert_eq!(shape, "0000-00-00 00:00:00Z");
    assert!(description.ends_with(&format!("Timestamp: {timestamp}")));
    assert!(!answer.text.contains("partner-sandbox."));
}
