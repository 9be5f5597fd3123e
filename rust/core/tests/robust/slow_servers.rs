//! Services that answer a byte at a time.

use crate::support::faulty::{acquire, assert_explained};
use crate::support::{CUSTOMER, Server, account, client, graph};
use partner_auth::ErrorKind;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Turns paused time on in small steps, so that a socket is looked at between two of them.
pub fn small_steps() -> tokio::task::JoinHandle<()> {
    tokio::spawn(async {
        loop {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
}

/// A service that sends `head` at once and then one byte a second.
async fn dripping(head: &'static [u8]) -> Server {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let requests: Arc<std::sync::Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            seen.lock().unwrap().push(String::new());
            tokio::spawn(async move {
                // An answer before the question would be a fault of its own.
                drop(socket.read(&mut [0; 4096]).await);
                drop(socket.write_all(head).await);
                while socket.write_all(b"x").await.is_ok() {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            });
        }
    });
    Server { address, requests }
}

#[tokio::test(start_paused = true)]
async fn a_service_that_sends_a_byte_a_second_is_left_after_thirty_seconds() {
    let heads: [(&str, &[u8]); 2] = [
        ("headers", b"HTTP/1.1 200 OK\r\nX: "),
        ("body", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
    ];
    for (what, head) in heads {
        let steps = small_steps();
        let server = dripping(head).await;
        let (client, clock, _) = client();
        let begin = tokio::time::Instant::now();
        let error = acquire(&client, &clock, &server, CUSTOMER).await.unwrap_err();
        let took = begin.elapsed().as_secs_f64();
        steps.abort();
        assert_eq!(error.kind(), ErrorKind::Timeout, "{what}: {error}");
        assert_explained(what, CUSTOMER, &error);
        assert_eq!(server.count(), 3, "{what}");
        assert!(
            (90.0..93.0).contains(&took),
            "{what}: three attempts of 30 seconds took {took}"
        );
        println!(
            "figure B3: one byte a second in the {what} is left after {:.1} s",
            took / 3.0
        );
    }
}

#[tokio::test]
async fn a_service_that_sends_a_byte_a_second_ends_with_the_callers_time() {
    let server = dripping(b"HTTP/1.1 200 OK\r\nX: ").await;
    let (client, clock, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let call = tokio::spawn(async move { client.acquire(&request, notes).await });
    // The caller's time is on the clock that is turned by hand.
    clock.sleeper(Duration::from_secs(100)).await;
    clock.advance(Duration::from_secs(100));
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert!(error.to_string().contains("100 seconds"), "{error}");
}
