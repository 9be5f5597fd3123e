//! Tokens that outlive a client: what goes to the shelf, what comes back from it, and what never does.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use crate::support::shelf::{MemoryShelf, again, process, text};
use crate::support::{CUSTOMER, Reply, Server, account, client, graph, http, http_with, token, token_body};
use futures_util::future::join_all;
use partner_auth::{ClientCredential, Secret, Tenant, TokenRequest};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

const OTHER: &str = "22222222-2222-3333-4444-555555555555";

#[tokio::test]
async fn what_one_process_got_another_one_has_without_asking() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let got = first.acquire(&request, notes.clone()).await.unwrap();
    assert!(!got.cached);
    let (second, _, notes) = process(&shelf);
    let kept = second.acquire(&again(&request), notes.clone()).await.unwrap();
    assert!(kept.cached);
    assert_eq!(kept.token.access_token.expose(), "t0");
    assert_eq!(kept.token.expires_on, got.token.expires_on);
    assert_eq!(kept.token.details, got.token.details);
    assert_eq!(kept.token.correlation_id, got.token.correlation_id);
    assert!(
        second.cached(&again(&request)).is_some(),
        "and from then on from its memory"
    );
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn tokens_of_an_application_alone_are_kept_too_and_nothing_of_another_key_is_taken() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.account.refresh_token = None;
    let (first, _, notes) = process(&shelf);
    assert_eq!(text(&first, &request, &notes).await, "t0");
    let (second, _, notes) = process(&shelf);
    assert_eq!(text(&second, &request, &notes).await, "t0");
    let mut other = request.clone();
    other.account.credential = ClientCredential::Secret(Arc::new(Secret::new("partner-sandbox.other".into())));
    assert_eq!(text(&second, &other, &notes).await, "t1");
    let mut other = request.clone();
    other.tenant = Tenant::parse(OTHER).unwrap();
    assert_eq!(text(&second, &other, &notes).await, "t2");
    assert_eq!(
        text(&second, &graph(&account(&server.cloud()), CUSTOMER), &notes).await,
        "t3"
    );
    // Another secret opens nothing of it.
    let (third, _, notes) = client();
    let seal = partner_auth::shelf::seal::Seal::new(&[8; 32]).unwrap();
    third.keep(Some(Arc::new(partner_auth::shelf::Kept::new(
        Arc::new(shelf.clone()),
        seal,
    ))));
    assert_eq!(text(&third, &request, &notes).await, "t4");
}

#[tokio::test]
async fn a_kept_token_lives_as_long_as_is_asked_and_is_judged_by_the_wall_clock() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    let (second, clock, notes) = process(&shelf);
    clock.advance(Duration::from_secs(2701));
    assert_eq!(
        text(&second, &again(&request), &notes).await,
        "t1",
        "its life was too short"
    );
    let (third, clock, notes) = process(&shelf);
    clock.advance(Duration::from_secs(2701));
    assert_eq!(text(&third, &again(&request), &notes).await, "t1");
    // On the clock that never runs backwards its end is counted from when it was loaded.
    clock.advance(Duration::from_secs(3599));
    request.minimum_lifetime = Duration::ZERO;
    assert!(third.cached(&again(&request)).is_some());
    clock.advance(Duration::from_secs(1));
    request.minimum_lifetime = Duration::from_secs(1);
    assert!(third.cached(&again(&request)).is_none());
}

#[tokio::test]
async fn a_clock_that_was_set_back_makes_no_old_token_young() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, clock, notes) = process(&shelf);
    clock.advance(Duration::from_secs(365 * 24 * 3600));
    let request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    let (second, _, notes) = process(&shelf);
    assert_eq!(text(&second, &again(&request), &notes).await, "t1");
}

#[tokio::test]
async fn the_newest_refresh_token_is_on_the_shelf_before_the_access_token_is_handed_out() {
    let body = |n: usize| {
        let name = format!("partner-sandbox.rotated-{n}");
        http(
            200,
            &token_body(&format!("t{n}"), 3600).replace("partner-sandbox.next", &name),
        )
    };
    let server = Server::start(move |_, n| body(n)).await;
    let shelf = MemoryShelf::default();
    let (first, clock, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    assert_eq!(shelf.count(), 2, "a token and a refresh token");
    // Another process goes on with it, although its script gives the first one.
    let (second, _, notes) = process(&shelf);
    let mut other = again(&request);
    other.tenant = Tenant::parse(OTHER).unwrap();
    let acquired = second.acquire(&other, notes.clone()).await.unwrap();
    assert!(
        server
            .request(0)
            .contains("refresh_token=partner-sandbox.canary-refresh")
    );
    assert!(
        server.request(1).contains("refresh_token=partner-sandbox.rotated-0"),
        "{}",
        server.request(1)
    );
    assert_eq!(acquired.refresh_token.unwrap().expose(), "partner-sandbox.rotated-1");
    // And the first one takes over what is newer than its own.
    clock.advance(Duration::from_secs(1));
    let (third, later, notes) = process(&shelf);
    later.advance(Duration::from_secs(1));
    let mut forced = other.clone();
    forced.force_refresh = true;
    text(&third, &forced, &notes).await;
    let mut mine = request.clone();
    mine.force_refresh = true;
    clock.advance(Duration::from_secs(1));
    text(&first, &mine, &notes).await;
    assert!(
        server.request(3).contains("refresh_token=partner-sandbox.rotated-2"),
        "{}",
        server.request(3)
    );
}

#[tokio::test]
async fn a_forced_token_goes_past_the_shelf_and_is_kept_in_place_of_the_old_one() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    let (second, _, notes) = process(&shelf);
    request.force_refresh = true;
    assert_eq!(text(&second, &again(&request), &notes).await, "t1");
    let (third, _, notes) = process(&shelf);
    request.force_refresh = false;
    assert_eq!(text(&third, &again(&request), &notes).await, "t1");
}

#[tokio::test]
async fn processes_that_want_the_same_at_once_ask_once() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let calls = (0..20).map(|_| {
        let (shelf, request) = (shelf.clone(), again(&request));
        async move {
            let (client, _, notes) = process(&shelf);
            text(&client, &request, &notes).await
        }
    });
    assert!(join_all(calls).await.iter().all(|text| text == "t0"));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_dropped_tenant_is_gone_from_the_shelf_and_others_stay() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let one = graph(&account(&server.cloud()), CUSTOMER);
    let other = TokenRequest {
        tenant: Tenant::parse(OTHER).unwrap(),
        ..one.clone()
    };
    text(&first, &one, &notes).await;
    text(&first, &other, &notes).await;
    first.drop_tenant(&one.tenant);
    first.dropped().await;
    let (second, later, notes) = process(&shelf);
    later.advance(Duration::from_secs(1));
    assert_eq!(text(&second, &again(&other), &notes).await, "t1");
    assert_eq!(text(&second, &again(&one), &notes).await, "t2");
    assert_eq!(
        text(&first, &one, &notes).await,
        "t2",
        "what was asked for after the drop is shared again"
    );
}

#[tokio::test]
async fn what_is_cleared_does_not_come_back_even_where_the_shelf_keeps_it() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    for all in [false, true] {
        let shelf = MemoryShelf::default();
        let (first, _, notes) = process(&shelf);
        let request = graph(&account(&server.cloud()), CUSTOMER);
        let old = text(&first, &request, &notes).await;
        *shelf.is_stuck.lock().unwrap() = true;
        first.clear((!all).then_some(&request.tenant)).unwrap();
        assert_ne!(text(&first, &request, &notes).await, old);
        *shelf.is_stuck.lock().unwrap() = false;
        first.clear(None).unwrap();
        first.dropped().await;
        assert_eq!(shelf.count(), 0);
    }
}

#[tokio::test]
async fn a_token_on_its_way_during_a_drop_is_not_kept() {
    let (gate, arrived) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (open, here) = (Arc::clone(&gate), Arc::clone(&arrived));
    let server = Server::start(move |_, n| {
        here.notify_one();
        if n > 0 {
            return token(&format!("t{n}"), 3600);
        }
        let body = token_body("t0", 3600);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        Reply::After(Arc::clone(&open), answer.into_bytes())
    })
    .await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let before = tokio::spawn({
        let (client, request, notes) = (first.clone(), request.clone(), notes.clone());
        async move { text(&client, &request, &notes).await }
    });
    arrived.notified().await;
    first.drop_tenant(&request.tenant);
    gate.notify_one();
    assert_eq!(before.await.unwrap(), "t0");
    let (second, _, notes) = process(&shelf);
    assert_eq!(text(&second, &again(&request), &notes).await, "t1");
}

#[tokio::test]
async fn a_pause_that_another_process_was_told_holds_here_and_nothing_is_sent() {
    let server = Server::start(|_, n| match n {
        0 => http_with(429, "Retry-After: 200\r\n", ""),
        _ => token("t", 3600),
    })
    .await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    first.acquire(&request, notes.clone()).await.unwrap_err();
    let (second, _, notes) = process(&shelf);
    let error = second.acquire(&again(&request), notes.clone()).await.unwrap_err();
    assert!(error.to_string().contains("The service asked to wait"), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_shared_pause_within_the_time_is_waited_for() {
    let server = Server::start(|_, n| match n {
        0 => http_with(429, "Retry-After: 20\r\n", ""),
        _ => token("t", 3600),
    })
    .await;
    let shelf = MemoryShelf::default();
    let (first, _, notes) = process(&shelf);
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.timeout = Duration::from_secs(5);
    first.acquire(&request, notes).await.unwrap_err();
    request.timeout = Duration::from_secs(100);
    let (second, clock, notes) = process(&shelf);
    let call = tokio::spawn({
        let (client, request, notes) = (second.clone(), again(&request), notes.clone());
        async move { text(&client, &request, &notes).await }
    });
    let wait = clock.sleeper(Duration::from_secs(20)).await;
    assert_eq!(wait, Duration::from_secs(20));
    clock.advance(wait);
    assert_eq!(call.await.unwrap(), "t");
}

#[tokio::test]
async fn a_renewal_takes_what_another_process_renewed() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let (first, clock, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    let served = first.cached(&request).unwrap();
    let (second, later, others) = process(&shelf);
    clock.advance(Duration::from_secs(2400));
    later.advance(Duration::from_secs(2400));
    let mut forced = again(&request);
    forced.force_refresh = true;
    text(&second, &forced, &others).await;
    first.renewal(&request, &served).unwrap().await;
    assert_eq!(first.cached(&request).unwrap().token.access_token.expose(), "t1");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_shelf_may_be_taken_away_and_its_warning_is_told_once() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    *shelf.warning.lock().unwrap() = Some("The shelf has a crack.".into());
    let (first, _, notes) = process(&shelf);
    let request = graph(&account(&server.cloud()), CUSTOMER);
    text(&first, &request, &notes).await;
    let mut other = request.clone();
    other.tenant = Tenant::parse(OTHER).unwrap();
    text(&first, &other, &notes).await;
    assert_eq!(*notes.warnings.lock().unwrap(), ["The shelf has a crack."]);
    let count = shelf.count();
    first.keep(None);
    other.force_refresh = true;
    text(&first, &other, &notes).await;
    assert_eq!(shelf.count(), count);
    let records: Vec<u8> = shelf.records.lock().unwrap().values().flatten().copied().collect();
    let all = String::from_utf8_lossy(&records);
    assert!(
        !all.contains("partner-sandbox") && !all.contains("access_token"),
        "a record is not sealed"
    );
}
