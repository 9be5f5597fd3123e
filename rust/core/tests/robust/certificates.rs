//! Certificates of services that are trusted by issuer and wrong otherwise.

use super::handshakes::over_tls;
use crate::support::faulty::{acquire_in, assert_explained};
use crate::support::tls::{acceptor, authority};
use crate::support::{CUSTOMER, client};
use partner_auth::ErrorKind;
use rcgen::{CertificateParams, date_time_ymd};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// What is changed of a certificate that is good for 127.0.0.1.
type Change = fn(&mut CertificateParams);

#[tokio::test]
async fn a_certificate_that_has_ended_or_is_for_another_host_is_told_and_no_secret_is_sent() {
    let wrong: [(&str, Change, &str); 3] = [
        ("ended", |it| it.not_after = date_time_ymd(2020, 1, 1), "expired"),
        ("early", |it| it.not_before = date_time_ymd(2999, 1, 1), "not valid yet"),
        (
            "another host",
            |it| it.subject_alt_names = vec![rcgen::SanType::DnsName("login.example.com".try_into().unwrap())],
            "not valid for",
        ),
    ];
    let good: (&str, Change, &str) = ("good", |_| {}, "");
    for (name, change, said) in wrong.into_iter().chain([good]) {
        let authority = authority();
        let acceptor = acceptor(&authority, &["127.0.0.1"], change);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://{}", listener.local_addr().unwrap());
        let sent = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&sent);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                if let Ok(mut stream) = acceptor.accept(socket).await {
                    let bytes = stream.read(&mut [0; 4096]).await.unwrap_or_default();
                    count.fetch_add(bytes, Ordering::SeqCst);
                }
            }
        });
        let (client, clock, _) = client();
        let error = acquire_in(&client, &clock, over_tls(&address, &authority.as_ref().pem()), CUSTOMER)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Network, "{name}: {error}");
        assert_explained(name, CUSTOMER, &error);
        // The good one shows that what is counted would be seen.
        assert_eq!(sent.load(Ordering::SeqCst) > 0, name == "good", "{name}: {error}");
        assert!(error.to_string().contains(said), "{name}: {error}");
    }
}
