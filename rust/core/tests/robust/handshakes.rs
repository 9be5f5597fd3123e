//! Handshakes of TLS that fail.

use super::slow_servers::small_steps;
use crate::support::faulty::{acquire_in, assert_explained};
use crate::support::tls::authority;
use crate::support::{CUSTOMER, client};
use partner_auth::{Cloud, ErrorKind};
use partner_sandbox::{Options, Sandbox};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Services at that address, which speak TLS with that certificate authority.
pub fn over_tls(address: &str, ca: &str) -> Arc<Cloud> {
    Arc::new(Cloud::sandbox("Test", address, address, address, Some(ca.to_owned())).unwrap())
}

#[tokio::test]
async fn a_handshake_that_fails_is_explained() {
    let ca = authority().as_ref().pem();
    let alert = vec![0x15, 3, 3, 0, 2, 2, 40];
    let faults: [(&str, Option<Vec<u8>>); 5] = [
        ("closed at once", None),
        (
            "plain HTTP",
            Some(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ),
        ("an alert", Some(alert)),
        ("half a record", Some(vec![0x16, 3, 3, 0x40])),
        ("rubbish", Some(vec![0xff; 1000])),
    ];
    for (name, bytes) in faults {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let tried = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&tried);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                // What the client says first is read, so that the end of the connection is no reset.
                drop(socket.read(&mut [0; 4096]).await);
                drop(socket.write_all(bytes.as_deref().unwrap_or_default()).await);
            }
        });
        let (client, clock, _) = client();
        let error = acquire_in(&client, &clock, over_tls(&address, &ca), CUSTOMER)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{name}: {error}");
        assert_explained(name, CUSTOMER, &error);
        assert_eq!(tried.load(Ordering::SeqCst), 3, "{name}: {error}");
    }

    // A sandbox of its own speaks TLS well, and its authority is not the one that is trusted here.
    let sandbox = Sandbox::start(Options {
        https: true,
        ..Options::default()
    })
    .await
    .unwrap();
    let cloud = over_tls(&sandbox.document().environment.login, &ca);
    let (client, clock, _) = client();
    let error = acquire_in(&client, &clock, cloud, CUSTOMER).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Network, "{error}");
    assert!(error.to_string().to_lowercase().contains("certificate"), "{error}");
    assert!(error.remedy().contains("issuer"), "{}", error.remedy());
    assert_explained("an unknown authority", CUSTOMER, &error);
}

#[tokio::test(start_paused = true)]
async fn a_handshake_that_never_goes_on_is_left_after_five_seconds() {
    let ca = authority().as_ref().pem();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((socket, _)) = listener.accept().await {
            held.push(socket);
        }
    });
    let steps = small_steps();
    let (client, clock, _) = client();
    let begin = tokio::time::Instant::now();
    let error = acquire_in(&client, &clock, over_tls(&address, &ca), CUSTOMER)
        .await
        .unwrap_err();
    let took = begin.elapsed().as_secs_f64();
    steps.abort();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_explained("a handshake that hangs", CUSTOMER, &error);
    assert!((15.0..17.0).contains(&took), "three attempts of 5 seconds took {took}");
    println!("figure B3: a handshake that hangs is left after {:.1} s", took / 3.0);
}

#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn a_connection_that_nobody_takes_is_left_after_five_seconds() {
    // Once its queue is full, the system answers nobody who connects.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let soon = std::time::Duration::from_millis(300);
    let queue: Vec<_> = std::iter::from_fn(|| std::net::TcpStream::connect_timeout(&address, soon).ok()).collect();
    assert!(!queue.is_empty());

    let steps = small_steps();
    let (client, clock, _) = client();
    let begin = tokio::time::Instant::now();
    let cloud = over_tls(&format!("https://{address}"), &authority().as_ref().pem());
    let error = acquire_in(&client, &clock, cloud, CUSTOMER).await.unwrap_err();
    let took = begin.elapsed().as_secs_f64();
    steps.abort();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_explained("a connection that nobody takes", CUSTOMER, &error);
    assert!((15.0..17.0).contains(&took), "three attempts of 5 seconds took {took}");
    println!(
        "figure B3: a connection that nobody takes is left after {:.1} s",
        took / 3.0
    );
}
