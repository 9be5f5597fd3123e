//! An application that shows a certificate in place of its secret.

use crate::support::{Answer, Practice, claims};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use partner_sandbox::Scenario;
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256};
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use uuid::Uuid;
use x509_parser::pem::Pem;

pub const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A certificate and its key.
struct Signer {
    certificate: Vec<u8>,
    key: RsaKeyPair,
}

impl Signer {
    /// From PEM: the certificate, then the key.
    fn new(pem: &str) -> Self {
        let mut parts = Pem::iter_from_buffer(pem.as_bytes()).map(|p| p.unwrap().contents);
        let (certificate, key) = (parts.next().unwrap(), parts.next().unwrap());
        let key = RsaKeyPair::from_pkcs8(&key).unwrap();
        Self { certificate, key }
    }

    fn sha256(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, &self.certificate))
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let text = format!("{}.{}", encode(header), encode(claims));
        let padding: &dyn RsaEncoding = match header["alg"].as_str() {
            Some("RS256") => &RSA_PKCS1_SHA256,
            _ => &RSA_PSS_SHA256,
        };
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(padding, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .unwrap();
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// An assertion as MSAL makes it.
    fn assertion(&self, claims: &Value) -> String {
        self.sign(
            &json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": self.sha256() }),
            claims,
        )
    }
}

fn own(practice: &Practice) -> Signer {
    Signer::new(&practice.document().certificate.pem)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Good claims with changes; null takes a claim out.
fn good(practice: &Practice, tenant: &str, changes: &Value) -> Value {
    let document = practice.document();
    let mut claims = json!({
        "aud": format!("{}/{tenant}/oauth2/v2.0/token", document.environment.login),
        "iss": document.application_id,
        "sub": document.application_id,
        "jti": Uuid::new_v4(),
        "iat": now(),
        "nbf": now(),
        "exp": now() + 600,
    });
    let fields = claims.as_object_mut().unwrap();
    fields.extend(changes.as_object().unwrap().clone());
    fields.retain(|_, v| !v.is_null());
    claims
}

async fn redeem(practice: &Practice, tenant: &str, assertion: &str) -> Answer {
    let changes = [
        ("client_secret", ""),
        ("client_assertion_type", TYPE),
        ("client_assertion", assertion),
    ];
    practice.redeem(tenant, &changes).await
}

fn refusal(answer: &Answer) -> (u16, u64) {
    assert_eq!(answer.json()["error"], "invalid_client", "{answer:?}");
    (answer.status, answer.code())
}

#[tokio::test]
async fn a_signed_assertion_does_in_place_of_the_secret() {
    let practice = Practice::with(json!({ "customers": 1, "consented": true })).await;
    let signer = own(&practice);
    let sha1 = URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &signer.certificate));
    for header in [
        json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": signer.sha256() }),
        json!({ "alg": "RS256", "typ": "JWT", "x5t": sha1 }),
    ] {
        for tenant in [practice.home(), practice.customer(0), "organizations"] {
            let assertion = signer.sign(&header, &good(&practice, tenant, &json!({})));
            let answer = redeem(&practice, tenant, &assertion).await;
            assert_eq!(answer.status, 200, "{header} {answer:?}");
        }
    }
    let assertion = signer.assertion(&good(&practice, practice.home(), &json!({})));
    let alone = [
        ("grant_type", "client_credentials"),
        ("refresh_token", ""),
        ("client_secret", ""),
        ("client_assertion_type", TYPE),
        ("client_assertion", &assertion),
    ];
    let body = practice.redeem(practice.home(), &alone).await.json();
    assert!(claims(body["access_token"].as_str().unwrap())["roles"].is_array());
}

#[tokio::test]
async fn the_pfx_file_holds_the_same_key_and_all_of_it_is_marked() {
    let practice = Practice::with(json!({})).await;
    let certificate = &practice.document().certificate;
    let pfx = STANDARD.decode(&certificate.pfx).unwrap();
    let store = KeyStore::from_pkcs12(&pfx, &certificate.password, Pkcs12ImportPolicy::Strict).unwrap();
    let (_, chain) = store.private_key_chain().unwrap();
    let der = chain.certs()[0].as_der();
    assert_eq!(der, own(&practice).certificate);
    let key = RsaKeyPair::from_pkcs8(chain.key().as_der()).unwrap();
    assert_eq!(key.public().modulus_len(), 256);
    let mark = b"partner-sandbox.";
    assert!(der.windows(mark.len()).any(|bytes| bytes == mark));
    assert!(certificate.password.starts_with("partner-sandbox."));
    assert!(KeyStore::from_pkcs12(&pfx, "wrong", Pkcs12ImportPolicy::Strict).is_err());
}

#[tokio::test]
async fn an_unknown_key_or_a_wrong_signature_is_refused() {
    let (practice, other) = (Practice::with(json!({})).await, Practice::with(json!({})).await);
    let (signer, stranger) = (own(&practice), own(&other));
    let claims = good(&practice, practice.home(), &json!({}));
    let good = signer.assertion(&claims);
    let (head, signature) = good.rsplit_once('.').unwrap();
    let header = |alg: &str| json!({ "alg": alg, "x5t#S256": signer.sha256() });
    let unsigned = {
        let (_, payload) = head.split_once('.').unwrap();
        format!("{}.{payload}.", URL_SAFE_NO_PAD.encode(header("none").to_string()))
    };
    let changed = {
        let (first, _) = head.split_once('.').unwrap();
        let longer = json!({ "sub": "x" });
        format!("{first}.{}.{signature}", URL_SAFE_NO_PAD.encode(longer.to_string()))
    };
    for bad in [
        stranger.assertion(&claims),
        stranger.sign(&header("PS256"), &claims),
        signer.sign(&header("ES256"), &claims),
        signer.sign(&json!({ "alg": "PS256" }), &claims),
        unsigned,
        changed,
    ] {
        assert_eq!(
            refusal(&redeem(&practice, practice.home(), &bad).await),
            (401, 700_027),
            "{bad}"
        );
    }
    assert_eq!(redeem(&practice, practice.home(), &good).await.status, 200);
}

#[tokio::test]
async fn an_assertion_is_for_this_endpoint_of_this_application_now_and_once() {
    let practice = Practice::with(json!({ "customers": 1, "consented": true })).await;
    let signer = own(&practice);
    let home = practice.home();
    for (changes, code) in [
        (
            json!({ "aud": "https://login.microsoftonline.com/common/oauth2/v2.0/token" }),
            700_023,
        ),
        (
            json!({ "aud": good(&practice, practice.customer(0), &json!({}))["aud"] }),
            700_023,
        ),
        (json!({ "iss": Uuid::nil() }), 700_023),
        (json!({ "sub": Uuid::nil() }), 700_023),
        (json!({ "nbf": now() - 1200, "exp": now() - 600 }), 700_024),
        (json!({ "nbf": now() + 600, "exp": now() + 1200 }), 700_024),
        (json!({ "exp": now() + 86_400 }), 700_024),
        (json!({ "exp": "soon" }), 50027),
        (json!({ "exp": null }), 50027),
        (json!({ "nbf": null }), 50027),
        (json!({ "jti": null }), 50027),
        (json!({ "aud": null }), 50027),
        (json!({ "sub": null }), 50027),
    ] {
        let assertion = signer.assertion(&good(&practice, home, &changes));
        assert_eq!(
            refusal(&redeem(&practice, home, &assertion).await),
            (401, code),
            "{changes}"
        );
    }
    // Clocks may be five minutes apart.
    for changes in [
        json!({ "nbf": now() + 290, "exp": now() + 890 }),
        json!({ "nbf": now() - 890, "exp": now() - 290 }),
    ] {
        let assertion = signer.assertion(&good(&practice, home, &changes));
        assert_eq!(redeem(&practice, home, &assertion).await.status, 200, "{changes}");
    }
    // Microsoft's own clients send times as text.
    let text = json!({ "nbf": now().to_string(), "exp": (now() + 600).to_string() });
    let assertion = signer.assertion(&good(&practice, home, &text));
    assert_eq!(redeem(&practice, home, &assertion).await.status, 200);
    let once = signer.assertion(&good(&practice, home, &json!({})));
    assert_eq!(redeem(&practice, home, &once).await.status, 200);
    assert_eq!(refusal(&redeem(&practice, home, &once).await), (401, 50012));
}

#[tokio::test]
async fn what_is_no_assertion_is_refused() {
    let practice = Practice::with(json!({})).await;
    for bad in ["x", "a.b", "a.b.c", "..", "e30.e30"] {
        assert_eq!(
            refusal(&redeem(&practice, practice.home(), bad).await),
            (401, 50027),
            "{bad}"
        );
    }
    let changes = [
        ("client_secret", ""),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
        ),
        ("client_assertion", "x"),
    ];
    assert_eq!(practice.redeem(practice.home(), &changes).await.code(), 90023);
}

#[tokio::test]
async fn a_scenario_registers_further_certificates_and_an_expired_one_is_refused() {
    let valid = certificate(now() - 86_400, now() + 86_400);
    let expired = certificate(now() - 172_800, now() - 86_400);
    let practice = Practice::with(json!({ "certificates": [valid, expired] })).await;
    for (pem, status) in [(valid, 200), (expired, 401)] {
        let assertion = Signer::new(&pem).assertion(&good(&practice, practice.home(), &json!({})));
        let answer = redeem(&practice, practice.home(), &assertion).await;
        assert_eq!(answer.status, status, "{answer:?}");
        if status == 401 {
            assert_eq!(answer.code(), 700_027);
            assert!(answer.text.contains("expired"), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn an_own_certificate_ends_after_its_year() {
    let practice = Practice::with(json!({})).await;
    let year = 366 * 86_400;
    practice.sandbox.advance(Duration::from_secs(year));
    let changes = json!({ "nbf": now() + year, "exp": now() + year + 600 });
    let assertion = own(&practice).assertion(&good(&practice, practice.home(), &changes));
    assert_eq!(
        refusal(&redeem(&practice, practice.home(), &assertion).await),
        (401, 700_027)
    );
}

#[test]
fn a_certificate_of_a_scenario_is_rsa_in_pem() {
    let elliptic = rcgen::generate_simple_self_signed(["a.example".to_owned()])
        .unwrap()
        .cert
        .pem();
    for bad in ["", "-----BEGIN CERTIFICATE-----", elliptic.as_str()] {
        let error = Scenario::parse(&json!({ "certificates": [bad] }).to_string()).unwrap_err();
        assert!(error.to_string().contains("PEM"), "{error}");
    }
}

/// A certificate that is valid between two times, and its key.
fn certificate(begins: u64, ends: u64) -> String {
    let key = rsa::PrivateKey::new(&mut rand::rng(), 2048).unwrap();
    let key = key.to_pkcs8_pem(LineEnding::LF).unwrap();
    let pair = KeyPair::from_pkcs8_pem_and_sign_algo(&key, &PKCS_RSA_SHA256).unwrap();
    let mut params = CertificateParams::default();
    let time = |seconds: u64| OffsetDateTime::from_unix_timestamp(i64::try_from(seconds).unwrap()).unwrap();
    params.not_before = time(begins);
    params.not_after = time(ends);
    params.self_signed(&pair).unwrap().pem() + &key
}
