//! Consents of customers: what is posted, what counts as done, what is said when it is not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::consenting::{EXCHANGE, GRAPH, header, is_token, posts, request, run, run_in_turn};
use crate::support::{CUSTOMER, Reply, Server, account, client, http, token};
use partner_auth::{ErrorKind, Tenant};
use std::time::Duration;

#[tokio::test]
async fn each_resource_is_one_post_in_order_with_its_content_type() {
    let server = Server::start(|r, _| if is_token(r) { token("t", 3600) } else { http(201, "{}") }).await;
    let (client, clock, notes) = client();
    let request = request(&[(GRAPH, "User.Read Mail.Read"), (EXCHANGE, "Exchange.Manage")]);
    let consent = run_in_turn(&client, &clock, &account(&server.cloud()), &request, &notes)
        .await
        .unwrap();
    assert_eq!((consent.tenant_id.as_str(), consent.verified), (CUSTOMER, Some(true)));
    let posts = posts(&server);
    assert_eq!(posts.len(), 2);
    for (post, scope) in posts.iter().zip(["User.Read,Mail.Read", "Exchange.Manage"]) {
        assert!(post.starts_with(&format!("POST /v1/customers/{CUSTOMER}/applicationconsents ")));
        assert_eq!(header(post, "content-type"), "application/json");
        assert!(
            post.contains(&format!(r#""scope":"{scope}""#)) && !post.contains("displayName"),
            "{post}"
        );
    }
    assert_ne!(header(&posts[0], "ms-requestid"), header(&posts[1], "ms-requestid"));
}

#[tokio::test]
async fn a_retry_keeps_its_request_id() {
    let server = Server::start(|r, n| match n {
        _ if is_token(r) => token("t", 3600),
        1 => http(503, ""),
        2 => Reply::Close,
        _ => http(201, "{}"),
    })
    .await;
    let (client, clock, notes) = client();
    let account = account(&server.cloud());
    let call = tokio::spawn(async move { run(&client, &account, &request(&[(GRAPH, "User.Read")]), &notes).await });
    for _ in 0..2 {
        let wait = clock.sleeper(Duration::from_secs(20)).await;
        clock.advance(wait);
    }
    call.await.unwrap().unwrap();
    let posts = posts(&server);
    assert_eq!(posts.len(), 3);
    assert!(
        posts
            .iter()
            .all(|p| header(p, "ms-requestid") == header(&posts[0], "ms-requestid"))
    );
    assert!(!header(&posts[0], "ms-requestid").is_empty());
}

#[tokio::test]
async fn the_first_failure_ends_a_customer_and_says_what_was_done() {
    let server = Server::start(|r, _| match r {
        _ if is_token(r) => token("t", 3600),
        _ if r.contains(EXCHANGE) => http(403, r#"{"code":1002,"description":"Authorization Failed"}"#),
        _ => http(201, "{}"),
    })
    .await;
    let (client, clock, notes) = client();
    let azure = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
    let request = request(&[
        (GRAPH, "User.Read"),
        (EXCHANGE, "Exchange.Manage"),
        (azure, "user_impersonation"),
    ]);
    let error = run_in_turn(&client, &clock, &account(&server.cloud()), &request, &notes)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::NoAccess, "Authorization Failed")
    );
    let done = format!("Failed for {EXCHANGE}; consented before: {GRAPH}; not tried: {azure}.");
    assert!(error.remedy().starts_with(&done), "{}", error.remedy());
    assert_eq!(posts(&server).len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_without_a_grant_or_for_no_tenant_in_particular() {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    let mut everywhere = request(&[(GRAPH, "User.Read")]);
    everywhere.customer = Tenant::Organizations;
    for request in [request(&[]), everywhere] {
        let error = run(&client, &account, &request, &notes).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn grants_of_one_resource_are_one_post_with_all_its_scopes() {
    let server = Server::start(|r, _| if is_token(r) { token("t", 3600) } else { http(201, "{}") }).await;
    let (client, clock, notes) = client();
    let request = request(&[
        (GRAPH, "User.Read"),
        (EXCHANGE, "Exchange.Manage"),
        (GRAPH, "User.Read,Mail.Read"),
    ]);
    run_in_turn(&client, &clock, &account(&server.cloud()), &request, &notes)
        .await
        .unwrap();
    let posts = posts(&server);
    assert_eq!(posts.len(), 2);
    assert!(posts[0].contains(r#""scope":"User.Read,Mail.Read""#), "{}", posts[0]);
    assert!(posts[1].contains("Exchange.Manage"));
}

#[tokio::test]
async fn a_wait_that_outlasts_what_is_left_for_the_customer_is_an_error_at_once() {
    let server = Server::start(|r, n| match r {
        _ if is_token(r) => token("t", 3600),
        _ if r.contains(EXCHANGE) => crate::support::http_with(429, "Retry-After: 60\r\n", ""),
        _ if n == 1 => crate::support::http_with(503, "Retry-After: 50\r\n", ""),
        _ => http(201, "{}"),
    })
    .await;
    let (client, clock, notes) = client();
    let account = account(&server.cloud());
    let call = tokio::spawn(async move {
        let request = request(&[(GRAPH, "User.Read"), (EXCHANGE, "Exchange.Manage")]);
        run(&client, &account, &request, &notes).await
    });
    clock.sleeper(Duration::from_secs(50)).await;
    clock.advance(Duration::from_secs(50));
    let error = tokio::time::timeout(Duration::from_secs(20), call).await.unwrap();
    assert_eq!(error.unwrap().unwrap_err().kind(), ErrorKind::Throttled);
}

#[tokio::test]
async fn a_refusal_of_the_partners_own_sign_in_is_told_of_the_customer() {
    let server = Server::start(|_, _| crate::support::refusal(700_082)).await;
    let (client, _, notes) = client();
    let mut account = account(&server.cloud());
    account.home = Tenant::parse("22222222-2222-3333-4444-555555555555").unwrap();
    let error = run(&client, &account, &request(&[(GRAPH, "User.Read")]), &notes)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RefreshTokenExpired);
    assert_eq!(
        (error.tenant_given(), error.tenant_guid()),
        (Some(CUSTOMER), Some(CUSTOMER))
    );
}

#[tokio::test]
async fn an_answer_over_a_mebibyte_is_no_consent() {
    let huge = "x".repeat(1024 * 1024 + 1);
    let server = Server::start(move |r, _| {
        if is_token(r) {
            token("t", 3600)
        } else {
            http(201, &huge)
        }
    })
    .await;
    let (client, _, notes) = client();
    let error = run(
        &client,
        &account(&server.cloud()),
        &request(&[(GRAPH, "User.Read")]),
        &notes,
    )
    .await
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ServiceError);
    assert!(error.to_string().contains("more than 1 MiB"), "{error}");
}

#[tokio::test]
async fn a_page_in_place_of_an_answer_is_no_consent_and_nothing_at_all_is_one() {
    for (body, granted) in [
        ("<html>sign in</html>", false),
        ("{\"cut", false),
        ("", true),
        ("{}", true),
    ] {
        let server = Server::start(move |r, _| if is_token(r) { token("t", 3600) } else { http(200, body) }).await;
        let (client, _, notes) = client();
        let result = run(
            &client,
            &account(&server.cloud()),
            &request(&[(GRAPH, "User.Read")]),
            &notes,
        )
        .await;
        assert_eq!(result.is_ok(), granted, "{body}");
        if let Err(error) = result {
            assert_eq!(error.kind(), ErrorKind::ServiceError, "{body}");
        }
    }
}

#[tokio::test]
async fn a_display_name_that_nobody_could_read_is_refused_before_a_byte_is_sent() {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes) = client();
    for name in ["", "  ", "Reports\r\nHost: evil", "\u{1b}[2J"] {
        let mut asked = request(&[(GRAPH, "User.Read")]);
        asked.display_name = Some(name.to_owned());
        let error = run(&client, &account(&server.cloud()), &asked, &notes)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{name:?}");
    }
    assert_eq!(server.count(), 0);
}
