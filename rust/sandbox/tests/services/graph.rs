//! Microsoft Graph answers for the tenant of the token, and no further than it may.

use crate::support::{GRAPH, GRAPH_SCOPE, PARTNER_SCOPE, Practice};
use serde_json::json;

#[tokio::test]
async fn an_organization_is_that_of_the_token() {
    let practice = Practice::with(json!({ "consented": true, "customers": 2 })).await;
    for customer in &practice.document().customers {
        let token = practice.access_token(&customer.tenant_id, GRAPH_SCOPE).await;
        let organization = practice.graph("organization", &token).await.json()["value"][0].clone();
        assert_eq!(organization["id"], customer.tenant_id.as_str());
        assert_eq!(organization["displayName"], customer.name.as_str());
        assert_eq!(organization["verifiedDomains"][0]["name"], customer.domain.as_str());
    }
}

#[tokio::test]
async fn contracts_are_the_partners_and_can_be_filtered() {
    let practice = Practice::with(json!({ "consented": true, "customers": 3 })).await;
    let home = practice.access_token(practice.home(), GRAPH_SCOPE).await;
    assert_eq!(
        practice.graph("contracts", &home).await.json()["value"]
            .as_array()
            .unwrap()
            .len(),
        3
    );

    let (id, domain) = (practice.customer(1), &practice.document().customers[1].domain);
    for filter in [
        format!("defaultDomainName eq '{domain}'"),
        format!("customerId eq '{id}'"),
    ] {
        let answer = practice
            .graph(&format!("contracts?$filter={filter}"), &home)
            .await
            .json();
        assert_eq!(answer["value"].as_array().unwrap().len(), 1, "{filter}");
        assert_eq!(answer["value"][0]["customerId"], id);
    }
    let none = practice
        .graph("contracts?$filter=defaultDomainName eq 'o''neill.example'", &home)
        .await;
    assert_eq!(none.json()["value"], json!([]));
    let bad = practice
        .graph("contracts?$filter=startswith(displayName,'x')", &home)
        .await;
    assert_eq!(
        (bad.status, &bad.json()["error"]["code"]),
        (400, &json!("Request_UnsupportedQuery"))
    );

    let customer = practice.access_token(id, GRAPH_SCOPE).await;
    assert_eq!(practice.graph("contracts", &customer).await.json()["value"], json!([]));
}

#[tokio::test]
async fn the_root_site_names_the_tenants_sharepoint() {
    let tenants = json!([{ "domain": "adatum.onmicrosoft.example" }]);
    let practice = Practice::with(json!({ "consented": true, "tenants": tenants })).await;
    let token = practice.access_token(practice.customer(0), GRAPH_SCOPE).await;
    let site = practice.graph("sites/root?$select=webUrl", &token).await.json();
    assert_eq!(site["webUrl"], "https://adatum.sharepoint.com");
}

#[tokio::test]
async fn a_permission_that_was_not_consented_is_a_403() {
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }]);
    let practice = Practice::with(json!({ "tenants": [{ "domain": "a.example", "consents": consents }] })).await;
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    assert_eq!(practice.graph("organization", &token).await.status, 200);
    for path in ["sites/root", "contracts"] {
        let answer = practice.graph(path, &token).await;
        assert_eq!(
            (answer.status, &answer.json()["error"]["code"]),
            (403, &json!("Authorization_RequestDenied"))
        );
    }
}

#[tokio::test]
async fn a_token_that_is_none_or_for_another_service_is_a_401() {
    let practice = Practice::with(json!({})).await;
    let other = practice.access_token(practice.home(), PARTNER_SCOPE).await;
    for token in [other.as_str(), "a.b.c", ""] {
        let answer = practice.graph("organization", token).await;
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"));
        assert_eq!(answer.json()["error"]["code"], "InvalidAuthenticationToken");
    }
}

#[tokio::test]
async fn an_application_alone_reads_with_its_roles() {
    let practice = Practice::with(json!({ "customers": 2 })).await;
    let alone = [("grant_type", "client_credentials"), ("refresh_token", "")];
    let body = practice.redeem(practice.home(), &alone).await.json();
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(
        practice.graph("contracts", token).await.json()["value"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
