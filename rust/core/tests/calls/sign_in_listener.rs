//! The sign-in in the browser against whoever else talks to its listener.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use crate::support::person::{any_port, browser, get, query, request, send, success};
use crate::support::{Reply, Server, client};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use partner_auth::Report;
use partner_auth::sign_in::sign_in;
use ring::digest::{SHA256, digest};
use std::sync::{Arc, Mutex};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use url::Url;

#[tokio::test]
async fn foreign_requests_are_answered_and_ignored_and_the_right_one_still_counts() {
    let nonce: Arc<Mutex<String>> = Arc::default();
    let (expected, application) = (Arc::clone(&nonce), "99999999-2222-3333-4444-555555555555");
    let server = Server::start(move |_, _| success(&expected.lock().unwrap(), application)).await;
    let ((client, ..), (report, mut urls)) = (client(), browser());
    let asked = request(&server, any_port());
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });

    let url = urls.recv().await.unwrap();
    let asked = query(&url);
    *nonce.lock().unwrap() = asked["nonce"].clone();
    assert_eq!(
        (asked["code_challenge_method"].as_str(), asked["response_mode"].as_str()),
        ("S256", "query")
    );
    let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
    let state = &asked["state"];
    for foreign in [
        get(port, "/?code=stolen&state=wrong"),
        get(port, "/?code=stolen"),
        get(port, &format!("/?code=stolen&state={}", state.to_uppercase())),
        get(port, &format!("/other?code=stolen&state={state}")),
        format!("GET /?code=stolen&state={state} HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
        format!("POST /?code=stolen&state={state} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: 0\r\n\r\n"),
    ] {
        assert!(send(port, &foreign).await.starts_with("HTTP/1.1 400"), "{foreign}");
    }
    for junk in 0..10_000 {
        let text = "\u{0}\u{1b}GET".repeat(junk % 40);
        send(port, &text).await;
    }
    let page = send(port, &get(port, &format!("/?code=ours&state={state}"))).await;
    assert!(
        page.starts_with("HTTP/1.1 200") && page.contains("You are signed in."),
        "{page}"
    );
    assert!(page.contains("no-store") && !page.contains("ours"));

    let signed_in = running.await.unwrap().unwrap();
    assert_eq!(signed_in.refresh_token.newest().expose(), "partner-sandbox.r");
    let sent = server.request(0);
    assert!(sent.contains("code=ours") && !sent.contains("stolen"), "{sent}");
    let verifier = sent.split("code_verifier=").nth(1).unwrap().split('&').next().unwrap();
    assert_eq!(verifier.len(), 128);
    // RFC 7636 section 4.2.
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    assert_eq!(asked["code_challenge"], challenge);
    // The authorization request has named it; here, the standard has none (RFC 6749 section 4.1.3).
    assert!(!sent.contains("scope="), "{sent}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_replayed_answer_is_foreign_and_redeems_nothing_again() {
    let nonce: Arc<Mutex<String>> = Arc::default();
    let (expected, application) = (Arc::clone(&nonce), "99999999-2222-3333-4444-555555555555");
    let gate = Arc::new(Notify::new());
    let redeemed = Arc::clone(&gate);
    let server = Server::start(move |_, _| match success(&expected.lock().unwrap(), application) {
        Reply::Bytes(bytes) => Reply::After(Arc::clone(&redeemed), bytes),
        other => other,
    })
    .await;
    let ((client, ..), (report, mut urls)) = (client(), browser());
    let asked = request(&server, any_port());
    let shown: Arc<dyn Report> = report;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let asked = query(&urls.recv().await.unwrap());
    *nonce.lock().unwrap() = asked["nonce"].clone();
    let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
    let answer = get(port, &format!("/?code=ours&state={}", asked["state"]));
    assert!(send(port, &answer).await.starts_with("HTTP/1.1 200"));
    for replay in [&answer, &answer.replace("code=ours", "code=stolen")] {
        let page = send(port, replay).await;
        assert!(
            page.starts_with("HTTP/1.1 400") && page.contains("This was no sign-in"),
            "{page}"
        );
    }
    gate.notify_one();
    running.await.unwrap().unwrap();
    assert_eq!(server.count(), 1, "redeemed once");
    assert!(server.request(0).contains("code=ours"));
}

#[tokio::test]
async fn connections_that_say_nothing_keep_no_browser_out() {
    let server = Server::start(|_, _| success("another", "99999999-2222-3333-4444-555555555555")).await;
    let ((client, ..), (report, mut urls)) = (client(), browser());
    let asked = request(&server, any_port());
    let shown: Arc<dyn Report> = report;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let asked = query(&urls.recv().await.unwrap());
    let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
    let mut idle = Vec::new();
    for _ in 0..64 {
        idle.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    }
    // The clock stands still: no time limit frees a place.
    let page = send(port, &get(port, &format!("/?code=ours&state={}", asked["state"]))).await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(
        running.await.unwrap().is_err(),
        "the identity is another's, and it was asked for"
    );
    assert_eq!(server.count(), 1);
}
