//! The sign-in in the browser against whoever else talks to its listener, and the device code on a clock turned by hand.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

mod support;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::ready;
use partner_auth::report::{Answer, Silent};
use partner_auth::sign_in::{BrowserOptions, SignInRequest, Way, sign_in};
use partner_auth::{ClientCredential, ErrorKind, Question, Report, Scopes, Tenant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{CUSTOMER, Reply, Server, account, client, http};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};
use url::Url;
use zeroize::Zeroizing;

/// What a person pastes when asked for the nth time, from 0, at a sign-in with that query; nobody pastes without one.
type Paste = fn(&HashMap<String, String>, usize) -> Option<String>;

/// Opens "the browser" by handing the address to the test; with somebody who pastes, it can't open one.
struct Browser {
    opened: mpsc::UnboundedSender<Url>,
    paste: Option<Paste>,
    asked: Mutex<(HashMap<String, String>, usize)>,
    warnings: Mutex<Vec<String>>,
}

impl Report for Browser {
    fn verbose(&self, _: String) {}
    fn warning(&self, message: String) {
        self.warnings.lock().unwrap().push(message);
    }
    fn progress(&self, _: String) {}
    fn ask(&self, question: Question) -> Answer {
        let mut asked = self.asked.lock().unwrap();
        let answer = match &question {
            Question::OpenBrowser { url } => {
                let url = Url::parse(url).unwrap();
                asked.0 = query(&url);
                self.opened.send(url).unwrap();
                self.paste.is_none().then(String::new)
            }
            _ => {
                asked.1 += 1;
                self.paste.and_then(|paste| paste(&asked.0, asked.1 - 1))
            }
        };
        match answer {
            Some(text) => ready(Ok(Zeroizing::new(text.into_bytes()))).boxed(),
            None => Silent.ask(question),
        }
    }
}

fn browser() -> (Arc<Browser>, mpsc::UnboundedReceiver<Url>) {
    no_browser(None)
}

/// A machine without a browser, where somebody pastes.
fn no_browser(paste: Option<Paste>) -> (Arc<Browser>, mpsc::UnboundedReceiver<Url>) {
    let (opened, urls) = mpsc::unbounded_channel();
    let browser = Browser {
        opened,
        paste,
        asked: Mutex::default(),
        warnings: Mutex::default(),
    };
    (Arc::new(browser), urls)
}

fn request(server: &Server, way: Way) -> SignInRequest {
    let mut account = account(&server.cloud());
    account.credential = ClientCredential::None;
    account.refresh_token = None;
    SignInRequest {
        scopes: Scopes::parse(&account.cloud, &["Graph".into()]).unwrap(),
        account,
        tenant: Tenant::parse(CUSTOMER).unwrap(),
        way,
        timeout: None,
    }
}

fn any_port() -> Way {
    Way::Browser(BrowserOptions {
        any_port: true,
        ..BrowserOptions::default()
    })
}

/// A token endpoint's success whose id token has that nonce.
fn success(nonce: &str, application: &str) -> Reply {
    let claims = URL_SAFE_NO_PAD.encode(format!(
        r#"{{"nonce":"{nonce}","aud":"{application}","tid":"{CUSTOMER}"}}"#
    ));
    http(
        200,
        &format!(
            r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"a","refresh_token":"partner-sandbox.r","id_token":"e30.{claims}."}}"#
        ),
    )
}

fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Sends raw bytes to the listener and gives what came back.
async fn send(port: u16, bytes: &str) -> String {
    let Ok(mut socket) = TcpStream::connect(("127.0.0.1", port)).await else {
        return String::new();
    };
    drop(socket.write_all(bytes.as_bytes()).await);
    drop(socket.shutdown().await);
    let mut answer = Vec::new();
    drop(socket.read_to_end(&mut answer).await);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(port: u16, target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n")
}

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
    // The authorization request has named it; here, the standard has none (RFC 6749 section 4.1.3).
    assert!(!sent.contains("scope="), "{sent}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_identity_of_another_sign_in_and_an_answer_of_another_service_are_refused() {
    for issuer in [None, Some("https%3A%2F%2Fevil.example%2Fv2.0")] {
        let server = Server::start(|_, _| success("another", "99999999-2222-3333-4444-555555555555")).await;
        let ((client, ..), (report, mut urls)) = (client(), browser());
        let asked = request(&server, any_port());
        let shown: Arc<dyn Report> = report;
        let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
        let asked = query(&urls.recv().await.unwrap());
        let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
        let issuer = issuer.map(|i| format!("&iss={i}")).unwrap_or_default();
        send(
            port,
            &get(port, &format!("/?code=ours&state={}{issuer}", asked["state"])),
        )
        .await;
        let error = running.await.unwrap().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::ServiceError, "{error}");
    }
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
async fn a_device_code_is_asked_for_at_the_services_pace_until_it_is_decided() {
    let application = "99999999-2222-3333-4444-555555555555";
    for (last, kind) in [
        ("success", None),
        ("authorization_declined", Some(ErrorKind::SignInDeclined)),
        ("expired_token", Some(ErrorKind::Timeout)),
    ] {
        let server = Server::start(move |request, number| match number {
            0 => {
                assert!(request.starts_with(&format!("POST /{CUSTOMER}/oauth2/v2.0/devicecode")));
                http(200, r#"{"device_code":"d","user_code":"ABC","verification_uri":"https://v.example","expires_in":900,"interval":5,"message":"Enter ABC."}"#)
            }
            1 => http(400, r#"{"error":"authorization_pending","error_description":"AADSTS70016: x","error_codes":[70016]}"#),
            2 => http(400, r#"{"error":"slow_down","error_description":"x"}"#),
            _ if last == "success" => success("n", application),
            _ => http(400, &format!(r#"{{"error":"{last}","error_description":"x"}}"#)),
        })
        .await;
        let ((client, clock, _), (report, _urls)) = (client(), browser());
        let asked = request(&server, Way::Device);
        let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
        let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
        let mut waits = Vec::new();
        for _ in 0..3 {
            let wait = clock.sleeper(Duration::from_secs(60)).await;
            waits.push(wait.as_secs());
            clock.advance(wait);
        }
        let result = running.await.unwrap();
        assert_eq!(result.as_ref().err().map(partner_auth::Error::kind), kind);
        assert_eq!(waits, [5, 5, 10], "slow_down makes it slower");
        assert_eq!(*report.warnings.lock().unwrap(), ["Enter ABC."], "told once");
    }
}

#[tokio::test]
async fn a_device_code_that_nobody_enters_ends_on_this_machines_clock_too() {
    let server = Server::start(|_, number| match number {
        0 => http(200, r#"{"device_code":"d","user_code":"ABC","verification_uri":"https://v.example","expires_in":12,"interval":5}"#),
        // A service that never says that the code has ended.
        _ => http(400, r#"{"error":"authorization_pending","error_description":"AADSTS70016: x","error_codes":[70016]}"#),
    })
    .await;
    let ((client, clock, _), (report, _urls)) = (client(), browser());
    let asked = request(&server, Way::Device);
    let shown: Arc<dyn Report> = Arc::clone(&report) as Arc<dyn Report>;
    let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
    for _ in 0..3 {
        assert_eq!(clock.sleeper(Duration::from_secs(60)).await.as_secs(), 5);
        clock.advance(Duration::from_secs(5));
    }
    let error = running.await.unwrap().err().unwrap();
    assert_eq!((error.kind(), server.count()), (ErrorKind::Timeout, 4));
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
