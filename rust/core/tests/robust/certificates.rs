//! Certificates of services that are trusted by issuer and wrong otherwise.

use super::handshakes::over_tls;
use crate::support::faulty::{acquire_in, assert_explained};
use crate::support::{CUSTOMER, client};
use partner_auth::ErrorKind;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, KeyUsagePurpose, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What is changed of a certificate that is good for 127.0.0.1.
type Change = fn(&mut CertificateParams);

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn service(authority: &CertifiedIssuer<'static, KeyPair>, change: Change) -> TlsAcceptor {
    let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

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
        let acceptor = service(&authority, change);
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
