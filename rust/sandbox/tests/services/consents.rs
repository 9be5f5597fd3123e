//! Application consents: what they change, what is refused, and what a repeated request gets.

use crate::support::{Answer, EXCHANGE, GRAPH, GRAPH_SCOPE, Practice};
use reqwest::Method;
use serde_json::json;

const EXCHANGE_SCOPE: &str = "https://outlook.office365.com/.default";
const EXISTS: &str = "Permission entry already exists.";

async fn scopes(practice: &Practice, scope: &str) -> Result<String, u64> {
    let answer = practice.redeem(practice.customer(0), &[("scope", scope)]).await;
    match answer.status {
        200 => Ok(permissions(answer.json()["scope"].as_str().unwrap())),
        _ => Err(answer.code()),
    }
}

/// The scopes without the short form that was asked for.
fn permissions(scope: &str) -> String {
    let words: Vec<_> = scope.split(' ').filter(|s| !s.ends_with("/.default")).collect();
    words.join(" ")
}

#[tokio::test]
async fn a_token_carries_what_was_consented_and_only_after_it_was() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    assert_eq!(scopes(&practice, GRAPH_SCOPE).await, Err(90099));

    let answer = practice
        .consent(practice.customer(0), GRAPH, "User.Read.All, Mail.Read", &[])
        .await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.json()["applicationGrants"][0]["enterpriseApplicationId"], GRAPH);
    let granted = "https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/User.Read.All";
    assert_eq!(scopes(&practice, GRAPH_SCOPE).await, Ok(granted.to_owned()));
    assert_eq!(scopes(&practice, EXCHANGE_SCOPE).await, Err(65001));

    practice
        .consent(practice.customer(0), EXCHANGE, "Exchange.Manage", &[])
        .await;
    assert!(scopes(&practice, EXCHANGE_SCOPE).await.is_ok());
}

#[tokio::test]
async fn a_grant_that_exists_is_never_extended() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    practice.consent(practice.customer(0), GRAPH, "User.Read", &[]).await;
    let answer = practice
        .consent(practice.customer(0), GRAPH, "User.Read,Mail.Read", &[])
        .await;
    assert_eq!((answer.status, &answer.json()["description"]), (409, &json!(EXISTS)));
    assert_eq!(
        scopes(&practice, GRAPH_SCOPE).await,
        Ok("https://graph.microsoft.com/User.Read".to_owned())
    );
}

#[tokio::test]
async fn consent_already_there_lacks_the_new_scopes_until_it_was_deleted() {
    let practice = Practice::with_fault("consentAlreadyThere").await;
    assert_eq!(
        scopes(&practice, GRAPH_SCOPE).await,
        Ok("https://graph.microsoft.com/User.Read".to_owned())
    );
    let again = practice
        .consent(practice.customer(0), GRAPH, "Directory.Read.All", &[])
        .await;
    assert_eq!((again.status, &again.json()["description"]), (409, &json!(EXISTS)));

    let path = format!(
        "customers/{}/applicationconsents/{}",
        practice.customer(0),
        practice.document().application_id
    );
    assert_eq!(
        Answer::of(practice.partner_center(Method::DELETE, &path).await)
            .await
            .status,
        204
    );
    // The service principal stays, so the application is known and has nothing.
    assert_eq!(scopes(&practice, GRAPH_SCOPE).await, Err(65001));
    assert_eq!(
        Answer::of(practice.partner_center(Method::DELETE, &path).await)
            .await
            .status,
        404
    );

    assert_eq!(
        practice
            .consent(practice.customer(0), GRAPH, "Directory.Read.All", &[])
            .await
            .status,
        201
    );
    let granted = "https://graph.microsoft.com/Directory.Read.All";
    assert_eq!(scopes(&practice, GRAPH_SCOPE).await, Ok(granted.to_owned()));
}

#[tokio::test]
async fn the_same_request_id_gets_the_first_answer_again() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let id = [("ms-requestid", "66666666-ffff-4fff-8fff-666666666666")];
    for _ in 0..3 {
        let answer = practice.consent(practice.customer(0), GRAPH, "User.Read", &id).await;
        assert_eq!((answer.status, answer.header("ms-requestid")), (201, id[0].1));
    }
    let other = [("ms-requestid", "77777777-ffff-4fff-8fff-777777777777")];
    for _ in 0..2 {
        assert_eq!(
            practice
                .consent(practice.customer(0), GRAPH, "User.Read", &other)
                .await
                .status,
            409
        );
    }
    let asked = practice.sandbox.requests();
    assert_eq!(
        asked
            .iter()
            .filter(|r| r.request_id.as_deref() == Some(id[0].1))
            .count(),
        3
    );
}

#[tokio::test]
async fn a_consent_without_its_content_type_is_a_415() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let path = format!("customers/{}/applicationconsents", practice.customer(0));
    let body = json!({
        "applicationId": practice.document().application_id,
        "applicationGrants": [{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }],
    });
    let request = practice
        .partner_center(Method::POST, &path)
        .await
        .body(body.to_string());
    assert_eq!(Answer::of(request).await.status, 415);
    assert_eq!(scopes(&practice, GRAPH_SCOPE).await, Err(90099));
}

#[tokio::test]
async fn names_in_a_consent_are_taken_in_any_case_and_several_grants_at_once() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let path = format!("customers/{}/applicationconsents", practice.customer(0));
    let body = json!({
        "ApplicationId": practice.document().application_id,
        "DisplayName": "Reports",
        "ApplicationGrants": [
            { "EnterpriseApplicationID": GRAPH, "Scope": "User.Read" },
            { "EnterpriseApplicationID": EXCHANGE, "Scope": "Exchange.Manage" },
        ],
    });
    let answer = Answer::of(practice.partner_center(Method::POST, &path).await.json(&body)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert!(scopes(&practice, GRAPH_SCOPE).await.is_ok() && scopes(&practice, EXCHANGE_SCOPE).await.is_ok());
}

#[tokio::test]
async fn a_consent_that_is_none_is_a_400_that_says_why() {
    let practice = Practice::with(json!({ "customers": 1 })).await;
    let application = practice.document().application_id.clone();
    let path = format!("customers/{}/applicationconsents", practice.customer(0));
    for body in [
        json!("text"),
        json!({}),
        json!({ "applicationId": "app" }),
        json!({ "applicationId": application }),
        json!({ "applicationId": application, "applicationGrants": [{ "enterpriseApplicationId": GRAPH }] }),
        json!({ "applicationId": application, "applicationGrants": [{ "enterpriseApplicationId": GRAPH, "scope": " ," }] }),
    ] {
        let answer = Answer::of(practice.partner_center(Method::POST, &path).await.json(&body)).await;
        assert_eq!(
            (answer.status, &answer.json()["source"]),
            (400, &json!("PartnerFD")),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_customer_whose_consents_are_not_the_partners_is_a_403() {
    for fault in ["consentForbidden", "noAccess"] {
        let practice = Practice::with(json!({ "tenants": [{ "domain": "a.example", "fault": fault }] })).await;
        let answer = practice.consent(practice.customer(0), GRAPH, "User.Read", &[]).await;
        assert_eq!((answer.status, &answer.json()["code"]), (403, &json!(1002)), "{fault}");
    }
}

#[tokio::test]
async fn partner_center_can_fail_for_one_customer() {
    let tenants = json!([{ "domain": "a.example", "fault": "partnerCenterUnavailable" }, { "domain": "b.example" }]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;
    let answer = practice.consent(practice.customer(0), GRAPH, "User.Read", &[]).await;
    assert_eq!((answer.status, &answer.json()["code"]), (503, &json!(800_003)));
    assert_eq!(
        practice
            .consent(practice.customer(1), GRAPH, "User.Read", &[])
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn a_token_that_is_missing_for_another_service_or_of_another_tenant_is_a_401() {
    let practice = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let graph = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    let customers = practice.access_token(practice.customer(0), GRAPH_SCOPE).await;
    let url = format!("{}/v1/customers", practice.document().environment.partner_center);
    let missing = Answer::of(practice.client.get(&url)).await;
    assert_eq!((missing.status, &missing.json()["code"]), (401, &json!(800_001)));
    for token in [graph.as_str(), &customers, "a.b.c"] {
        let answer = Answer::of(practice.client.get(&url).bearer_auth(token)).await;
        assert_eq!((answer.status, &answer.json()["code"]), (401, &json!(400)));
    }
}
