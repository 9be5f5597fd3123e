//! Every fault of a scenario, as the token endpoint shows it.

use crate::support::{Answer, Practice};
use serde_json::{Value, json};

const TENANT: &str = "a.example";

#[tokio::test]
async fn a_user_who_is_refused_gets_entras_code() {
    for (fault, error, code, suberror) in [
        ("noAccess", "invalid_grant", 50020, Value::Null),
        ("conditionalAccess", "invalid_grant", 53003, json!("message_only")),
        ("mfaRequired", "interaction_required", 50076, json!("basic_action")),
        ("guest", "interaction_required", 50177, Value::Null),
        ("blocked", "access_denied", 530_034, Value::Null),
        ("loop", "invalid_grant", 50196, Value::Null),
        ("expiredRefreshToken", "invalid_grant", 700_082, json!("bad_token")),
        ("tenantNotFound", "invalid_tenant", 90002, Value::Null),
    ] {
        let practice = Practice::with_fault(fault).await;
        let answer = practice.redeem(TENANT, &[]).await;
        let body = answer.json();
        assert_eq!(
            (answer.status, body["error"].as_str(), answer.code()),
            (400, Some(error), code),
            "{fault}"
        );
        assert_eq!(body["suberror"], suberror, "{fault}");
        assert_eq!(
            practice.redeem(practice.home(), &[]).await.status,
            200,
            "{fault} reached another tenant"
        );
    }
}

#[tokio::test]
async fn a_policy_sends_a_claims_challenge() {
    let practice = Practice::with_fault("conditionalAccess").await;
    let claims = practice.redeem(TENANT, &[]).await.json()["claims"]
        .as_str()
        .unwrap()
        .to_owned();
    let claims: Value = serde_json::from_str(&claims).unwrap();
    assert_eq!(claims["access_token"]["capolids"]["essential"], true);
}

#[tokio::test]
async fn throttling_is_plain_text_with_a_wait() {
    let practice = Practice::with_fault("throttled").await;
    for _ in 0..3 {
        let answer = practice.redeem(TENANT, &[]).await;
        assert_eq!((answer.status, answer.text.as_str()), (429, "Too Many Requests"));
        assert_eq!(answer.header("retry-after"), "60");
    }
}

#[tokio::test]
async fn a_fault_that_happens_once_happens_once() {
    for (fault, status) in [("throttledOnce", 429), ("unavailableOnce", 503)] {
        let practice = Practice::with_fault(fault).await;
        let first = practice.redeem(TENANT, &[]).await;
        assert_eq!(first.status, status);
        if status == 429 {
            assert_eq!(first.header("retry-after"), "1");
        }
        assert_eq!(practice.redeem(TENANT, &[]).await.status, 200);
    }
}

#[tokio::test]
async fn an_unavailable_service_says_so_in_entras_shape() {
    let practice = Practice::with_fault("unavailable").await;
    let answer = practice.redeem(TENANT, &[]).await;
    assert_eq!((answer.status, answer.code()), (503, 90033));
    assert_eq!(answer.json()["error"], "temporarily_unavailable");
}

#[tokio::test]
async fn answers_that_are_none_come_as_named() {
    let page = Practice::with_fault("htmlPage").await.redeem(TENANT, &[]).await;
    assert_eq!(page.status, 502);
    assert!(page.header("content-type").starts_with("text/html") && page.text.starts_with("<!DOCTYPE html>"));

    let empty = Practice::with_fault("emptyBody").await.redeem(TENANT, &[]).await;
    assert_eq!((empty.status, empty.text.as_str()), (200, ""));

    let cut = Practice::with_fault("cutJson").await.redeem(TENANT, &[]).await;
    assert_eq!(cut.status, 200);
    assert!(serde_json::from_str::<Value>(&cut.text).unwrap_err().is_eof());

    let huge = Practice::with_fault("hugeBody").await.redeem(TENANT, &[]).await;
    assert_eq!(huge.status, 200);
    assert!(huge.text.len() > 1024 * 1024);
}

#[tokio::test]
async fn a_reset_closes_the_connection_without_an_answer() {
    let practice = Practice::with_fault("reset").await;
    for _ in 0..2 {
        let error = practice.token_request(TENANT, &[]).send().await;
        let error = match error {
            Err(error) => error,
            Ok(response) => response.bytes().await.unwrap_err(),
        };
        assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
    }
    assert_eq!(practice.redeem(practice.home(), &[]).await.status, 200);
}

#[tokio::test]
async fn an_answer_takes_as_long_as_the_scenario_says() {
    let practice = Practice::with(json!({ "latencyMs": 20 })).await;
    let clock = std::time::Instant::now();
    practice.redeem(practice.home(), &[]).await;
    assert!(clock.elapsed().as_millis() >= 20);
}

#[tokio::test]
async fn a_tenants_own_latency_beats_the_scenarios_and_keeps_no_other_tenant_waiting() {
    let tenants = json!([{ "domain": TENANT, "latencyMs": 0 }, { "domain": "b.example" }]);
    let practice = Practice::with(json!({ "latencyMs": 3_600_000, "consented": true, "tenants": tenants })).await;
    assert_eq!(quicker(&practice, "b.example", TENANT).await.status, 200);
}

#[tokio::test]
async fn a_slow_tenant_keeps_its_callers_waiting() {
    let practice = Practice::with_fault("slow").await;
    assert_eq!(quicker(&practice, TENANT, practice.home()).await.status, 200);
}

/// The answer of the quicker tenant, which comes while the slower one is waited for.
async fn quicker(practice: &Practice, slower: &str, quicker: &str) -> Answer {
    tokio::select! {
        biased;
        _ = practice.token_request(slower, &[]).send() => panic!("{slower} was not slower"),
        answer = practice.redeem(quicker, &[]) => answer,
    }
}

#[tokio::test]
async fn a_fault_of_the_user_is_none_of_the_application_alone() {
    let practice = Practice::with_fault("conditionalAccess").await;
    let alone = [("grant_type", "client_credentials"), ("refresh_token", "")];
    assert_eq!(practice.redeem(TENANT, &alone).await.status, 200);
}
