//! What proves an application, as it goes over the wire: assertions of certificates, and a managed identity's tokens.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use crate::support::{CUSTOMER, Notes, Reply, Server, account, client, graph, http, token};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::ready;
use partner_auth::clock::Clock;
use partner_auth::credential::{Certificate, Federated, ManagedIdentity};
use partner_auth::report::Answer;
use partner_auth::{
    Account, ClientCredential, ClientId, Cloud, ErrorKind, PartnerClient, Question, Report, Secret, Tenant,
};
use partner_sandbox::{Options, Sandbox};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use url::form_urlencoded;
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

const APPLICATION: &str = "99999999-2222-3333-4444-555555555555";
const IDENTITY: &str = "66666666-ffff-4fff-8fff-666666666666";

/// The form of a token request.
fn form(request: &str) -> HashMap<String, String> {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    form_urlencoded::parse(body.as_bytes()).into_owned().collect()
}

fn json(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// The parameters of a request's address.
fn query(request: &str) -> HashMap<String, String> {
    let target = request.split(' ').nth(1).unwrap();
    let (_, query) = target.split_once('?').unwrap();
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let lines = request.lines().take_while(|line| !line.is_empty());
    let mut headers = lines.filter_map(|line| line.split_once(": "));
    headers
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

#[tokio::test]
async fn an_assertion_names_the_application_the_endpoint_and_the_certificate_and_is_signed_and_used_once() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let pem = sandbox.document().certificate.pem.clone();
    let der = pem::parse_many(&pem).unwrap().swap_remove(0).into_contents();
    let (_, read) = X509Certificate::from_der(&der).unwrap();
    let key = read.public_key().subject_public_key.data.to_vec();
    let forms: [(bool, &str, &str, &ring::digest::Algorithm, &dyn VerificationAlgorithm); 2] = [
        (false, "PS256", "x5t#S256", &SHA256, &RSA_PSS_2048_8192_SHA256),
        (
            true,
            "RS256",
            "x5t",
            &SHA1_FOR_LEGACY_USE_ONLY,
            &RSA_PKCS1_2048_8192_SHA256,
        ),
    ];
    for (rs256, algorithm, thumbprint, hash, verification) in forms {
        let server = Server::start(|_, _| token("t", 3600)).await;
        // Now, as the certificate was made now.
        let client = Arc::new(PartnerClient::default());
        let mut account = account(&server.cloud());
        let certificate = Certificate::read(pem.as_bytes(), "", rs256).unwrap();
        account.credential = ClientCredential::Certificate(Arc::new(certificate));
        let mut request = graph(&account, CUSTOMER);
        request.force_refresh = true;
        let mut ids = Vec::new();
        for number in 0..2 {
            let before = client.clock().unix();
            client.acquire(&request, Arc::<Notes>::default()).await.unwrap();
            let sent = form(&server.request(number));
            assert_eq!(
                sent["client_assertion_type"],
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            );
            assert_eq!(sent.get("client_secret"), None);
            let parts: Vec<&str> = sent["client_assertion"].split('.').collect();
            let (head, claims) = (json(parts[0]), json(parts[1]));
            assert_eq!(
                (head["alg"].as_str(), head["typ"].as_str()),
                (Some(algorithm), Some("JWT"))
            );
            let own = URL_SAFE_NO_PAD.encode(digest(hash, &der));
            assert_eq!(head[thumbprint].as_str(), Some(own.as_str()));
            assert_eq!(head.as_object().unwrap().len(), 3, "no second name of the key");
            assert_eq!(
                claims["aud"],
                format!("{}/{CUSTOMER}/oauth2/v2.0/token", server.address)
            );
            assert_eq!(
                (&claims["iss"], &claims["sub"]),
                (&APPLICATION.into(), &APPLICATION.into())
            );
            let time = |name: &str| claims[name].as_i64().unwrap();
            assert!((before..before + 60).contains(&time("iat")));
            assert_eq!((time("exp") - time("iat"), time("iat") - time("nbf")), (300, 300));
            ids.push(claims["jti"].as_str().unwrap().to_owned());
            let signature = URL_SAFE_NO_PAD.decode(parts[2]).unwrap();
            UnparsedPublicKey::new(verification, &key)
                .verify(format!("{}.{}", parts[0], parts[1]).as_bytes(), &signature)
                .unwrap();
        }
        assert_ne!(ids[0], ids[1]);
    }
}

#[tokio::test]
async fn a_clock_five_minutes_off_costs_nothing_and_one_far_off_is_named_as_the_cause() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let document = sandbox.document();
    let at = &document.environment;
    let cloud = Cloud::sandbox(&at.name, &at.login, &at.graph, &at.partner_center, None).unwrap();
    let certificate = Certificate::read(document.certificate.pem.as_bytes(), "", false).unwrap();
    let account = Account {
        cloud: Arc::new(cloud),
        home: Tenant::parse(&document.tenant_id).unwrap(),
        client_id: ClientId::parse(&document.application_id).unwrap(),
        credential: ClientCredential::Certificate(Arc::new(certificate)),
        access_token: None,
        refresh_token: None,
    };
    let client = Arc::new(PartnerClient::default());
    let mut request = graph(&account, &document.tenant_id);
    request.force_refresh = true;
    sandbox.advance(Duration::from_secs(300));
    client.acquire(&request, Arc::<Notes>::default()).await.unwrap();
    sandbox.advance(Duration::from_secs(1200));
    let error = client.acquire(&request, Arc::<Notes>::default()).await.unwrap_err();
    assert_eq!(error.service_code(), Some("AADSTS700024"));
    assert_eq!(error.kind(), ErrorKind::CredentialInvalid);
    assert!(error.remedy().contains("clock"), "{}", error.remedy());
}

#[test]
fn a_password_for_a_file_that_needs_none_is_refused() {
    let pem = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let error = Certificate::read(pem.as_bytes(), "secret", false).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("not encrypted"), "{error}");
}

/// An account whose application a managed identity proves. The sandbox's mark begins its header.
fn identified(server: &Server, identity: ManagedIdentity) -> Account {
    let mut account = account(&server.cloud());
    account.credential = ClientCredential::Federated(Federated::ManagedIdentity(Arc::new(identity)));
    account
}

#[tokio::test]
async fn a_managed_identity_is_asked_in_the_form_of_its_host_and_its_token_is_the_proof() {
    for (secret, version) in [(Some("partner-sandbox.header"), "2019-08-01"), (None, "2018-02-01")] {
        let server = Server::start(|request, _| {
            if request.starts_with("GET /msi/token?") {
                http(200, r#"{"access_token":"partner-sandbox.proof","token_type":"Bearer"}"#)
            } else {
                token("t", 3600)
            }
        })
        .await;
        let header_secret = secret.map(|text| Arc::new(Secret::new(text.to_owned())));
        let endpoint = format!("{}/msi/token", server.address);
        let id = ClientId::parse(IDENTITY).unwrap();
        let identity = ManagedIdentity::new(Some(&endpoint), header_secret, Some(id)).unwrap();
        let (client, _, notes) = client();
        let request = graph(&identified(&server, identity), CUSTOMER);
        client.acquire(&request, notes.clone()).await.unwrap();

        let asked = server.request(0);
        let expected = [
            ("api-version", version),
            ("resource", "api://AzureADTokenExchange"),
            ("client_id", IDENTITY),
        ];
        assert_eq!(
            query(&asked),
            expected.map(|(n, v)| (n.to_owned(), v.to_owned())).into()
        );
        assert_eq!(header(&asked, "X-IDENTITY-HEADER"), secret);
        assert_eq!(header(&asked, "Metadata"), secret.is_none().then_some("true"));
        let sent = form(&server.request(1));
        assert_eq!(sent["client_assertion"], "partner-sandbox.proof");
        let told = notes.verbose.lock().unwrap().join("\n");
        assert!(
            !told.contains("proof") && !told.contains("partner-sandbox.header"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_wrong_identity_header_is_refused_with_the_hosts_reason_and_without_the_header() {
    let server = Server::start(|_, _| {
        http(
            401,
            r#"{"statusCode":401,"message":"The header X-IDENTITY-HEADER is missing or wrong."}"#,
        )
    })
    .await;
    let secret = Arc::new(Secret::new("partner-sandbox.wrong".to_owned()));
    let endpoint = format!("{}/msi/token", server.address);
    let identity = ManagedIdentity::new(Some(&endpoint), Some(secret), None).unwrap();
    let (client, _, notes) = client();
    let request = graph(&identified(&server, identity), CUSTOMER);
    let error = client.acquire(&request, notes).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.http_status()),
        (ErrorKind::CredentialInvalid, Some(401))
    );
    assert!(error.to_string().contains("missing or wrong"), "{error}");
    assert!(!error.to_string().contains("partner-sandbox.wrong"));
    assert_eq!(
        server.count(),
        1,
        "the token endpoint is not asked, and nobody asks again"
    );
}

#[test]
fn an_identity_endpoint_elsewhere_than_on_this_machine_is_refused() {
    for endpoint in [
        "http://identity.example.com/msi/token",
        "https://127.0.0.1/msi/token",
        "http://user@127.0.0.1/msi/token",
        "http://127.0.0.1/msi/token?to=x",
        "nonsense",
    ] {
        let error = ManagedIdentity::new(Some(endpoint), None, None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{endpoint}");
    }
}

/// Gives a federated token that ends then, and counts how often it is asked.
struct Script {
    ends: i64,
    asked: AtomicUsize,
}

impl Report for Script {
    fn verbose(&self, _: String) {}
    fn warning(&self, _: String) {}
    fn progress(&self, _: String) {}
    fn ask(&self, question: Question) -> Answer {
        assert!(matches!(question, Question::FederatedToken { source: 7 }));
        self.asked.fetch_add(1, Ordering::SeqCst);
        let claims = URL_SAFE_NO_PAD.encode(format!(r#"{{"exp":{}}}"#, self.ends));
        let token = format!("partner-sandbox.e30.{claims}.c2ln\n");
        ready(Ok(Zeroizing::new(token.into_bytes()))).boxed()
    }
}

#[tokio::test]
async fn a_script_is_asked_again_only_when_its_token_is_near_its_end() {
    for (left, asked) in [(3600, 1), (119, 2)] {
        let server = Server::start(|_, _| token("t", 3600)).await;
        let (client, clock, _) = client();
        let script = Arc::new(Script {
            ends: clock.unix() + left,
            asked: AtomicUsize::new(0),
        });
        let mut account = account(&server.cloud());
        account.credential = ClientCredential::Federated(Federated::Script(7));
        let mut request = graph(&account, CUSTOMER);
        request.force_refresh = true;
        for _ in 0..2 {
            let report: Arc<dyn Report> = script.clone();
            client.acquire(&request, report).await.unwrap();
        }
        assert_eq!(script.asked.load(Ordering::SeqCst), asked, "{left}");
        let proof = form(&server.request(1))["client_assertion"].clone();
        assert!(proof.ends_with(".c2ln"), "without the line's end: {proof}");
    }
}

#[tokio::test]
async fn a_federated_token_that_has_ended_sends_nothing_and_names_the_clock() {
    let server = Server::start(|_, _| Reply::Close).await;
    let (client, _, notes) = client();
    let claims = URL_SAFE_NO_PAD.encode(r#"{"exp":1700000000}"#);
    let ended = Secret::new(format!("partner-sandbox.e30.{claims}.c2ln"));
    let mut account = account(&server.cloud());
    account.credential = ClientCredential::Federated(Federated::Given(Arc::new(ended)));
    let error = client.acquire(&graph(&account, CUSTOMER), notes).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::CredentialInvalid);
    assert!(
        error.to_string().contains("has ended") && error.remedy().contains("clock"),
        "{error}"
    );
    assert_eq!(server.count(), 0);
}
