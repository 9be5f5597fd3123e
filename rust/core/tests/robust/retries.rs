//! What is asked again, after which wait, and what never is; on a clock that is turned by hand.

use crate::support::person::{any_port, browser, get, query, request, send};
use crate::support::{CUSTOMER, Reply, Server, account, client, graph, http, http_with, token, token_body};
use partner_auth::Report;
use partner_auth::clock::Clock;
use partner_auth::sign_in::sign_in;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use url::Url;

/// The wait before the second attempt, in seconds, after an answer with that status and header.
async fn wait_after(status: u16, header: String) -> Duration {
    let server = Server::start(move |_, n| {
        if n == 0 {
            http_with(status, &header, "Try again")
        } else {
            token("t", 3600)
        }
    })
    .await;
    let (client, clock, notes) = client();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.timeout = Duration::from_secs(1_000_000);
    let mut call = tokio::spawn(async move { client.acquire(&request, notes).await });
    let mut waited = Duration::ZERO;
    loop {
        tokio::select! {
            result = &mut call => {
                result.unwrap().unwrap();
                assert_eq!(server.count(), 2);
                return waited;
            }
            wait = clock.sleeper(Duration::from_secs(9_000)) => {
                assert_eq!(server.count(), 1, "asked before the wait was over");
                waited += wait;
                clock.advance(wait);
            }
        }
    }
}

#[tokio::test]
async fn a_wait_that_a_service_asks_for_is_kept_to_the_second() {
    let (_, clock, _) = client();
    let at = |seconds: i64| {
        let unix = u64::try_from(clock.unix() + seconds).unwrap();
        format!(
            "Retry-After: {}\r\n",
            httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(unix))
        )
    };
    for status in [429, 503] {
        for (header, seconds) in [
            ("Retry-After: 7\r\n".to_owned(), 7),
            ("retry-after:  7 \r\n".to_owned(), 7),
            (at(90), 90),
            // An hour is the most.
            ("Retry-After: 86400\r\n".to_owned(), 3600),
            (at(86_400), 3600),
        ] {
            assert_eq!(
                wait_after(status, header.clone()).await.as_secs(),
                seconds,
                "{status} {header}"
            );
        }
    }
}

#[tokio::test]
async fn a_wait_that_has_passed_is_none_and_one_that_cannot_be_read_is_ours() {
    for header in ["Retry-After: 0\r\n", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n"] {
        assert_eq!(wait_after(429, header.to_owned()).await, Duration::ZERO, "{header}");
    }
    for header in [
        "",
        "Retry-After: soon\r\n",
        "Retry-After: -1\r\n",
        "Retry-After: 1e3\r\n",
        "Retry-After: tomorrow\r\n",
    ] {
        assert_eq!(wait_after(429, header.to_owned()).await.as_secs(), 60, "{header}");
        // The first back-off is at most a second.
        assert!(
            wait_after(503, header.to_owned()).await <= Duration::from_secs(1),
            "{header}"
        );
    }
}

#[tokio::test]
async fn a_code_of_a_sign_in_is_redeemed_once_however_it_fails() {
    for status in [400, 408, 429, 500, 503] {
        let server = Server::start(move |_, _| http(status, "")).await;
        let ((client, clock, _), (report, mut urls)) = (client(), browser());
        let asked = request(&server, any_port());
        let shown: Arc<dyn Report> = report;
        let running = tokio::spawn(async move { sign_in(&client, &asked, &shown).await });
        let asked = query(&urls.recv().await.unwrap());
        let port = Url::parse(&asked["redirect_uri"]).unwrap().port().unwrap();
        send(port, &get(port, &format!("/?code=ours&state={}", asked["state"]))).await;
        let turn = async {
            loop {
                let wait = clock.sleeper(Duration::from_secs(100)).await;
                clock.advance(wait);
            }
        };
        tokio::select! {
            result = running => assert!(result.unwrap().is_err(), "{status}"),
            () = turn => unreachable!(),
        }
        assert_eq!(server.count(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_connection_that_the_service_closed_is_made_anew() {
    // It says that the connection stays, and closes it all the same.
    let body = token_body("t", 3600);
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
    let server = Server::start(move |_, _| Reply::Bytes(answer.clone())).await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    for number in 0..20 {
        let tenant = format!("{number:08}-2222-3333-4444-555555555555");
        client.acquire(&graph(&account, &tenant), notes.clone()).await.unwrap();
    }
    assert_eq!(server.count(), 20);
}
