//! The pages on which a customer's administrator consents.

use crate::support::{Answer, GRAPH_SCOPE, Practice, claims};
use serde_json::json;

const FIRST: &str = "a.example/adminconsent";
const SECOND: &str = "a.example/v2.0/adminconsent";

async fn practice() -> Practice {
    Practice::with(json!({ "tenants": [{ "domain": "a.example" }, { "domain": "b.example" }] })).await
}

/// A request for consent with a form; an empty value leaves a parameter out.
async fn ask(practice: &Practice, path: &str, changes: &[(&str, &str)], form: &[(&str, &str)]) -> Answer {
    let mut query = vec![
        ("client_id", practice.document().application_id.as_str()),
        ("redirect_uri", "http://localhost:8400/"),
        ("state", "my state"),
    ];
    for (name, value) in changes {
        query.retain(|(n, _)| n != name);
        query.push((name, value));
    }
    query.retain(|(_, v)| !v.is_empty());
    let url = format!("{}/{path}", practice.document().environment.login);
    Answer::of(practice.client.post(url).query(&query).form(form)).await
}

/// The administrator of `a.example`, who does that.
fn admin<'a>(practice: &'a Practice, action: &'a str) -> [(&'a str, &'a str); 3] {
    let password = practice.document().customer_password.as_str();
    [
        ("username", "admin@a.example"),
        ("password", password),
        ("action", action),
    ]
}

#[tokio::test]
async fn the_first_version_consents_to_the_usual_and_says_so() {
    let practice = practice().await;
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 90099);
    let answer = ask(&practice, FIRST, &[], &admin(&practice, "accept")).await;
    assert_eq!(answer.sent("admin_consent").as_deref(), Some("True"));
    assert_eq!(answer.sent("tenant").as_deref(), Some(practice.customer(0)));
    assert_eq!(answer.sent("state").as_deref(), Some("my state"));
    assert_eq!((answer.sent("scope"), answer.sent("error")), (None, None));
    for scope in [GRAPH_SCOPE, "https://outlook.office365.com/.default"] {
        assert_eq!(practice.redeem("a.example", &[("scope", scope)]).await.status, 200);
    }
    assert_eq!(practice.redeem("b.example", &[]).await.code(), 90099);
}

#[tokio::test]
async fn the_second_version_consents_to_its_scopes_beside_those_there_are() {
    let practice = practice().await;
    let scope = "https://graph.microsoft.com/Mail.Read User.Read https://outlook.office365.com/Exchange.Manage";
    let answer = ask(&practice, SECOND, &[("scope", scope)], &admin(&practice, "accept")).await;
    assert_eq!(answer.sent("scope").as_deref(), Some(scope));
    let more = ask(
        &practice,
        SECOND,
        &[("scope", "Sites.Read.All")],
        &admin(&practice, "accept"),
    )
    .await;
    assert_eq!(more.sent("admin_consent").as_deref(), Some("True"));
    let token = practice.access_token("a.example", GRAPH_SCOPE).await;
    assert_eq!(claims(&token)["scp"], "Mail.Read Sites.Read.All User.Read");
}

#[tokio::test]
async fn everything_of_a_service_is_for_the_application_alone_too() {
    let practice = practice().await;
    let alone = [("grant_type", "client_credentials"), ("refresh_token", "")];
    ask(
        &practice,
        SECOND,
        &[("scope", "User.Read")],
        &admin(&practice, "accept"),
    )
    .await;
    let roles = async || {
        let body = practice.redeem("a.example", &alone).await.json();
        claims(body["access_token"].as_str().unwrap())["roles"].clone()
    };
    assert!(roles().await.is_null());
    ask(
        &practice,
        SECOND,
        &[("scope", GRAPH_SCOPE)],
        &admin(&practice, "accept"),
    )
    .await;
    assert_eq!(
        roles().await,
        json!([
            "DelegatedAdminRelationship.Read.All",
            "Directory.Read.All",
            "Sites.Read.All"
        ])
    );
}

#[tokio::test]
async fn the_page_asks_for_the_account_and_then_for_the_consent() {
    let practice = practice().await;
    let scope = [("scope", "User.Read")];
    let first = ask(&practice, SECOND, &scope, &[]).await;
    assert!(
        first.text.contains("type=\"password\"") && first.text.contains("Partner application"),
        "{first:?}"
    );
    let second = ask(&practice, SECOND, &scope, &admin(&practice, "next")).await;
    assert!(
        second.text.contains("User.Read") && second.text.contains("value=\"accept\""),
        "{second:?}"
    );
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 90099);
    let session = second.hidden("session").unwrap();
    let done = ask(&practice, SECOND, &scope, &[("session", session), ("action", "accept")]).await;
    assert_eq!(done.sent("admin_consent").as_deref(), Some("True"));
    assert_eq!(practice.redeem("a.example", &[]).await.status, 200);
}

#[tokio::test]
async fn a_cancel_changes_nothing() {
    let practice = practice().await;
    for form in [&[("action", "cancel")][..], &admin(&practice, "cancel")] {
        let answer = ask(&practice, FIRST, &[], form).await;
        assert_eq!(answer.sent("error").as_deref(), Some("access_denied"));
        assert_eq!(answer.sent("error_subcode").as_deref(), Some("cancel"));
        assert_eq!(answer.sent("state").as_deref(), Some("my state"));
        assert_eq!(answer.sent("admin_consent"), None);
    }
    assert_eq!(practice.redeem("a.example", &[]).await.code(), 90099);
}

#[tokio::test]
async fn organizations_stands_for_the_administrators_own_tenant() {
    let practice = practice().await;
    let answer = ask(
        &practice,
        "organizations/adminconsent",
        &[],
        &admin(&practice, "accept"),
    )
    .await;
    assert_eq!(answer.sent("tenant").as_deref(), Some(practice.customer(0)));
}

#[tokio::test]
async fn who_is_no_administrator_there_is_refused() {
    let practice = practice().await;
    let mut agent = practice.agent();
    agent.push(("action", "accept"));
    let stranger = ask(&practice, "b.example/adminconsent", &[], &admin(&practice, "accept")).await;
    let partner = ask(&practice, FIRST, &[], &agent).await;
    let home = format!("{}/adminconsent", practice.home());
    let user = ask(&practice, &home, &[], &agent).await;
    for (answer, code) in [
        (stranger, "AADSTS50020"),
        (partner, "AADSTS50020"),
        (user, "AADSTS90094"),
    ] {
        assert!(
            answer.sent("error_description").unwrap().starts_with(code),
            "{answer:?}"
        );
    }
    assert_eq!(practice.redeem("b.example", &[]).await.code(), 90099);
}

#[tokio::test]
async fn a_request_that_is_wrong_is_refused_where_it_can_be_heard() {
    let practice = practice().await;
    for (changes, code) in [
        ([("redirect_uri", "https://contoso.example/")], "AADSTS50011"),
        ([("redirect_uri", "")], "AADSTS900144"),
        ([("client_id", "99999999-9999-9999-9999-999999999999")], "AADSTS700016"),
    ] {
        let page = ask(&practice, FIRST, &changes, &admin(&practice, "accept")).await;
        assert!(page.status == 400 && page.text.contains(code), "{changes:?}: {page:?}");
    }
    for (scope, code) in [
        ("", "AADSTS900144"),
        ("https://nothing.example/.default", "AADSTS500011"),
        ("https://graph.microsoft.com/", "AADSTS70011"),
    ] {
        let answer = ask(&practice, SECOND, &[("scope", scope)], &admin(&practice, "accept")).await;
        assert!(
            answer.sent("error_description").unwrap().starts_with(code),
            "{scope}: {answer:?}"
        );
    }
}
