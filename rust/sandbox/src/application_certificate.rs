//! The certificate of the partner's application: made at each start, and kept nowhere.

use crate::certificate::refused;
use crate::document;
use crate::error::Error;
use crate::partner::SECRET_MARK;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use rcgen::{CertificateParams, DnType, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256};
use rsa::pkcs8::EncodePrivateKey;
use rustls::pki_types::PrivatePkcs8KeyDer;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Entra ID's own keys are as long.
const BITS: usize = 2048;
/// How often the password of the PFX file is hashed.
const ITERATIONS: u32 = 2048;

/// A certificate with its key, in the forms in which scripts take one.
pub struct ApplicationCertificate {
    /// As the document shows it.
    pub document: document::Certificate,
    /// The certificate alone, PEM.
    pub public: String,
}

/// Makes an RSA key and a certificate for it. Its organization is the mark of all secrets here, so that clients of real
/// clouds can refuse it.
///
/// # Errors
/// [`Error::Certificate`].
pub fn make() -> Result<ApplicationCertificate, Error> {
    let key = rsa::PrivateKey::new(&mut rand::rng(), BITS).map_err(refused)?;
    let key = key.to_pkcs8_der().map_err(refused)?;
    let key = PrivatePkcs8KeyDer::from(key.as_bytes());
    let pair = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_RSA_SHA256).map_err(refused)?;

    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::OrganizationName, SECRET_MARK);
    params
        .distinguished_name
        .push(DnType::CommonName, "Partner application");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    let now = OffsetDateTime::now_utc();
    params.not_before = now - Duration::DAY;
    params.not_after = now + Duration::days(365);
    let certificate = params.self_signed(&pair).map_err(refused)?;

    let password = format!("{SECRET_MARK}{}", Uuid::new_v4().simple());
    let public = certificate.pem();
    Ok(ApplicationCertificate {
        document: document::Certificate {
            pfx: STANDARD.encode(pfx(&key, certificate.der(), &password)?),
            password,
            pem: format!("{public}{}", pair.serialize_pem()),
        },
        public,
    })
}

fn pfx(key: &PrivatePkcs8KeyDer<'_>, certificate: &[u8], password: &str) -> Result<Vec<u8>, Error> {
    let key = PrivateKey::from_der(key.secret_pkcs8_der()).map_err(refused)?;
    let certificate = Certificate::from_der(certificate).map_err(refused)?;
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new("1", key, [certificate]);
    store.add_entry("partner-sandbox", KeyStoreEntry::PrivateKeyChain(chain));
    // As many as OpenSSL takes: the password has more bits than anybody can try.
    let writer = store
        .writer(password)
        .encryption_iterations(ITERATIONS)
        .mac_iterations(ITERATIONS);
    writer.write().map_err(refused)
}
