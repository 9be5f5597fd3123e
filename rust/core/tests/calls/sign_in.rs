//! The sign-in in the browser: whose identity counts, how long it may take, what a person pastes.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use crate::support::person::{Paste, any_port, browser, get, no_browser, query, request, send, success};
use crate::support::{Reply, Server, client, http};
use partner_auth::sign_in::{BrowserOptions, Way, sign_in};
use partner_auth::{Error, ErrorKind, Report};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use url::Url;

const OURS: &str = "99999999-2222-3333-4444-555555555555";
const EVIL: &str = "&iss=https%3A%2F%2Fevil.example%2Fv2.0";

/// A sign-in whose answer has our state and that addition, and whose token has that nonce, or ours, and is for that
/// application.
async fn answered(nonce: Option<&str>, application: &'static str, addition: &str) -> Error {
    let told: Arc<Mutex<String>> = Arc::default();
    let expected = Arc::clone(&told);
    let server = Server::start(move |_, _| success(&expected.lock().unwrap(), application)).await;
    let ((client, ..), (report, mut urls)) = (client(), browser());
    let asked = request(&server, any_port());
    let shown: Arc<dyn Report> = report;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let asked = query(&urls.recv().await.unwrap());
    *told.lock().unwrap() = nonce.unwrap_or(&asked["nonce"]).to_owned();
    let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
    let target = format!("/?code=ours&state={}{addition}", asked["state"]);
    send(port, &get(port, &target)).await;
    running.await.unwrap().err().unwrap()
}

#[tokio::test]
async fn an_identity_of_another_sign_in_and_an_answer_of_another_service_are_refused() {
    for addition in ["", EVIL] {
        let error = answered(Some("another"), OURS, addition).await;
        assert_eq!(error.kind(), ErrorKind::ServiceError, "{error}");
    }
}

#[tokio::test]
async fn an_identity_for_another_application_is_refused() {
    let error = answered(None, "88888888-2222-3333-4444-555555555555", "").await;
    assert_eq!(error.kind(), ErrorKind::ServiceError, "{error}");
    assert!(error.to_string().contains("another sign-in"), "{error}");
}

#[tokio::test]
async fn an_answer_of_another_service_is_refused() {
    let error = answered(None, OURS, EVIL).await;
    assert_eq!(error.kind(), ErrorKind::ServiceError, "{error}");
    assert!(error.to_string().contains("evil.example"), "{error}");
}

#[tokio::test]
async fn nobody_who_signs_in_is_a_timeout_after_five_minutes_or_the_callers_time_if_that_is_less() {
    for (given, limit, words) in [
        (None, 300, "5 minutes"),
        (Some(3600), 300, "5 minutes"),
        (Some(120), 120, "2 minutes"),
        (Some(45), 45, "45 seconds"),
    ] {
        for way in [any_port(), Way::Device] {
            let server = Server::start(|request, _| {
                if request.contains("/devicecode ") {
                    http(
                        200,
                        r#"{"device_code":"d","user_code":"A","verification_uri":"https://v.example","interval":1}"#,
                    )
                } else {
                    http(400, r#"{"error":"authorization_pending","error_description":"x"}"#)
                }
            })
            .await;
            let ((client, clock, _), (report, _urls)) = (client(), browser());
            let mut asked = request(&server, way.clone());
            asked.timeout = given.map(Duration::from_secs);
            let shown: Arc<dyn Report> = report;
            let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
            match way {
                Way::Browser(_) => assert_eq!(clock.sleeper(Duration::from_secs(3600)).await.as_secs(), limit),
                // It sleeps between two questions, and beside it the limit runs.
                Way::Device => assert_eq!(clock.sleeper(Duration::from_secs(1)).await.as_secs(), 1),
            }
            clock.advance(Duration::from_secs(limit));
            let error = running.await.unwrap().err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Timeout);
            assert!(
                error.to_string().contains(&format!("within {words}.")),
                "{way:?}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn an_address_that_is_pasted_counts_and_one_of_another_sign_in_is_asked_for_again() {
    let ours: Paste = |asked, times| match times {
        0 => Some("https://login.example/?code=stolen&state=another".to_owned()),
        1 => Some(String::new()),
        _ => Some(format!(
            " {}?code=ours&state={} ",
            asked["redirect_uri"], asked["state"]
        )),
    };
    let (report, mut urls) = no_browser(Some(ours));
    let asked = Arc::clone(&report);
    let server = Server::start(move |_, _| {
        let nonce = &asked.asked.lock().unwrap().0["nonce"];
        success(nonce, "99999999-2222-3333-4444-555555555555")
    })
    .await;
    let (client, ..) = client();
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let asked = request(&server, any_port());
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let url = urls.recv().await.unwrap();
    running.await.unwrap().unwrap();
    assert!(server.request(0).contains("code=ours"));
    let warnings = report.warnings.lock().unwrap();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    assert!(warnings[0].ends_with(url.as_str()), "where to sign in");
    assert!(warnings[1].contains("not the address") && warnings[2].contains("not the address"));
    assert!(
        !warnings.concat().contains("stolen"),
        "what was pasted is shown nowhere"
    );
}

#[tokio::test]
async fn who_pastes_something_else_three_times_gets_an_error_and_nothing_is_sent() {
    let server = Server::start(|_, _| Reply::Close).await;
    let ((client, ..), (report, _urls)) = (
        client(),
        no_browser(Some(|_, _| Some("http://localhost:8400/?code=stolen".to_owned()))),
    );
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let error = sign_in(&client, &request(&server, any_port()), &shown)
        .await
        .err()
        .unwrap();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!((report.asked.lock().unwrap().1, server.count()), (3, 0));
    assert!(!format!("{error:?}").contains("stolen"));
}

#[tokio::test]
async fn where_nobody_can_paste_the_listener_still_takes_the_answer() {
    let server = Server::start(|_, _| Reply::Close).await;
    let ((client, ..), (report, mut urls)) = (client(), no_browser(Some(|_, _| None)));
    let shown: Arc<dyn Report> = report;
    let asked = request(&server, any_port());
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    let asked = query(&urls.recv().await.unwrap());
    let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
    let cancel = format!("/?error=access_denied&state={}", asked["state"]);
    assert!(send(port, &get(port, &cancel)).await.contains("You are not signed in."));
    assert_eq!(running.await.unwrap().err().unwrap().kind(), ErrorKind::SignInDeclined);
}

#[tokio::test]
async fn a_hint_and_claims_that_cannot_be_right_open_no_browser() {
    let server = Server::start(|_, _| Reply::Close).await;
    let option = |login_hint: Option<&str>, claims: Option<&str>| BrowserOptions {
        any_port: true,
        login_hint: login_hint.map(str::to_owned),
        claims: claims.map(str::to_owned),
        ..BrowserOptions::default()
    };
    for options in [
        option(Some("  "), None),
        option(Some("a\r\nHost: evil"), None),
        option(Some("a/b"), None),
        option(None, Some(" ")),
        option(None, Some("not json")),
        option(None, Some("[1]")),
    ] {
        let ((client, ..), (report, mut urls)) = (client(), browser());
        let shown: Arc<dyn Report> = report;
        let error = sign_in(&client, &request(&server, Way::Browser(options)), &shown)
            .await
            .err()
            .unwrap();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(urls.try_recv().is_err());
    }
    assert_eq!(server.count(), 0);
}
