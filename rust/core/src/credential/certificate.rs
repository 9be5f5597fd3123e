//! A certificate and the key that signs for it: here, or where the host keeps it.

use super::private_key;
use crate::error::{Error, ErrorKind};
use crate::report::{Question, Report};
use crate::secret::{Fingerprint, SANDBOX_MARK};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use std::fmt;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Who signs.
pub enum SigningKey {
    /// A key in our memory.
    Ours(Box<RsaKeyPair>),
    /// A key that the host keeps and knows by that number: one of a Windows store, a smart card, a key vault.
    Hosts(u64),
}

/// A certificate that proves an application.
pub struct Certificate {
    der: Vec<u8>,
    key: SigningKey,
    rs256: bool,
    subject: String,
    not_before: i64,
    not_after: i64,
}

impl Certificate {
    /// Reads a certificate with its private key from a PFX or PEM file. `rs256` asks for the old form of assertion.
    ///
    /// # Errors
    /// `InvalidInput`: a wrong password, no private key, or neither PFX nor PEM.
    pub fn read(file: &[u8], password: &str, rs256: bool) -> Result<Self, Error> {
        let text = std::str::from_utf8(file).ok().filter(|t| t.contains("-----BEGIN"));
        let (der, key) = match text {
            Some(text) => private_key::from_pem(text, password)?,
            None => private_key::from_pfx(file, password)?,
        };
        Self::new(der, SigningKey::Ours(Box::new(key)), rs256)
    }

    /// A certificate, DER, whose key the host keeps.
    ///
    /// # Errors
    /// `InvalidInput` when it is no certificate.
    pub fn of_host(der: Vec<u8>, key: u64, rs256: bool) -> Result<Self, Error> {
        Self::new(der, SigningKey::Hosts(key), rs256)
    }

    /// True when the host keeps the key.
    #[must_use]
    pub fn is_hosts(&self) -> bool {
        matches!(self.key, SigningKey::Hosts(_))
    }

    fn new(der: Vec<u8>, key: SigningKey, rs256: bool) -> Result<Self, Error> {
        let (_, read) = X509Certificate::from_der(&der)
            .map_err(|_| Error::input("The certificate can't be read.", "Give an X.509 certificate."))?;
        let (subject, validity) = (crate::error::clean(&read.subject().to_string()), read.validity());
        let (not_before, not_after) = (validity.not_before.timestamp(), validity.not_after.timestamp());
        Ok(Self {
            der,
            key,
            rs256,
            subject,
            not_before,
            not_after,
        })
    }

    /// Refuses a certificate whose time has not come or is over.
    ///
    /// # Errors
    /// `CredentialInvalid`; nothing was sent.
    pub fn check(&self, now_unix: i64) -> Result<(), Error> {
        let (when, remedy) = if now_unix > self.not_after {
            (
                "has ended",
                "Make a new certificate, upload it to the application's registration and use that.",
            )
        } else if now_unix < self.not_before {
            ("is not valid yet", "Check this machine's clock.")
        } else {
            return Ok(());
        };
        let text = format!("The certificate '{}' {when}.", self.subject);
        Err(Error::new(ErrorKind::CredentialInvalid, text, remedy))
    }

    /// Signs, in PS256 or RS256 (RFC 7518 sections 3.3 and 3.5).
    ///
    /// # Errors
    /// `CredentialInvalid` when the key refuses, and what the host says when it has to be asked.
    pub async fn sign(&self, text: &[u8], report: &dyn Report) -> Result<Vec<u8>, Error> {
        let key = match &self.key {
            SigningKey::Ours(key) => key,
            SigningKey::Hosts(key) => {
                let question = Question::Sign {
                    key: *key,
                    text: text.to_vec(),
                    rs256: self.rs256,
                };
                return report.ask(question).await.map(|signature| signature.to_vec());
            }
        };
        let padding: &'static dyn RsaEncoding = if self.rs256 { &RSA_PKCS1_SHA256 } else { &RSA_PSS_SHA256 };
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(padding, &SystemRandom::new(), text, &mut signature)
            .map_err(|_| Error::internal("The certificate's key does not sign."))?;
        Ok(signature)
    }

    /// Its subject, fit for a console.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its end, Unix seconds.
    #[must_use]
    pub fn not_after(&self) -> i64 {
        self.not_after
    }

    /// True for the old form of assertion.
    #[must_use]
    pub fn is_rs256(&self) -> bool {
        self.rs256
    }

    /// True when a sandbox made it: its subject says so.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.der
            .windows(SANDBOX_MARK.len())
            .any(|w| w == SANDBOX_MARK.as_bytes())
    }

    /// SHA-256 of the certificate, base64url, as assertions name it.
    #[must_use]
    pub fn sha256(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, &self.der))
    }

    /// SHA-1 of the certificate, base64url.
    #[must_use]
    pub fn sha1(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.der))
    }

    /// SHA-1 of the certificate in capital hexadecimal digits, as Windows shows thumbprints.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.der);
        hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// Tells certificates apart.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}
