//! Consents that are there already: what is read back, and which cached tokens go.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use crate::support::consenting::{EXCHANGE, GRAPH, THERE, is_token, posts, request, run, run_in_turn};
use crate::support::{CUSTOMER, Reply, Server, account, client, graph, http, token};
use partner_auth::{ClientId, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn an_entry_that_is_there_counts_only_when_its_scopes_cover_the_grant() {
    for status in [400, 409] {
        let server = Server::start(move |r, _| {
            if is_token(r) {
                token("t", 3600)
            } else {
                http(status, THERE)
            }
        })
        .await;
        let (client, clock, notes) = client();
        let account = account(&server.cloud());
        let covered = run_in_turn(&client, &clock, &account, &request(&[(GRAPH, "user.read")]), &notes)
            .await
            .unwrap();
        assert_eq!(covered.verified, Some(true));
        assert!(
            server.request(2).contains(&format!("{GRAPH}%2F.default")),
            "the grant was not read back"
        );

        let error = run_in_turn(
            &client,
            &clock,
            &account,
            &request(&[(GRAPH, "User.Read,Mail.Read")]),
            &notes,
        )
        .await
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConsentScopesMissing);
        assert_eq!(error.scopes_missing(), ["Mail.Read"]);
        assert_eq!(error.to_string(), "Permission entry already exists.");
        assert_eq!(
            (error.tenant_given(), error.tenant_guid()),
            (Some(CUSTOMER), Some(CUSTOMER))
        );
        assert!(error.remedy().contains("Mail.Read"));
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_back_is_a_warning_and_left_open() {
    let server = Server::start(|r, n| match r {
        _ if is_token(r) && n == 0 => token("t", 3600),
        _ if is_token(r) => crate::support::refusal(65001),
        _ => http(409, THERE),
    })
    .await;
    let (client, clock, notes) = client();
    let consent = run_in_turn(
        &client,
        &clock,
        &account(&server.cloud()),
        &request(&[(GRAPH, "User.Read")]),
        &notes,
    )
    .await
    .unwrap();
    assert_eq!(consent.verified, None);
    assert!(notes.warnings.lock().unwrap().join("").contains("can't be read"));
}

#[tokio::test]
async fn another_application_or_no_refresh_token_cannot_be_read_back() {
    let server = Server::start(|r, _| {
        if is_token(r) {
            token("t", 3600)
        } else {
            http(409, THERE)
        }
    })
    .await;
    let (client, clock, notes) = client();
    let mut other = request(&[(GRAPH, "User.Read")]);
    other.application_id = ClientId::parse(CUSTOMER).unwrap();
    let mut app_only = account(&server.cloud());
    app_only.refresh_token = None;
    for (account, request) in [
        (account(&server.cloud()), other),
        (app_only, request(&[(GRAPH, "User.Read")])),
    ] {
        let before = posts(&server).len();
        let consent = run_in_turn(&client, &clock, &account, &request, &notes).await.unwrap();
        assert_eq!(consent.verified, None);
        assert_eq!(posts(&server).len(), before + 1);
    }
    assert_eq!(notes.warnings.lock().unwrap().len(), 2);
    let asked = server.requests.lock().unwrap().iter().filter(|r| is_token(r)).count();
    assert_eq!(asked, 2, "one token for Partner Center each, none to read back with");
}

#[tokio::test]
async fn a_change_drops_the_customers_tokens_also_when_it_fails_halfway() {
    for status in [201, 403] {
        let server = Server::start(move |r, n| {
            if is_token(r) {
                token(&format!("t{n}"), 3600)
            } else {
                http(status, "{}")
            }
        })
        .await;
        let (client, clock, notes) = client();
        let account = account(&server.cloud());
        let customers = graph(&account, CUSTOMER);
        client.acquire(&customers, notes.clone()).await.unwrap();
        let result = run_in_turn(&client, &clock, &account, &request(&[(GRAPH, "User.Read")]), &notes).await;
        assert_eq!(result.is_ok(), status == 201);
        assert!(client.cached(&customers).is_none());
    }
}

#[tokio::test]
async fn the_customers_tokens_go_also_when_the_time_ends_after_the_first_grant() {
    let arrived = Arc::new(tokio::sync::Notify::new());
    let here = Arc::clone(&arrived);
    let (client, clock, notes) = client();
    let turned = Arc::clone(&clock);
    let server = Server::start(move |r, n| match r {
        _ if is_token(r) => token(&format!("t{n}"), 3600),
        _ if r.contains(EXCHANGE) => {
            here.notify_one();
            Reply::After(Arc::default(), Vec::new())
        }
        _ => {
            // The second call begins later than the customer's time does, and so would end later.
            turned.advance(Duration::from_secs(1));
            http(201, "{}")
        }
    })
    .await;
    let account = account(&server.cloud());
    let customers = graph(&account, CUSTOMER);
    client.acquire(&customers, notes.clone()).await.unwrap();
    let call = tokio::spawn({
        let (client, account) = (Arc::clone(&client), account.clone());
        let request = request(&[(GRAPH, "User.Read"), (EXCHANGE, "Exchange.Manage")]);
        async move { run(&client, &account, &request, &notes).await }
    });
    arrived.notified().await;
    clock.advance(Duration::from_secs(99));
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.tenant_guid()),
        (ErrorKind::Timeout, Some(CUSTOMER))
    );
    let done = format!("Failed for {EXCHANGE}; consented before: {GRAPH}; not tried: none.");
    assert!(error.remedy().starts_with(&done), "{}", error.remedy());
    assert!(client.cached(&customers).is_none());
}
