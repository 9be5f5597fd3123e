//! A refresh token becomes an access token for a tenant and a resource.

use crate::support::{AZURE_CLI, EXCHANGE, GRAPH, GRAPH_SCOPE, PARTNER_SCOPE, Practice, claims};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_token_says_whom_it_is_for_and_what_was_consented() {
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": "User.Read.All,Mail.Read" }]);
    let practice = Practice::with(json!({ "tenants": [{ "domain": "a.example", "consents": consents }] })).await;
    let answer = practice.redeem("a.example", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = answer.json();
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(
        body["scope"],
        "https://graph.microsoft.com/Mail.Read https://graph.microsoft.com/User.Read.All https://graph.microsoft.com/.default"
    );
    let life = body["expires_in"].as_u64().unwrap();
    assert!((3600..5400).contains(&life));

    let document = practice.document();
    let claims = claims(body["access_token"].as_str().unwrap());
    for (name, value) in [
        ("aud", "https://graph.microsoft.com"),
        ("tid", practice.customer(0)),
        ("scp", "Mail.Read User.Read.All"),
        ("appid", &document.application_id),
        ("upn", &document.user_principal_name),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert_eq!(claims["amr"], json!(["pwd", "mfa"]));
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), life);
}

#[tokio::test]
async fn a_new_refresh_token_comes_with_it_and_the_old_one_stays_good() {
    let practice = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let old = practice.document().refresh_token.clone();
    let new = practice.redeem(practice.customer(0), &[]).await.json()["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(new.starts_with("partner-sandbox.") && new != old);
    for token in [&old, &new] {
        assert_eq!(
            practice
                .redeem(practice.customer(0), &[("refresh_token", token)])
                .await
                .status,
            200
        );
    }
}

#[tokio::test]
async fn an_id_token_and_client_info_come_when_they_are_asked_for() {
    let practice = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let plain = practice.redeem(practice.customer(0), &[]).await.json();
    assert!(plain.get("id_token").is_none() && plain.get("client_info").is_none());

    let scope = format!("{GRAPH_SCOPE} openid profile offline_access");
    let full = practice
        .redeem(practice.customer(0), &[("scope", &scope), ("client_info", "1")])
        .await
        .json();
    let identity = claims(full["id_token"].as_str().unwrap());
    assert_eq!(
        identity["preferred_username"],
        practice.document().user_principal_name.as_str()
    );
    assert_eq!(identity["tid"], practice.customer(0));
    let info = claims(&format!(".{}", full["client_info"].as_str().unwrap()));
    assert_eq!(info["utid"], practice.home());
}

#[tokio::test]
async fn the_partners_own_tenant_has_consented_to_everything_usual() {
    let practice = Practice::with(json!({})).await;
    for scope in [
        GRAPH_SCOPE,
        PARTNER_SCOPE,
        "https://outlook.office365.com/.default",
        "User.Read",
    ] {
        assert_eq!(
            practice.redeem(practice.home(), &[("scope", scope)]).await.status,
            200,
            "{scope}"
        );
    }
    assert_eq!(practice.redeem("organizations", &[]).await.status, 200);
}

#[tokio::test]
async fn a_customer_without_consent_is_refused_by_what_is_missing() {
    let consents = json!([{ "enterpriseApplicationId": GRAPH, "scope": "User.Read" }]);
    let tenants = json!([{ "domain": "none.example" }, { "domain": "some.example", "consents": consents }]);
    let practice = Practice::with(json!({ "tenants": tenants })).await;

    let none = practice.redeem("none.example", &[]).await;
    assert_eq!((none.status, none.code()), (400, 90099));

    for scope in [
        "https://outlook.office365.com/.default",
        "https://graph.microsoft.com/Mail.Read",
        PARTNER_SCOPE,
    ] {
        let missing = practice.redeem("some.example", &[("scope", scope)]).await;
        assert_eq!((missing.status, missing.code()), (400, 65001), "{scope}");
        assert_eq!(missing.json()["suberror"], "consent_required");
    }
    let asked_for = practice
        .redeem("some.example", &[("scope", "https://graph.microsoft.com/user.read")])
        .await;
    assert_eq!(asked_for.status, 200);
}

#[tokio::test]
async fn a_resource_goes_by_its_application_id_too() {
    let practice = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let scope = format!("{EXCHANGE}/.default");
    let body = practice.redeem(practice.customer(0), &[("scope", &scope)]).await.json();
    assert_eq!(body["scope"], format!("{EXCHANGE}/Exchange.Manage {EXCHANGE}/.default"));
}

#[tokio::test]
async fn a_sharepoint_host_is_one_tenants_own() {
    let tenants = json!([{ "domain": "adatum.onmicrosoft.example" }, { "domain": "contoso.onmicrosoft.example" }]);
    let practice = Practice::with(json!({ "consented": true, "tenants": tenants })).await;
    let scope = [("scope", "https://adatum.sharepoint.com/.default")];
    assert_eq!(practice.redeem("adatum.onmicrosoft.example", &scope).await.status, 200);
    assert_eq!(
        practice.redeem("contoso.onmicrosoft.example", &scope).await.code(),
        500_011
    );
}

#[tokio::test]
async fn scopes_of_two_resources_of_none_and_of_an_unknown_one_are_refused() {
    let practice = Practice::with(json!({})).await;
    for (scope, error, code) in [
        (
            "https://graph.microsoft.com/.default https://outlook.office365.com/.default",
            "invalid_scope",
            28000,
        ),
        ("openid profile", "invalid_scope", 70011),
        ("https://graph.microsoft.com/", "invalid_scope", 70011),
        ("https://graph.microsoft.us/.default", "invalid_resource", 500_011),
        (
            "99999999-9999-9999-9999-999999999999/.default",
            "invalid_resource",
            500_011,
        ),
    ] {
        let answer = practice.redeem(practice.home(), &[("scope", scope)]).await;
        assert_eq!(
            (answer.json()["error"].as_str(), answer.code()),
            (Some(error), code),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn a_refresh_token_of_another_sandbox_is_none() {
    let (practice, other) = (Practice::with(json!({})).await, Practice::with(json!({})).await);
    for token in [other.document().refresh_token.as_str(), "partner-sandbox.x", "0.ARwA"] {
        let answer = practice.redeem(practice.home(), &[("refresh_token", token)]).await;
        assert_eq!(
            (answer.json()["error"].as_str(), answer.code()),
            (Some("invalid_grant"), 70000)
        );
    }
}

#[tokio::test]
async fn the_log_names_tenant_scope_and_request_and_no_secret() {
    let practice = Practice::with(json!({ "consented": true, "customers": 1 })).await;
    let id = "55555555-eeee-4eee-8eee-555555555555";
    let request = practice.token_request(&practice.document().customers[0].domain, &[]);
    request.header("client-request-id", id).send().await.unwrap();
    let log = practice.sandbox.requests();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].method, "POST");
    assert!(log[0].path.ends_with("/oauth2/v2.0/token"));
    assert_eq!(log[0].tenant.as_deref(), Some(practice.customer(0)));
    assert_eq!(log[0].scope.as_deref(), Some(GRAPH_SCOPE));
    assert_eq!(log[0].request_id.as_deref(), Some(id));
    assert!(!format!("{log:?}{:?}", practice.document()).contains("partner-sandbox."));
}

#[tokio::test]
async fn a_refresh_token_of_another_client_is_refused() {
    let practice = Practice::with(json!({})).await;
    let document = practice.document();
    let foreign = [
        vec![("refresh_token", document.public_refresh_token.as_str())],
        vec![("client_id", AZURE_CLI), ("client_secret", "")],
    ];
    for changes in foreign {
        let answer = practice.redeem(practice.home(), &changes).await;
        assert_eq!(
            (answer.json()["error"].as_str(), answer.code()),
            (Some("invalid_grant"), 700_007)
        );
    }
}

#[tokio::test]
async fn a_refresh_token_ends_after_ninety_days_and_a_newer_one_does_not() {
    let practice = Practice::with(json!({})).await;
    practice.sandbox.advance(Duration::from_secs(89 * 86400));
    let newer = practice.redeem(practice.home(), &[]).await.json()["refresh_token"]
        .as_str()
        .unwrap()
        .to_owned();
    practice.sandbox.advance(Duration::from_secs(2 * 86400));
    let old = practice.redeem(practice.home(), &[]).await;
    assert_eq!(
        (old.code(), old.json()["suberror"].as_str()),
        (700_082, Some("bad_token"))
    );
    assert_eq!(
        practice
            .redeem(practice.home(), &[("refresh_token", &newer)])
            .await
            .status,
        200
    );
}
