//! What a network, a proxy or a broken service can answer, by name: each is an error with a cause, in bounded time and
//! memory, and what is asked again is asked three times.

use crate::support::faulty::{acquire, assert_explained};
use crate::support::{Reply, Server, client, http, http_with, token_body};
use flate2::Compression;
use flate2::write::GzEncoder;
use partner_auth::ErrorKind;
use std::io::Write;

/// Statuses that may pass by themselves; 429 waits as long as it is told.
const PASSING: [u16; 6] = [408, 429, 500, 502, 503, 504];

#[tokio::test]
async fn every_status_from_400_to_599_is_explained_and_only_what_may_pass_is_asked_again() {
    let bodies = [
        "",
        "<html><body>Blocked</body></html>",
        r#"{"error":"new_to_everybody","error_description":"x"}"#,
        r#"{"error":{"code":"x","message":"y"}}"#,
        "no",
    ];
    // The tenant says which status and body it gets.
    let server = Server::start(move |request, _| {
        let number: usize = request.split('/').nth(1).unwrap()[..8].parse().unwrap();
        http(u16::try_from(number % 1000).unwrap(), bodies[number / 1000])
    })
    .await;
    let (client, clock, _) = client();
    for (number, body) in bodies.iter().enumerate() {
        for status in 400..600_u16 {
            let about = format!("{status} with {body}");
            let tenant = format!("{:08}-2222-3333-4444-555555555555", number * 1000 + usize::from(status));
            let before = server.count();
            let error = acquire(&client, &clock, &server, &tenant).await.unwrap_err();
            assert_explained(&about, &tenant, &error);
            assert_eq!(error.http_status(), Some(status), "{about}");
            // What Entra ID says in its own form is judged by its code, and this one has none.
            let is_judged_by_status = !body.contains("new_to_everybody") || status == 429;
            let attempts = if PASSING.contains(&status) && is_judged_by_status {
                3
            } else {
                1
            };
            assert_eq!(server.count() - before, attempts, "{about}: {error}");
        }
    }
    println!(
        "figure B1: {} answers from 400 to 599, each explained",
        bodies.len() * 200
    );
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

/// A head of these lines, and a body as it is.
fn raw(head: &str, body: &[u8]) -> Reply {
    let mut bytes = head.replace('\n', "\r\n").into_bytes();
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

const OK: &str = "HTTP/1.1 200 OK\nConnection: close\n";

#[tokio::test]
async fn what_is_broken_below_http_or_packed_is_explained_and_a_good_answer_in_odd_clothes_is_taken() {
    use ErrorKind::{Network, ServiceError};
    let good = token_body("t", 3600);
    let packed = gzip(good.as_bytes());
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    let chunked = |body: &str| raw(&format!("{OK}Transfer-Encoding: chunked\n"), body.as_bytes());
    let of_length = |length: &str, body: &str| raw(&format!("{OK}Content-Length: {length}\n"), body.as_bytes());
    let zipped = |body: &[u8]| {
        raw(
            &format!("{OK}Content-Encoding: gzip\nContent-Length: {}\n", body.len()),
            body,
        )
    };
    let whole = format!("{:x}\r\n{good}\r\n0\r\n\r\n", good.len());
    let faults: Vec<(&str, Reply, Option<ErrorKind>)> = vec![
        ("closed before a byte", Reply::Close, Some(Network)),
        ("one byte", Reply::Bytes(b"H".to_vec()), Some(Network)),
        (
            "cut in the status line",
            Reply::Bytes(b"HTTP/1.1 20".to_vec()),
            Some(Network),
        ),
        (
            "cut in a header",
            Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()),
            Some(Network),
        ),
        ("cut after the headers", of_length("100", ""), Some(Network)),
        ("cut in the body", of_length("100000", &good), Some(Network)),
        (
            "another protocol",
            Reply::Bytes(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()),
            Some(Network),
        ),
        (
            "an alert of TLS",
            Reply::Bytes(vec![0x15, 3, 3, 0, 2, 2, 40]),
            Some(Network),
        ),
        ("zeros", Reply::Bytes(vec![0; 4096]), Some(Network)),
        (
            "a version to come",
            Reply::Bytes(b"HTTP/9.9 200 OK\r\n\r\n".to_vec()),
            Some(Network),
        ),
        (
            "a status that is none",
            Reply::Bytes(b"HTTP/1.1 9999 X\r\n\r\n".to_vec()),
            Some(Network),
        ),
        (
            "a status in words",
            Reply::Bytes(b"HTTP/1.1 OK OK\r\n\r\n".to_vec()),
            Some(Network),
        ),
        (
            "a header without a colon",
            raw("HTTP/1.1 200 OK\nBroken\n", b""),
            Some(Network),
        ),
        (
            "a header with a NUL",
            raw("HTTP/1.1 200 OK\nX: a\0b\n", b""),
            Some(Network),
        ),
        (
            "a megabyte of header",
            raw(&format!("{OK}X: {}\n", "x".repeat(1024 * 1024)), b""),
            Some(Network),
        ),
        (
            "ten thousand headers",
            raw(&format!("{OK}{}", "X: y\n".repeat(10_000)), b""),
            Some(Network),
        ),
        (
            "ten thousand times 103",
            Reply::Bytes("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10_000).into_bytes()),
            Some(Network),
        ),
        (
            "switched protocols",
            raw(
                "HTTP/1.1 101 Switching Protocols\nUpgrade: x\nConnection: upgrade\n",
                b"",
            ),
            Some(ServiceError),
        ),
        ("a length below zero", of_length("-1", &good), Some(Network)),
        ("a length in words", of_length("many", &good), Some(Network)),
        (
            "a length beyond all numbers",
            of_length("99999999999999999999999", &good),
            Some(Network),
        ),
        (
            "two lengths",
            raw(&format!("{OK}Content-Length: 2\nContent-Length: 3\n"), b"{}x"),
            Some(Network),
        ),
        ("a length that is too short", of_length("20", &good), Some(ServiceError)),
        ("no body for a length of zero", of_length("0", ""), Some(ServiceError)),
        ("chunks of rubbish", chunked("zz\r\n{}\r\n0\r\n\r\n"), Some(Network)),
        (
            "a chunk beyond all numbers",
            chunked("ffffffffffffffffff\r\n{}"),
            Some(Network),
        ),
        ("a chunk that is cut", chunked("ffff\r\n{"), Some(Network)),
        ("chunks without an end", chunked("2\r\n{}\r\n"), Some(Network)),
        ("packed rubbish", zipped(b"no gzip at all"), Some(Network)),
        (
            "a packed answer that is cut",
            zipped(&packed[..packed.len() / 2]),
            Some(Network),
        ),
        ("64 MiB packed into little", zipped(&bomb), Some(ServiceError)),
        ("packed twice", zipped(&gzip(&packed)), Some(ServiceError)),
        (
            "a page of a captive portal",
            raw(&format!("{OK}Content-Type: text/html\n"), b"<html>Welcome</html>"),
            Some(ServiceError),
        ),
        (
            "a captive portal elsewhere",
            http_with(302, "Location: http://portal.example/\r\n", ""),
            Some(ServiceError),
        ),
        ("not modified", http(304, ""), Some(ServiceError)),
        ("no content", http(204, ""), Some(ServiceError)),
        (
            "a proxy that wants a login",
            http_with(407, "Proxy-Authenticate: Basic\r\n", ""),
            Some(Network),
        ),
        (
            "letters that are none",
            raw(OK, b"{\"token_type\":\"Bearer\",\"access_token\":\"\xff\"}"),
            Some(ServiceError),
        ),
        (
            "a token that is no text",
            http(200, r#"{"token_type":"Bearer","access_token":1}"#),
            Some(ServiceError),
        ),
        (
            "a hundred thousand brackets",
            http(200, &"[".repeat(100_000)),
            Some(ServiceError),
        ),
        ("two documents", http(200, &format!("{good}{good}")), Some(ServiceError)),
        (
            "a member twice",
            http(200, r#"{"access_token":"a","access_token":"b","token_type":"Bearer"}"#),
            Some(ServiceError),
        ),
        ("in chunks", chunked(&whole), None),
        ("packed", zipped(&packed), None),
        ("to the end of the connection", raw(OK, good.as_bytes()), None),
        (
            "as text",
            raw(&format!("{OK}Content-Type: text/plain; charset=x\n"), good.as_bytes()),
            None,
        ),
        (
            "after hints",
            Reply::Bytes(
                format!(
                    "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{good}",
                    good.len()
                )
                .into_bytes(),
            ),
            None,
        ),
    ];
    let count = faults.len();
    let (client, clock, _) = client();
    for (number, (name, reply, kind)) in faults.into_iter().enumerate() {
        let bytes = match reply {
            Reply::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        let server = Server::start(move |_, _| bytes.clone().map_or(Reply::Close, Reply::Bytes)).await;
        let tenant = format!("{number:08}-2222-3333-4444-555555555555");
        let result = acquire(&client, &clock, &server, &tenant).await;
        match (&result, kind) {
            (Ok(token), None) => assert_eq!(token, "t", "{name}"),
            (Err(error), Some(kind)) => {
                assert_eq!(error.kind(), kind, "{name}: {error}");
                assert_explained(name, &tenant, error);
                let attempts = if kind == Network && error.http_status() != Some(407) {
                    3
                } else {
                    1
                };
                assert_eq!(server.count(), attempts, "{name}: {error}");
            }
            _ => panic!("{name}: {result:?}"),
        }
    }
    println!("figure B1: {count} answers that are broken, packed or oddly dressed");
}
