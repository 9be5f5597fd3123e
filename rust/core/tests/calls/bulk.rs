//! What many tenants share: a credential that fails, the pace of consents, tokens that are renewed ahead, what a service
//! that pushes back slows down.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{
    CUSTOMER, Server, TestClock, account, client, graph, http, http_with, refresh_token, refusal, token,
};
use futures_util::future::BoxFuture;
use partner_auth::partner_center::Caller;
use partner_auth::partner_center::consents::{ConsentRequest, Grant, grant};
use partner_auth::report::{Answer, Silent};
use partner_auth::{ClientId, ErrorKind, Question, Report, Secret, Tenant};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const OTHER: &str = "22222222-2222-3333-4444-555555555555";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// Counts what a throttle would hear.
#[derive(Default)]
struct Heard {
    pushed_back: AtomicUsize,
    retries: AtomicUsize,
    rests: AtomicUsize,
    budget: Mutex<usize>,
}

impl Report for Heard {
    fn verbose(&self, _: String) {}
    fn warning(&self, _: String) {}
    fn progress(&self, _: String) {}
    fn ask(&self, question: Question) -> Answer {
        Silent.ask(question)
    }
    fn pushed_back(&self) {
        self.pushed_back.fetch_add(1, Ordering::SeqCst);
    }
    fn may_retry(&self, asked: bool) -> bool {
        self.retries.fetch_add(1, Ordering::SeqCst);
        let mut budget = self.budget.lock().unwrap();
        let may = asked || *budget > 0;
        *budget = budget.saturating_sub(1);
        may
    }
    fn rest(&self, wait: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        self.rests.fetch_add(1, Ordering::SeqCst);
        wait
    }
}

/// A clock that a task turns on as soon as somebody sleeps for a short time.
fn hurry(clock: &Arc<TestClock>) -> tokio::task::JoinHandle<()> {
    let clock = Arc::clone(clock);
    tokio::spawn(async move {
        loop {
            let wait = clock.sleeper(Duration::from_secs(30)).await;
            clock.advance(wait);
            tokio::task::yield_now().await;
        }
    })
}

#[tokio::test]
async fn a_credential_that_fails_is_asked_with_no_more_for_two_minutes() {
    let server = Server::start(|_, n| if n == 0 { refusal(700_082) } else { token("t", 3600) }).await;
    let (client, clock, notes) = client();
    let account = account(&server.cloud());
    let first = client
        .acquire(&graph(&account, CUSTOMER), notes.clone())
        .await
        .unwrap_err();
    assert!(first.is_of_credential() && !first.is_held_back());

    let held = client
        .acquire(&graph(&account, OTHER), notes.clone())
        .await
        .unwrap_err();
    assert_eq!((held.kind(), server.count()), (ErrorKind::RefreshTokenExpired, 1));
    assert!(held.is_of_credential() && held.is_held_back());
    assert_eq!(held.tenant_given(), Some(OTHER));
    assert!(held.to_string().contains("120 more seconds"), "{held}");

    clock.advance(Duration::from_secs(119));
    assert!(
        client
            .acquire(&graph(&account, OTHER), notes.clone())
            .await
            .unwrap_err()
            .is_held_back()
    );
    clock.advance(Duration::from_secs(1));
    client.acquire(&graph(&account, OTHER), notes).await.unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_changed_credential_and_what_is_cached_serve_although_another_credential_rests() {
    let server = Server::start(|request, _| {
        if request.contains("canary-refresh") && request.contains(OTHER) {
            refusal(700_082)
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, _, notes) = client();
    let dead = account(&server.cloud());
    client.acquire(&graph(&dead, CUSTOMER), notes.clone()).await.unwrap();
    // The renewed token of the line is the one that is sent next.
    let mut dead_again = account(&server.cloud());
    dead_again.refresh_token = Some(refresh_token("partner-sandbox.canary-refresh"));
    client
        .acquire(&graph(&dead_again, OTHER), notes.clone())
        .await
        .unwrap_err();
    assert!(
        client
            .acquire(&graph(&dead, OTHER), notes.clone())
            .await
            .unwrap_err()
            .is_held_back()
    );
    assert!(
        client
            .acquire(&graph(&dead, CUSTOMER), notes.clone())
            .await
            .unwrap()
            .cached
    );

    let mut renewed = dead.clone();
    renewed.refresh_token = Some(refresh_token("partner-sandbox.new"));
    client.acquire(&graph(&renewed, OTHER), notes.clone()).await.unwrap();
    let mut other_secret = dead_again.clone();
    other_secret.refresh_token = Some(refresh_token("partner-sandbox.canary-refresh"));
    let secret = Secret::new("partner-sandbox.other-secret".into());
    other_secret.credential = partner_auth::ClientCredential::Secret(Arc::new(secret));
    assert!(
        !client
            .acquire(&graph(&other_secret, OTHER), notes)
            .await
            .unwrap_err()
            .is_held_back()
    );
}

#[tokio::test]
async fn a_tenants_own_failure_stops_nobody_else() {
    for code in [65001, 50020, 53003, 50076, 90002, 50196] {
        let server = Server::start(move |_, n| if n == 0 { refusal(code) } else { token("t", 3600) }).await;
        let (client, _, notes) = client();
        let account = account(&server.cloud());
        let error = client
            .acquire(&graph(&account, CUSTOMER), notes.clone())
            .await
            .unwrap_err();
        assert!(!error.is_of_credential(), "{code}");
        client.acquire(&graph(&account, OTHER), notes).await.unwrap();
    }
}

#[tokio::test]
async fn partner_centers_word_about_the_credential_stops_its_calls_too() {
    let server = Server::start(|request, _| {
        if request.contains("applicationconsents") {
            http(
                401,
                r#"{"code":10001,"description":"MFA required.","data":[],"source":"PartnerFD"}"#,
            )
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, _, _) = client();
    let account = account(&server.cloud());
    let report: Arc<dyn Report> = Arc::new(Silent);
    let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
    let first = grant(&caller, &consent(CUSTOMER)).await.unwrap_err();
    assert_eq!((first.kind(), first.is_held_back()), (ErrorKind::MfaRequired, false));
    let sent = server.count();
    assert!(grant(&caller, &consent(OTHER)).await.unwrap_err().is_held_back());
    assert_eq!(server.count(), sent);
}

fn consent(customer: &str) -> ConsentRequest {
    ConsentRequest {
        customer: Tenant::parse(customer).unwrap(),
        application_id: ClientId::parse("99999999-2222-3333-4444-555555555555").unwrap(),
        display_name: None,
        grants: vec![Grant::parse(GRAPH, "User.Read").unwrap()],
    }
}

#[tokio::test]
async fn consents_of_all_callers_keep_one_pace_and_other_calls_keep_none() {
    let server = Server::start(|request, _| {
        if request.contains("applicationconsents") {
            http(201, "{}")
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, clock, notes) = client();
    let account = account(&server.cloud());
    let hurrying = hurry(&clock);
    let tasks: Vec<_> = (0..40)
        .map(|n| {
            let (client, account) = (client.clone(), account.clone());
            let customer = format!("{n:08}-2222-3333-4444-555555555555");
            tokio::spawn(async move {
                let report: Arc<dyn Report> = Arc::new(Silent);
                let caller = Caller::new(&client, &account, Duration::from_secs(100), &report);
                grant(&caller, &consent(&customer)).await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    hurrying.abort();
    let paced = partner_auth::clock::Clock::elapsed(&*clock);
    // Two may leave at the start, then one each interval.
    assert!(paced >= Duration::from_millis(950), "40 consents took {paced:?}");
    for n in 0..40 {
        let tenant = format!("{n:08}-2222-3333-4444-555555555555");
        client.acquire(&graph(&account, &tenant), notes.clone()).await.unwrap();
    }
    assert_eq!(
        partner_auth::clock::Clock::elapsed(&*clock),
        paced,
        "tokens wait for no turn"
    );
}

#[tokio::test]
async fn a_token_is_renewed_ahead_of_its_end_while_the_old_one_serves() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    client.acquire(&request, notes.clone()).await.unwrap();
    clock.advance(Duration::from_secs(2000));
    let served = client.cached(&request).unwrap();
    assert!(client.renewal(&request, &served).is_none(), "it is fresh");

    clock.advance(Duration::from_secs(200));
    let served = client.cached(&request).unwrap();
    let work = client.renewal(&request, &served).unwrap();
    assert_eq!(client.cached(&request).unwrap().token.access_token.expose(), "t0");
    assert!(
        client.renewal(&request, &served).is_none(),
        "it is renewed once and not by everybody"
    );
    work.await;
    assert_eq!(client.cached(&request).unwrap().token.access_token.expose(), "t1");
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_renewal_that_fails_is_tried_again_later_and_costs_nobody_anything() {
    let server = Server::start(|_, n| if n == 0 { token("t0", 3600) } else { refusal(53003) }).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    client.acquire(&request, notes.clone()).await.unwrap();
    clock.advance(Duration::from_secs(2200));
    let served = client.cached(&request).unwrap();
    client.renewal(&request, &served).unwrap().await;
    assert!(client.acquire(&request, notes.clone()).await.unwrap().cached);
    assert!(client.renewal(&request, &served).is_none());
    clock.advance(Duration::from_secs(60));
    assert!(client.renewal(&request, &served).is_some());
    assert!(notes.warnings.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_cleared_cache_asks_again_for_that_tenant_or_for_all() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    let (one, other) = (graph(&account, CUSTOMER), graph(&account, OTHER));
    for request in [&one, &other] {
        client.acquire(request, notes.clone()).await.unwrap();
    }
    assert_eq!(client.clear(Some(&one.tenant)).unwrap(), 1);
    assert!(client.cached(&one).is_none() && client.cached(&other).is_some());
    client.acquire(&one, notes.clone()).await.unwrap();
    assert_eq!(client.clear(None).unwrap(), 2);
    assert!(client.cached(&one).is_none() && client.cached(&other).is_none());
    assert_eq!(
        client.acquire(&other, notes).await.unwrap().token.access_token.expose(),
        "t3"
    );
}

#[tokio::test]
async fn a_service_that_pushes_back_is_heard_and_who_waits_rests() {
    let server = Server::start(|_, n| match n {
        0 => http_with(429, "Retry-After: 3\r\n", "Too Many Requests"),
        1 => http(503, ""),
        _ => token("t", 3600),
    })
    .await;
    let (client, clock, _) = client();
    let heard = Arc::new(Heard::default());
    *heard.budget.lock().unwrap() = 2;
    let hurrying = hurry(&clock);
    client
        .acquire(&graph(&account(&server.cloud()), CUSTOMER), heard.clone())
        .await
        .unwrap();
    hurrying.abort();
    let count = |n: &AtomicUsize| n.load(Ordering::SeqCst);
    assert_eq!(
        (count(&heard.pushed_back), count(&heard.retries), count(&heard.rests)),
        (2, 2, 2)
    );
}

#[tokio::test]
async fn without_a_budget_a_failure_is_not_repeated_and_a_wait_that_was_asked_for_is_kept() {
    let server = Server::start(|_, n| match n {
        0 => http_with(429, "Retry-After: 3\r\n", "Too Many Requests"),
        _ => http(502, "<html>"),
    })
    .await;
    let (client, clock, _) = client();
    let hurrying = hurry(&clock);
    let heard = Arc::new(Heard::default());
    let error = client
        .acquire(&graph(&account(&server.cloud()), CUSTOMER), heard)
        .await
        .unwrap_err();
    hurrying.abort();
    assert_eq!((error.kind(), server.count()), (ErrorKind::ServiceUnavailable, 2));
}
