//! Acquiring tokens: the cache, one request in flight, waiting and giving up.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{
    CUSTOMER, Reply, Server, account, client, graph, http, http_with, refresh_token, refusal, token, token_body,
};
use partner_auth::{ErrorKind, PartnerClient, Tenant};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

#[tokio::test]
async fn a_hundred_callers_for_one_token_make_one_request() {
    let gate = Arc::new(Notify::new());
    let open = Arc::clone(&gate);
    let body = token_body("t", 3600);
    let server = Server::start(move |_, _| {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        Reply::After(Arc::clone(&open), answer.into_bytes())
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let (client, request, notes) = (Arc::clone(&client), request.clone(), Arc::clone(&notes));
            tokio::spawn(async move { client.acquire(&request, notes).await })
        })
        .collect();
    gate.notify_one();
    for caller in callers {
        assert_eq!(caller.await.unwrap().unwrap().token.access_token.expose(), "t");
    }
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn followers_get_their_token_when_the_leader_gives_up() {
    let (gate, arrived) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (open, here) = (Arc::clone(&gate), Arc::clone(&arrived));
    let body = token_body("t", 3600);
    let server = Server::start(move |_, _| {
        here.notify_one();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        Reply::After(Arc::clone(&open), answer.into_bytes())
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let acquire = || {
        let (client, request, notes) = (Arc::clone(&client), request.clone(), Arc::clone(&notes));
        async move { client.acquire(&request, notes).await }
    };
    let leader = tokio::spawn(acquire());
    arrived.notified().await;
    let mut follower = Box::pin(acquire());
    // The follower joins the flight before the leader leaves it.
    assert!(futures_util::poll!(follower.as_mut()).is_pending());
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    gate.notify_one();
    assert_eq!(follower.await.unwrap().token.access_token.expose(), "t");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_cached_token_is_served_until_its_life_is_shorter_than_asked() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let (client, clock, notes) = client();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    let first = client.acquire(&request, notes.clone()).await.unwrap();
    assert!(!first.cached);
    clock.advance(Duration::from_secs(2000));
    assert!(client.acquire(&request, notes.clone()).await.unwrap().cached);
    clock.advance(Duration::from_secs(700));
    assert!(client.cached(&request).is_some());
    clock.advance(Duration::from_secs(1));
    assert!(client.cached(&request).is_none());
    assert_eq!(
        client
            .acquire(&request, notes.clone())
            .await
            .unwrap()
            .token
            .access_token
            .expose(),
        "t1"
    );
    request.force_refresh = true;
    assert_eq!(
        client
            .acquire(&request, notes)
            .await
            .unwrap()
            .token
            .access_token
            .expose(),
        "t2"
    );
}

#[tokio::test]
async fn what_is_still_valid_serves_with_a_warning_when_the_service_is_down() {
    let server = Server::start(|_, n| if n == 0 { token("old", 3600) } else { http(503, "") }).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    client.acquire(&request, notes.clone()).await.unwrap();
    clock.advance(Duration::from_secs(3000));
    let call = tokio::spawn({
        let (client, request, notes) = (client.clone(), request.clone(), notes.clone());
        async move { client.acquire(&request, notes).await }
    });
    for _ in 0..2 {
        let wait = clock.sleeper(Duration::from_secs(20)).await;
        clock.advance(wait);
    }
    let acquired = call.await.unwrap().unwrap();
    assert_eq!(acquired.token.access_token.expose(), "old");
    assert!(notes.warnings.lock().unwrap().join("").contains("could not be renewed"));
    assert_eq!(server.count(), 4, "one that worked and three attempts");
}

#[tokio::test]
async fn what_is_still_valid_serves_when_something_else_answers_and_a_refusal_is_told() {
    let answers = [
        ("a page", 200, "<html>Sign in to the network</html>", true),
        ("half an answer", 200, "{\"token_type\":", true),
        ("nothing", 200, "", true),
        ("a redirect", 302, "", true),
        ("a page of an error", 404, "<html>", true),
        ("a proxy that wants a login", 407, "<html>", true),
        (
            "a refusal",
            400,
            r#"{"error":"invalid_grant","error_description":"AADSTS50173: x","error_codes":[50173]}"#,
            false,
        ),
        ("a refusal without a code", 400, r#"{"error":"invalid_grant"}"#, false),
        (
            "a refusal of another shape",
            401,
            r#"{"error":{"code":"invalid_grant"}}"#,
            false,
        ),
        ("a page that forbids", 403, "<html>", false),
    ];
    for (what, status, body, serves) in answers {
        let server = Server::start(move |_, n| if n == 0 { token("old", 3600) } else { http(status, body) }).await;
        let (client, clock, notes) = client();
        let mut request = graph(&account(&server.cloud()), CUSTOMER);
        request.account.refresh_token = Some(refresh_token(&format!("partner-sandbox.{what}")));
        client.acquire(&request, notes.clone()).await.unwrap();
        clock.advance(Duration::from_secs(3000));
        let second = client.acquire(&request, notes.clone()).await;
        let old = second.as_ref().map(|acquired| acquired.token.access_token.expose());
        assert_eq!(old.ok(), serves.then_some("old"), "{what}");
        let warned = notes.warnings.lock().unwrap().join("");
        assert_eq!(warned.contains("could not be renewed"), serves, "{what}: {warned}");
        assert_eq!(server.count(), 2, "{what}");
    }
}

#[tokio::test]
async fn what_is_still_valid_serves_when_the_callers_time_ends_before_a_service_that_hangs_answers() {
    let server = Server::start(|_, n| match n {
        0 => token("old", 3600),
        _ => Reply::After(Arc::new(Notify::new()), Vec::new()),
    })
    .await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    client.acquire(&request, notes.clone()).await.unwrap();
    clock.advance(Duration::from_secs(3000));
    let call = tokio::spawn({
        let (client, notes) = (client.clone(), notes.clone());
        async move { client.acquire(&request, notes).await }
    });
    clock.sleeper(Duration::from_secs(100)).await;
    clock.advance(Duration::from_secs(100));
    assert_eq!(call.await.unwrap().unwrap().token.access_token.expose(), "old");
    let warned = notes.warnings.lock().unwrap().join("");
    assert!(warned.contains("no result within 100 seconds"), "{warned}");
}

#[tokio::test]
async fn tokens_of_other_tenants_credentials_users_and_scopes_are_never_mixed() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let (client, _, notes) = client();
    let base = graph(&account(&server.cloud()), CUSTOMER);
    let mut requests = vec![base.clone()];
    let mut other = base.clone();
    other.tenant = Tenant::parse("22222222-2222-3333-4444-555555555555").unwrap();
    requests.push(other);
    let mut other = base.clone();
    other.scopes = partner_auth::Scopes::parse(&base.account.cloud, &["ExchangeOnline".into()]).unwrap();
    requests.push(other);
    let mut other = base.clone();
    other.account.refresh_token = Some(refresh_token("partner-sandbox.other"));
    requests.push(other);
    let mut other = base.clone();
    other.account.credential = partner_auth::ClientCredential::None;
    requests.push(other);
    let mut other = base.clone();
    other.account.client_id = partner_auth::ClientId::parse(CUSTOMER).unwrap();
    requests.push(other);
    let mut other = base.clone();
    other.account.refresh_token = None;
    requests.push(other);
    for request in &requests {
        client.acquire(request, notes.clone()).await.unwrap();
    }
    for (n, request) in requests.iter().enumerate() {
        assert_eq!(
            client.cached(request).unwrap().token.access_token.expose(),
            format!("t{n}")
        );
    }
}

/// A tenant's token that was on its way while that happened is for who asked, and for nobody after it.
async fn assert_gone_after(what: fn(&PartnerClient, &Tenant)) {
    let (gate, arrived) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (open, here) = (Arc::clone(&gate), Arc::clone(&arrived));
    let server = Server::start(move |_, n| {
        here.notify_one();
        let body = token_body(&format!("t{n}"), 3600);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        if n == 0 {
            Reply::After(Arc::clone(&open), answer.into_bytes())
        } else {
            Reply::Bytes(answer.into_bytes())
        }
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let before = tokio::spawn({
        let (client, request, notes) = (client.clone(), request.clone(), notes.clone());
        async move { client.acquire(&request, notes).await }
    });
    arrived.notified().await;
    what(&client, &request.tenant);
    gate.notify_one();
    assert_eq!(before.await.unwrap().unwrap().token.access_token.expose(), "t0");
    assert_eq!(
        client
            .acquire(&request, notes)
            .await
            .unwrap()
            .token
            .access_token
            .expose(),
        "t1"
    );
}

#[tokio::test]
async fn a_tenants_tokens_go_with_a_drop_also_those_on_their_way() {
    assert_gone_after(|client, tenant| client.drop_tenant(tenant)).await;
}

#[tokio::test]
async fn a_cleared_cache_has_no_tokens_also_of_those_on_their_way() {
    assert_gone_after(|client, _| {
        client.cache().clear();
    })
    .await;
}

#[tokio::test]
async fn a_service_that_fails_for_now_is_asked_three_times_with_back_off() {
    let server = Server::start(|_, n| if n < 2 { http(503, "") } else { token("t", 3600) }).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.acquire(&request, notes).await }
    });
    for longest in [1, 2] {
        let wait = clock.sleeper(Duration::from_secs(20)).await;
        assert!(wait <= Duration::from_secs(longest));
        clock.advance(wait);
    }
    assert_eq!(call.await.unwrap().unwrap().token.access_token.expose(), "t");
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_refusal_is_not_asked_again() {
    for (code, kind) in [
        (65001, ErrorKind::ConsentMissing),
        (700_082, ErrorKind::RefreshTokenExpired),
        (7_000_215, ErrorKind::CredentialInvalid),
        (50076, ErrorKind::MfaRequired),
        (53003, ErrorKind::ConditionalAccess),
        (50020, ErrorKind::NoAccess),
        (90002, ErrorKind::TenantNotFound),
        (50053, ErrorKind::AccountProblem),
        (700_007, ErrorKind::ConfigurationInvalid),
    ] {
        let server = Server::start(move |_, _| refusal(code)).await;
        let (client, _, notes) = client();
        let error = client
            .acquire(&graph(&account(&server.cloud()), CUSTOMER), notes)
            .await
            .unwrap_err();
        assert_eq!((error.kind(), server.count()), (kind, 1));
        assert_eq!(error.tenant_given(), Some(CUSTOMER));
        assert!(error.correlation_id().is_some());
    }
}

#[tokio::test]
async fn a_wait_that_outlasts_the_callers_time_is_an_error_at_once() {
    let server = Server::start(|_, _| http_with(429, "Retry-After: 300\r\n", "Too Many Requests")).await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let error = client.acquire(&request, notes.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Throttled);
    // The key pauses: the next caller is told without a request.
    let error = client.acquire(&request, notes).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Throttled, 1));
}

#[tokio::test]
async fn a_wait_within_the_callers_time_is_kept_and_other_tenants_go_on() {
    let server = Server::start(|request, n| {
        if request.contains(CUSTOMER) && n == 0 {
            http_with(429, "Retry-After: 30\r\n", "")
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, clock, notes) = client();
    let account = account(&server.cloud());
    let throttled = tokio::spawn({
        let (client, request, notes) = (client.clone(), graph(&account, CUSTOMER), notes.clone());
        async move { client.acquire(&request, notes).await }
    });
    assert_eq!(clock.sleeper(Duration::from_secs(30)).await, Duration::from_secs(30));
    let other = graph(&account, "22222222-2222-3333-4444-555555555555");
    client.acquire(&other, notes).await.unwrap();
    assert!(!throttled.is_finished());
    clock.advance(Duration::from_secs(30));
    throttled.await.unwrap().unwrap();
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn no_answer_within_the_callers_time_is_a_timeout_for_that_tenant() {
    let server = Server::start(|_, _| Reply::After(Arc::new(Notify::new()), Vec::new())).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let call = tokio::spawn(async move { client.acquire(&request, notes).await });
    clock.sleeper(Duration::from_secs(100)).await;
    clock.advance(Duration::from_secs(100));
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.tenant_given(), error.tenant_guid()),
        (ErrorKind::Timeout, Some(CUSTOMER), Some(CUSTOMER))
    );
}

#[tokio::test]
async fn a_detected_loop_is_not_asked_again_and_pauses_its_key() {
    let server = Server::start(|_, _| refusal(50196)).await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let error = client.acquire(&request, notes.clone()).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Throttled, 1));

    let mut hasty = request.clone();
    hasty.timeout = Duration::from_secs(10);
    let paused = client.acquire(&hasty, notes.clone()).await.unwrap_err();
    assert_eq!(
        (paused.kind(), server.count()),
        (ErrorKind::Throttled, 1),
        "the pause holds"
    );
    clock.advance(Duration::from_secs(61));
    drop(client.acquire(&request, notes).await);
    assert_eq!(server.count(), 2);
}
