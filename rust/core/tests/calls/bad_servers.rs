//! Answers that are none: each is an error with a cause, none a panic or a parser's words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::support::{
    CUSTOMER, Reply, Server, account, client, graph, http, http_with, refresh_token, token, token_body,
};
use partner_auth::{Cloud, Error, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

/// Acquires with the clock turned on for every wait.
async fn fail(cloud: Arc<Cloud>) -> Error {
    let (client, clock, notes) = client();
    let request = graph(&account(&cloud), CUSTOMER);
    let call = tokio::spawn(async move { client.acquire(&request, notes).await });
    let turn = async {
        loop {
            let wait = clock.sleeper(Duration::from_secs(20)).await;
            clock.advance(wait);
        }
    };
    tokio::select! {
        result = call => result.unwrap().unwrap_err(),
        () = turn => unreachable!(),
    }
}

#[tokio::test]
async fn every_answer_that_is_none_has_a_cause_and_names_the_tenant() {
    let huge = "x".repeat(1024 * 1024 + 1);
    let cases: Vec<(&str, Reply, ErrorKind, &str)> = vec![
        (
            "page",
            http(200, "<html>sign in</html>"),
            ErrorKind::ServiceError,
            "HTML page",
        ),
        (
            "error page",
            http(502, "<html></html>"),
            ErrorKind::ServiceUnavailable,
            "HTML page",
        ),
        ("empty", http(200, ""), ErrorKind::ServiceError, "empty body"),
        ("list", http(200, "[]"), ErrorKind::ServiceError, "unknown shape"),
        ("text", http(400, "no"), ErrorKind::ServiceError, "not JSON"),
        ("huge", http(200, &huge), ErrorKind::ServiceError, "more than 1 MiB"),
        (
            "huge error",
            http(400, &huge),
            ErrorKind::ServiceError,
            "more than 1 MiB",
        ),
        (
            "redirect",
            http_with(302, "Location: http://evil.example/x\r\n", ""),
            ErrorKind::ServiceError,
            "evil.example",
        ),
        ("closed", Reply::Close, ErrorKind::Network, "broke"),
        (
            "rubbish",
            Reply::Bytes(b"rubbish\r\n\r\n".to_vec()),
            ErrorKind::Network,
            "broke",
        ),
        ("proxy", http(407, ""), ErrorKind::Network, "407"),
        ("teapot", http(418, "{}"), ErrorKind::ServiceError, "418"),
        (
            "mac",
            http(200, r#"{"token_type":"mac","access_token":"x"}"#),
            ErrorKind::ServiceError,
            "bearer",
        ),
        (
            "no token",
            http(200, r#"{"token_type":"Bearer","access_token":""}"#),
            ErrorKind::ServiceError,
            "bearer",
        ),
    ];
    for (name, reply, kind, cause) in cases {
        let bytes = match reply {
            Reply::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        let server = Server::start(move |_, _| bytes.clone().map_or(Reply::Close, Reply::Bytes)).await;
        let error = fail(server.cloud()).await;
        assert_eq!(error.kind(), kind, "{name}: {error}");
        assert!(error.to_string().contains(cause), "{name}: {error}");
        assert_eq!(error.tenant_given(), Some(CUSTOMER), "{name}");
        assert!(!error.remedy().is_empty(), "{name}");
    }
}

#[tokio::test]
async fn an_answer_cut_at_any_byte_is_an_error_and_never_a_token() {
    let body = token_body("t", 3600);
    for end in 0..body.len() {
        let cut = body.get(..end).unwrap().to_owned();
        let server = Server::start(move |_, _| http(200, &cut)).await;
        assert_eq!(
            fail(server.cloud()).await.kind(),
            ErrorKind::ServiceError,
            "cut at {end}"
        );
    }
}

#[tokio::test]
async fn a_connection_that_breaks_in_the_body_is_a_network_error() {
    let server =
        Server::start(|_, _| Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"acc".to_vec())).await;
    let error = fail(server.cloud()).await;
    assert_eq!(error.kind(), ErrorKind::Network);
    assert_eq!(server.count(), 3, "a connection that breaks is worth three attempts");
}

#[tokio::test]
async fn an_unreachable_host_is_named_with_its_cause() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let cloud = Arc::new(Cloud::sandbox("Test", &address, &address, &address, None).unwrap());
    let error = fail(cloud).await;
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(
        error.to_string().contains("127.0.0.1") && error.to_string().to_lowercase().contains("refused"),
        "{error}"
    );
}

#[tokio::test]
async fn bad_input_and_foreign_secrets_fail_before_a_byte_is_sent() {
    let server = Server::start(|_, _| token("t", 3600)).await;
    let (client, _, notes) = client();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.account.refresh_token = Some(refresh_token("0.real-token"));
    assert_eq!(
        client.acquire(&request, notes.clone()).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );

    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.account.cloud = Arc::new(Cloud::known("AzureCloud").unwrap());
    assert_eq!(
        client.acquire(&request, notes.clone()).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );

    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.account.refresh_token = None;
    request.scopes = partner_auth::Scopes::parse(&request.account.cloud, &["User.Read".into()]).unwrap();
    assert_eq!(
        client.acquire(&request, notes).await.unwrap_err().kind(),
        ErrorKind::InvalidInput
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn no_secret_stands_in_a_note_or_an_error() {
    let server = Server::start(|_, n| {
        if n == 0 {
            http(400, "partner-sandbox.canary-refresh")
        } else {
            token("t", 9)
        }
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let error = client.acquire(&request, notes.clone()).await.unwrap_err();
    client.acquire(&request, notes.clone()).await.unwrap();
    assert!(server.request(0).contains("canary-refresh"), "the secret was sent");
    let said = format!(
        "{error:?}{:?}{:?}{request:?}",
        notes.verbose.lock().unwrap(),
        notes.warnings.lock().unwrap()
    );
    assert!(!said.contains("canary"), "{said}");
    assert!(said.contains("POST http://127.0.0.1"));
}
