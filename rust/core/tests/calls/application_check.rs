//! What is wrong with the partner's own application is seen, each thing under its name.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::account_of;
use crate::support::partner::{GRAPH, PARTNER_CENTER, look, own, public, sandbox};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partner_auth::application::Checked;
use partner_auth::application::check::{Check, Outcome};
use partner_auth::{Account, ErrorKind};
use serde_json::{Value, json};

fn check<'a>(checked: &'a Checked, name: &str) -> &'a Check {
    checked.checks.iter().find(|c| c.name == name).unwrap()
}

fn named(checked: &Checked, outcome: Outcome) -> Vec<&str> {
    let of = checked.checks.iter().filter(|c| c.outcome == outcome);
    of.map(|c| c.name).collect()
}

/// What the partner's own tenant has consented to.
fn consents(graph: &str) -> Value {
    json!([
        { "enterpriseApplicationId": GRAPH, "scope": graph },
        { "enterpriseApplicationId": PARTNER_CENTER, "scope": "user_impersonation" },
    ])
}

#[tokio::test]
async fn an_application_as_it_should_be_passes_every_check() {
    let sandbox = sandbox(json!({})).await;
    let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
    assert_eq!(
        named(&checked, Outcome::Passed),
        [
            "SignIn",
            "Registered",
            "MultiTenant",
            "RedirectUris",
            "RegisteredPermissions",
            "Consent",
            "ExchangeManage",
            "Credentials",
            "AdminAgents",
            "MultifactorAuthentication",
        ]
    );
    assert_eq!(checked.checks.len(), 10);
    assert_eq!(checked.display_name.as_deref(), Some("Partner application"));
    assert_eq!(checked.tenant_id, Some(sandbox.document().tenant_id.clone()));
    assert_eq!(checked.application_id.to_string(), sandbox.document().application_id);
    let kinds: Vec<bool> = checked.credentials.iter().map(|c| c.is_certificate).collect();
    assert_eq!(kinds, [false, true]);
    // Without a manifest, Partner Center is all that is expected.
    let bare = look(&account_of(&sandbox), None).await.unwrap();
    assert_eq!((bare.checks.len(), named(&bare, Outcome::Passed).len()), (9, 9));
}

#[tokio::test]
async fn each_fault_of_the_registration_fails_its_own_check() {
    for (wrong, failed) in [
        (json!({ "singleTenant": true }), vec!["MultiTenant"]),
        (json!({ "webRedirectUris": [] }), vec!["RedirectUris"]),
        (
            json!({ "withoutPermissions": ["Directory.Read.All"] }),
            vec!["RegisteredPermissions"],
        ),
        (
            json!({ "withoutPermissions": ["Exchange.ManageAsApp"] }),
            vec!["RegisteredPermissions"],
        ),
        (
            json!({ "withoutPermissions": ["Exchange.Manage"] }),
            vec!["RegisteredPermissions", "ExchangeManage"],
        ),
        (
            json!({ "withoutPermissions": ["user_impersonation"] }),
            vec!["RegisteredPermissions"],
        ),
        (
            json!({ "consents": consents("Directory.Read.All") }),
            vec!["Consent", "ExchangeManage"],
        ),
    ] {
        let sandbox = sandbox(json!({ "application": wrong })).await;
        let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
        assert_eq!(named(&checked, Outcome::Failed), failed, "{wrong}");
        assert!(named(&checked, Outcome::Unknown).is_empty(), "{wrong}");
        for name in failed {
            assert!(check(&checked, name).remedy.is_some(), "{name}");
        }
    }
}

#[tokio::test]
async fn an_address_of_another_kind_of_application_is_told_apart_from_one_that_is_missing() {
    let application = json!({ "webRedirectUris": [], "publicRedirectUris": ["http://localhost"] });
    let sandbox = sandbox(json!({ "application": application })).await;
    let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
    let redirect = check(&checked, "RedirectUris");
    assert_eq!(redirect.outcome, Outcome::Failed);
    assert!(redirect.message.contains("another kind"), "{}", redirect.message);
    assert!(redirect.remedy.as_ref().unwrap().contains("AADSTS700025"));
}

#[tokio::test]
async fn who_is_not_in_admin_agents_fails_and_who_is_by_a_nested_group_is_unknown() {
    for (how, outcome) in [
        ("none", Outcome::Failed),
        ("nested", Outcome::Unknown),
        ("direct", Outcome::Passed),
    ] {
        let sandbox = sandbox(json!({ "adminAgents": how })).await;
        let checked = look(&account_of(&sandbox), None).await.unwrap();
        assert_eq!(check(&checked, "AdminAgents").outcome, outcome, "{how}");
    }
}

#[tokio::test]
async fn what_may_not_be_read_is_unknown_and_names_the_permission() {
    let sandbox = sandbox(json!({ "application": { "consents": consents("User.Read") } })).await;
    let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
    for name in [
        "Registered",
        "MultiTenant",
        "RedirectUris",
        "RegisteredPermissions",
        "Credentials",
    ] {
        let check = check(&checked, name);
        assert_eq!(check.outcome, Outcome::Unknown, "{name}");
        assert!(
            check.remedy.as_ref().unwrap().contains("Application.Read.All"),
            "{name}"
        );
    }
    let told = checked.checks.iter().filter(|c| c.message.contains("RequestDenied"));
    assert_eq!(told.count(), 1, "what happened is told once");
    let agents = check(&checked, "AdminAgents");
    assert_eq!(agents.outcome, Outcome::Unknown);
    assert!(agents.remedy.as_ref().unwrap().contains("GroupMember.Read.All"));
    // The application's own tokens tell what scopes it has.
    let consent = check(&checked, "Consent");
    assert_eq!(consent.outcome, Outcome::Failed);
    assert!(consent.message.contains("Directory.Read.All") && !consent.message.contains("ManageAsApp"));
    assert_eq!(check(&checked, "MultifactorAuthentication").outcome, Outcome::Passed);
}

#[tokio::test]
async fn without_any_consent_for_graph_the_consent_fails_and_the_rest_is_unknown() {
    let only = json!([{ "enterpriseApplicationId": PARTNER_CENTER, "scope": "user_impersonation" }]);
    let sandbox = sandbox(json!({ "application": { "consents": only } })).await;
    let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
    assert_eq!(named(&checked, Outcome::Failed), ["Consent", "ExchangeManage"]);
    assert_eq!(check(&checked, "Registered").outcome, Outcome::Unknown);
    assert_eq!(check(&checked, "MultifactorAuthentication").outcome, Outcome::Passed);
}

#[tokio::test]
async fn a_secret_that_has_ended_is_seen_by_its_own_sign_in_and_by_others() {
    let sandbox = sandbox(json!({ "application": { "secretEndsInDays": -1 } })).await;
    let checked = look(&account_of(&sandbox), Some(&own())).await.unwrap();
    assert_eq!(named(&checked, Outcome::Failed), ["SignIn", "Credentials"]);
    assert_eq!(named(&checked, Outcome::Unknown).len(), 8);
    assert!(check(&checked, "Credentials").message.contains("AADSTS7000222"));

    let seen = look(&public(&sandbox), Some(&own())).await.unwrap();
    assert!(named(&seen, Outcome::Failed).is_empty());
    assert!(check(&seen, "Credentials").message.starts_with("1 of 2"));
    assert!(!seen.credentials[0].is_certificate);
}

#[tokio::test]
async fn a_refresh_token_that_is_none_fails_the_sign_in_and_nothing_else() {
    let sandbox = sandbox(json!({})).await;
    let account = Account {
        refresh_token: Some(crate::support::refresh_token("partner-sandbox.nothing")),
        ..account_of(&sandbox)
    };
    let checked = look(&account, None).await.unwrap();
    assert_eq!(named(&checked, Outcome::Failed), ["SignIn"]);
    assert!(check(&checked, "SignIn").remedy.is_some());
}

#[tokio::test]
async fn an_application_alone_has_no_user_to_look_at() {
    let sandbox = sandbox(json!({})).await;
    let account = Account {
        refresh_token: None,
        ..account_of(&sandbox)
    };
    let checked = look(&account, None).await.unwrap();
    assert_eq!(
        named(&checked, Outcome::Unknown),
        ["AdminAgents", "MultifactorAuthentication"]
    );
    assert!(named(&checked, Outcome::Failed).is_empty());
}

#[tokio::test]
async fn an_application_of_another_tenant_is_not_registered_here() {
    let sandbox = sandbox(json!({})).await;
    let checked = look(&public(&sandbox), None).await.unwrap();
    assert_eq!(check(&checked, "Registered").outcome, Outcome::Failed);
    assert_eq!(check(&checked, "MultiTenant").outcome, Outcome::Unknown);
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_an_error_and_no_finding() {
    let server = crate::support::Server::start(|_, _| crate::support::Reply::Close).await;
    let account = crate::support::account(&server.cloud());
    let (client, clock, notes) = crate::support::client();
    let report: std::sync::Arc<dyn partner_auth::Report> = notes;
    let minute = std::time::Duration::from_secs(60);
    let work = partner_auth::application::check(&client, &account, None, minute, &report);
    let turned = async {
        loop {
            clock.sleeper(minute).await;
            clock.advance(minute);
        }
    };
    let error = tokio::select! { found = work => found.unwrap_err(), () = turned => unreachable!() };
    assert!(
        matches!(error.kind(), ErrorKind::Network | ErrorKind::Timeout),
        "{error}"
    );
}

#[tokio::test]
async fn a_sign_in_without_multifactor_authentication_fails() {
    let claims = json!({ "amr": ["pwd"], "tid": crate::support::CUSTOMER, "upn": "agent@partner.example" });
    let access_token = format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let server = crate::support::Server::start(move |request, _| {
        if request.contains("/oauth2/v2.0/token") {
            crate::support::token(&access_token, 3600)
        } else {
            crate::support::http(200, r#"{"value":[]}"#)
        }
    })
    .await;
    let checked = look(&crate::support::account(&server.cloud()), None).await.unwrap();
    assert_eq!(check(&checked, "MultifactorAuthentication").outcome, Outcome::Failed);
    assert_eq!(check(&checked, "AdminAgents").outcome, Outcome::Failed);
}
