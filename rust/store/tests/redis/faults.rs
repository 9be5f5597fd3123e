//! Servers that can't be used are told of when the cache is registered, and nothing secret with it.

use crate::fleet::{PURPOSE, RUN, seal, work};
use crate::support::{NAME, SECOND, Server, Turned, open, record};
use partner_auth::clock::{Clock, SystemClock};
use partner_auth::fleet::Run;
use partner_auth::shelf::Shelf;
use partner_auth::{Error, ErrorKind, Secret};
use partner_store::redis::{Address, Limits, RedisFleet, RedisShelf};
use std::process::Command;
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SECRETS: [&str; 2] = ["hunter2", "nightworker"];

async fn refused(address: &str) -> Error {
    let address = Address::parse(address).unwrap();
    let clock: Arc<Turned> = Arc::default();
    let error = open(address.clone(), clock).await.err().unwrap();
    for secret in SECRETS {
        assert!(
            !format!("{error} {error:?} {} {address:?}", error.remedy()).contains(secret),
            "{error:?}"
        );
    }
    error
}

/// Answers every connection with that.
async fn answering(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 1024];
            while matches!(stream.read(&mut asked).await, Ok(n) if n > 0) {
                drop(stream.write_all(answer).await);
            }
        }
    });
    port
}

#[tokio::test]
async fn nobody_there_is_told_with_the_address() {
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let error = refused(&format!("redis://nightworker:hunter2@127.0.0.1:{port}")).await;
    assert_eq!(error.kind(), ErrorKind::Network);
    assert!(
        error
            .to_string()
            .contains(&format!("127.0.0.1:{port} can't be reached")),
        "{error}"
    );
}

#[tokio::test]
async fn a_password_that_is_missing_wrong_or_needless_is_told() {
    let Some(server) = Server::start(&["--requirepass", "letmein"]) else {
        return;
    };
    let at = |login: &str| format!("redis://{login}127.0.0.1:{}", server.port);
    let error = refused(&at("")).await;
    assert!(error.to_string().contains("asks for a password"), "{error}");
    for login in ["nightworker:hunter2@", ":hunter2@"] {
        let error = refused(&at(login)).await;
        assert!(
            error.to_string().contains("refuses the user or the password"),
            "{error}"
        );
        assert_eq!(error.kind(), ErrorKind::CredentialInvalid);
    }
    let right = Address::parse(&at(""))
        .unwrap()
        .login(None, Some(Arc::new(Secret::new("letmein".to_owned()))));
    let clock: Arc<Turned> = Arc::default();
    assert!(open(right, clock).await.is_ok());

    let Some(open) = Server::start(&[]) else { return };
    let error = refused(&format!("redis://:hunter2@127.0.0.1:{}", open.port)).await;
    assert!(error.to_string().contains("has no password"), "{error}");
}

#[tokio::test]
async fn a_user_of_the_least_rights_will_do_and_one_of_fewer_is_refused() {
    let rights = "on >hunter2 ~pa:* +eval +get +set +mget +getrange +pttl +del +time +select \
                  +hset +hget +hdel +hkeys +hlen +sadd +scard +sismember +rpush +lrange +llen +exists +pexpire +xgroup +xadd \
                  +xreadgroup +xpending +xclaim +xack +xdel";
    let user = |rights: &str| {
        let words = ["--user", "nightworker"].into_iter().chain(rights.split(' '));
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let Some(server) = Server::with(|_| user(rights)) else {
        return;
    };
    let address = Address::parse(&format!("redis://nightworker:hunter2@127.0.0.1:{}/1", server.port)).unwrap();
    let clock: Arc<Turned> = Arc::default();
    let shelf = open(address, clock).await.unwrap();
    let lease = shelf.lease(record(1, 1), SECOND).await.unwrap();
    shelf.write(record(1, 1), vec![1], SECOND * 60, lease.fence()).await;
    shelf.pause(record(1, 1), SECOND * 60).await;
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
    assert!(shelf.paused(record(1, 1)).await.is_some() && shelf.turn([1; 16], 40).await.is_some());
    shelf.remove(None).await;
    assert_eq!(shelf.read(record(1, 1)).await, None);
    let run = Arc::new(RedisFleet::of(&shelf));
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let run = Run::join(run, seal(), clock, RUN, PURPOSE, 4).await.unwrap();
    assert_eq!(
        work(&run, &["a.example.com".to_owned()], async |_: &str| true).await,
        (1, 0)
    );
    run.counts().await.unwrap();
    assert_eq!(shelf.take_warning(), None);

    let Some(server) = Server::with(|_| user("on >hunter2 ~other:* +@all")) else {
        return;
    };
    let error = refused(&format!("redis://nightworker:hunter2@127.0.0.1:{}", server.port)).await;
    assert!(error.to_string().contains("does not allow"), "{error}");
}

#[tokio::test]
async fn a_web_server_and_an_older_redis_are_told_from_redis() {
    let web = answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
    let error = refused(&format!("redis://:hunter2@127.0.0.1:{web}")).await;
    assert!(error.to_string().contains("another protocol"), "{error}");
    let old = answering(b"$22\r\nredis_version:5.0.14\r\n\r\n").await;
    let error = refused(&format!("redis://127.0.0.1:{old}")).await;
    assert!(
        error.to_string().contains("version 5.0, and 6.2 or newer is needed"),
        "{error}"
    );
}

#[tokio::test]
async fn a_full_server_and_a_database_that_is_none_are_told() {
    let Some(server) = Server::start(&["--maxmemory", "1"]) else {
        return;
    };
    let error = refused(&format!("redis://127.0.0.1:{}", server.port)).await;
    assert!(error.to_string().contains("is full"), "{error}");
    let Some(server) = Server::start(&[]) else { return };
    let error = refused(&format!("redis://127.0.0.1:{}/99", server.port)).await;
    assert!(error.to_string().contains("no database"), "{error}");
}

#[tokio::test]
async fn tls_where_there_is_none_is_told() {
    let plain = answering(b"-ERR unknown command\r\n").await;
    let error = refused(&format!("rediss://:hunter2@127.0.0.1:{plain}")).await;
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}

#[tokio::test]
async fn a_server_that_says_nothing_is_not_waited_for() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let limits = Limits {
        call: SECOND / 20,
        first: SECOND / 20,
        again: SECOND / 20,
    };
    for (scheme, text) in [
        ("redis", "does not answer in time"),
        ("rediss", "answers nothing where TLS is begun"),
    ] {
        let address = Address::parse(&format!("{scheme}://127.0.0.1:{port}")).unwrap();
        let clock: Arc<Turned> = Arc::default();
        let error = RedisShelf::open(address, NAME, limits, clock).await.err().unwrap();
        assert!(error.to_string().contains(text), "{error}");
    }
}

/// A server that speaks TLS alone, its authority in `ca.pem`.
fn with_tls() -> Option<(Server, u16)> {
    let ca = rcgen::KeyPair::generate().unwrap();
    let mut of_ca = rcgen::CertificateParams::new(Vec::<String>::new()).unwrap();
    of_ca.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let ca_certificate = of_ca.self_signed(&ca).unwrap();
    let issuer = rcgen::Issuer::new(of_ca, ca);
    let key = rcgen::KeyPair::generate().unwrap();
    let mut of_server = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    of_server.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    let certificate = of_server.signed_by(&key, &issuer).unwrap();
    let tls_port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let server = Server::with(|folder| {
        let file = |name: &str, text: String| {
            std::fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name).display().to_string()
        };
        let mut arguments = vec!["--tls-port".to_owned(), tls_port.to_string()];
        for (option, name, text) in [
            ("--tls-ca-cert-file", "ca.pem", ca_certificate.pem()),
            ("--tls-cert-file", "server.pem", certificate.pem()),
            ("--tls-key-file", "key.pem", key.serialize_pem()),
        ] {
            arguments.extend([option.to_owned(), file(name, text)]);
        }
        arguments.extend(["--tls-auth-clients".to_owned(), "no".to_owned()]);
        arguments
    })?;
    Some((server, tls_port))
}

#[tokio::test]
async fn tls_is_spoken_with_the_trust_of_the_platform_and_to_no_other() {
    let Some((server, tls_port)) = with_tls() else { return };
    let error = refused(&format!("rediss://:hunter2@localhost:{tls_port}")).await;
    assert!(error.to_string().contains("certificate that is not trusted"), "{error}");
    let error = refused(&format!("redis://127.0.0.1:{tls_port}")).await;
    assert!(error.to_string().contains("ends the connection"), "{error}");

    // What a platform trusts is read once, so another process tries.
    let trusting = |host: &str| {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::a_process_that_trusts_the_authority", "--nocapture"])
            .env("SSL_CERT_FILE", server.folder().join("ca.pem"))
            .env("PARTNERAUTH_TEST_REDIS", format!("rediss://{host}:{tls_port}"))
            .output()
            .unwrap()
    };
    let told = trusting("localhost");
    assert!(told.status.success(), "{told:?}");
    let told = format!("{:?}", trusting("127.0.0.1"));
    assert!(told.contains("not for that name"), "{told}");
}

/// The other process of the test above.
#[tokio::test]
async fn a_process_that_trusts_the_authority() {
    let Ok(address) = std::env::var("PARTNERAUTH_TEST_REDIS") else {
        return;
    };
    let clock: Arc<Turned> = Arc::default();
    let shelf = open(Address::parse(&address).unwrap(), clock).await.unwrap();
    shelf.write(record(1, 1), vec![1], SECOND * 60, 0).await;
    assert_eq!(shelf.read(record(1, 1)).await, Some(vec![1]));
}
