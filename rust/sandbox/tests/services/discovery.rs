//! Which tenant a domain is, and which hosts belong together.

use crate::support::{Answer, Practice};
use serde_json::json;

async fn configuration(practice: &Practice, tenant: &str) -> Answer {
    let login = &practice.document().environment.login;
    Answer::of(
        practice
            .client
            .get(format!("{login}/{tenant}/v2.0/.well-known/openid-configuration")),
    )
    .await
}

#[tokio::test]
async fn a_domain_leads_to_the_tenants_id() {
    let practice = Practice::with(json!({ "tenants": [{ "domain": "adatum.onmicrosoft.example" }] })).await;
    let login = &practice.document().environment.login;
    for name in [
        "adatum.onmicrosoft.example",
        "ADATUM.onmicrosoft.example",
        practice.customer(0),
    ] {
        let body = configuration(&practice, name).await.json();
        assert_eq!(body["issuer"], format!("{login}/{}/v2.0", practice.customer(0)));
        assert_eq!(
            body["token_endpoint"],
            format!("{login}/{}/oauth2/v2.0/token", practice.customer(0))
        );
    }
    assert_eq!(
        practice.sandbox.requests()[0].tenant.as_deref(),
        Some(practice.customer(0))
    );
}

#[tokio::test]
async fn any_tenant_has_an_issuer_with_a_placeholder() {
    let practice = Practice::with(json!({})).await;
    let body = configuration(&practice, "common").await.json();
    assert!(body["issuer"].as_str().unwrap().ends_with("/{tenantid}/v2.0"));
    assert!(
        body["token_endpoint"]
            .as_str()
            .unwrap()
            .ends_with("/common/oauth2/v2.0/token")
    );
}

#[tokio::test]
async fn a_tenant_that_is_not_there_or_can_not_be_is_an_error_everywhere() {
    let practice = Practice::with_fault("tenantNotFound").await;
    for (name, error, code) in [
        ("nobody.example", "invalid_tenant", 90002),
        ("99999999-9999-9999-9999-999999999999", "invalid_tenant", 90002),
        ("a.example", "invalid_tenant", 90002),
        ("consumers", "invalid_tenant", 90002),
        ("nonsense", "invalid_request", 900_023),
    ] {
        for answer in [configuration(&practice, name).await, practice.redeem(name, &[]).await] {
            let seen = (
                answer.status,
                answer.json()["error"].as_str().map(str::to_owned),
                answer.code(),
            );
            assert_eq!(seen, (400, Some(error.to_owned()), code), "{name}");
        }
    }
}

#[tokio::test]
async fn instance_discovery_knows_this_sandbox_alone() {
    let practice = Practice::with(json!({})).await;
    let login = &practice.document().environment.login;
    let ask = |endpoint: String| {
        let query = [("api-version", "1.1".to_owned()), ("authorization_endpoint", endpoint)];
        Answer::of(
            practice
                .client
                .get(format!("{login}/common/discovery/instance"))
                .query(&query),
        )
    };
    let body = ask(format!("{login}/{}/oauth2/v2.0/authorize", practice.home()))
        .await
        .json();
    assert_eq!(
        body["tenant_discovery_endpoint"],
        format!("{login}/{}/v2.0/.well-known/openid-configuration", practice.home())
    );
    assert_eq!(
        body["metadata"][0]["aliases"],
        json!([login.trim_start_matches("http://")])
    );
    assert_eq!(
        ask("https://login.contoso.example/x/authorize".to_owned()).await.code(),
        50049
    );
}

#[tokio::test]
async fn what_the_sandbox_does_not_have_is_a_404_that_says_so() {
    let practice = Practice::with(json!({})).await;
    for address in [
        &practice.document().environment.login,
        &practice.document().environment.graph,
    ] {
        let answer = Answer::of(practice.client.get(format!("{address}/v1.0/drives"))).await;
        assert_eq!(answer.status, 404);
        assert!(answer.text.contains("/v1.0/drives"), "{answer:?}");
    }
    assert_eq!(practice.sandbox.requests().len(), 2);
}
