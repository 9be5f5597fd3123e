//! Certificates with their private keys as files have them: PFX (RFC 7292) and PEM (RFC 7468).

use crate::error::{Error, clean};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use pkcs8::EncryptedPrivateKeyInfoRef;
use ring::signature::RsaKeyPair;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A certificate, DER, and its key.
pub type Pair = (Vec<u8>, RsaKeyPair);

/// Reads a PFX file. An empty password and none are the same.
///
/// # Errors
/// `InvalidInput`: a wrong password, no private key, or no PFX.
pub fn from_pfx(file: &[u8], password: &str) -> Result<Pair, Error> {
    let store = KeyStore::from_pkcs12(file, password, Pkcs12ImportPolicy::Relaxed).map_err(|error| match error {
        p12_keystore::error::Error::MacError(_) | p12_keystore::error::Error::UnpadError => wrong_password(),
        other => Error::input(
            format!("The certificate file can't be read: {}.", clean(&other.to_string())),
            "Give a PFX (PKCS#12) file or a PEM file, and its password with -CertificatePassword.",
        ),
    })?;
    let Some((_, chain)) = store.private_key_chain() else {
        return Err(without_key());
    };
    // The chain may hold issuers: ours is the one whose public key is the private key's.
    let key = rsa(chain.key().as_der())?;
    let own = chain.certs().iter().map(|c| c.as_der()).find(|der| belongs(der, &key));
    own.map(|der| (der.to_vec(), key)).ok_or_else(without_certificate)
}

/// Reads a PEM text with a certificate and its private key, which may be encrypted.
///
/// # Errors
/// `InvalidInput`: a wrong password or one too many, no private key, no certificate, or no PEM.
pub fn from_pem(text: &str, password: &str) -> Result<Pair, Error> {
    let blocks = pem::parse_many(text).map_err(|_| {
        Error::input(
            "The certificate file is no PEM.",
            "Give a PEM file with the certificate and its private key.",
        )
    })?;
    if !password.is_empty() && !blocks.iter().any(is_encrypted) {
        return Err(Error::input(
            "The certificate file is not encrypted, and a password was given for it.",
            "Leave -CertificatePassword out, or give the file that the password belongs to.",
        ));
    }
    let mut key = None;
    for block in &blocks {
        let found = match block.tag() {
            "PRIVATE KEY" => rsa(block.contents())?,
            "RSA PRIVATE KEY" => RsaKeyPair::from_der(block.contents()).map_err(|_| unfit())?,
            "ENCRYPTED PRIVATE KEY" => {
                let encrypted = EncryptedPrivateKeyInfoRef::try_from(block.contents()).map_err(|_| wrong_password())?;
                let plain = encrypted.decrypt(password).map_err(|_| wrong_password())?;
                rsa(plain.as_bytes())?
            }
            _ => continue,
        };
        key = Some(found);
    }
    let key = key.ok_or_else(without_key)?;
    let certificates = blocks.iter().filter(|b| b.tag() == "CERTIFICATE");
    let own = certificates.map(pem::Pem::contents).find(|der| belongs(der, &key));
    own.map(|der| (der.to_vec(), key)).ok_or_else(without_certificate)
}

/// True for a key that a password opens (RFC 7468 section 11), and for one in OpenSSL's own old form (RFC 1421 section 4.6).
fn is_encrypted(block: &pem::Pem) -> bool {
    block.tag() == "ENCRYPTED PRIVATE KEY" || block.headers().get("Proc-Type").is_some()
}

/// A private key, PKCS#8.
fn rsa(der: &[u8]) -> Result<RsaKeyPair, Error> {
    RsaKeyPair::from_pkcs8(der).map_err(|_| unfit())
}

/// True when that certificate holds the public half of the key.
fn belongs(certificate: &[u8], key: &RsaKeyPair) -> bool {
    X509Certificate::from_der(certificate)
        .is_ok_and(|(_, c)| c.public_key().subject_public_key.data.as_ref() == key.public().as_ref())
}

fn wrong_password() -> Error {
    Error::input(
        "The certificate file can't be opened with this password.",
        "Give the file's password with -CertificatePassword.",
    )
}

fn without_key() -> Error {
    Error::input(
        "The certificate file holds no private key.",
        "Export the certificate together with its private key.",
    )
}

fn without_certificate() -> Error {
    Error::input(
        "The certificate file holds a private key and no certificate that belongs to it.",
        "Export the certificate together with its private key.",
    )
}

fn unfit() -> Error {
    Error::input(
        "The certificate's key is none that can be used: it must be RSA with 2048 to 8192 bits.",
        "Make an RSA certificate for the application and upload it to its registration.",
    )
}
