//! A certificate that is registered on the partner's application.

use crate::certificate::refused;
use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{Algorithm, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};
use serde::Deserialize;
use x509_parser::oid_registry::OID_PKCS1_RSAENCRYPTION;
use x509_parser::pem::parse_x509_pem;

/// A certificate with an RSA key. In a scenario it is a text in PEM form.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct RegisteredCertificate {
    thumbprints: [String; 2],
    public_key: Vec<u8>,
    begins: i64,
    ends: i64,
}

impl RegisteredCertificate {
    /// Reads a certificate.
    ///
    /// # Errors
    /// [`Error::Certificate`] for what is none, or has no RSA key.
    pub fn parse(pem: &str) -> Result<Self, Error> {
        let (_, pem) = parse_x509_pem(pem.as_bytes()).map_err(refused)?;
        let certificate = pem.parse_x509().map_err(refused)?;
        let key = &certificate.tbs_certificate.subject_pki;
        if key.algorithm.algorithm != OID_PKCS1_RSAENCRYPTION {
            return Err(Error::Certificate("its key is no RSA key".to_owned()));
        }
        let validity = certificate.validity();
        Ok(Self {
            thumbprints: [&SHA256, &SHA1_FOR_LEGACY_USE_ONLY].map(|hash| thumbprint(hash, &pem.contents)),
            public_key: key.subject_public_key.data.to_vec(),
            begins: validity.not_before.timestamp(),
            ends: validity.not_after.timestamp(),
        })
    }

    /// When it begins to be valid, Unix seconds.
    pub fn begins(&self) -> i64 {
        self.begins
    }

    /// When it ends, Unix seconds.
    pub fn ends(&self) -> i64 {
        self.ends
    }

    /// True when a header's `x5t#S256` or `x5t` names it (RFC 7515 sections 4.1.7 and 4.1.8).
    pub fn is_named(&self, thumbprint: &str) -> bool {
        self.thumbprints.iter().any(|t| t == thumbprint)
    }

    /// True at a time, Unix seconds, at which it is valid.
    pub fn is_valid(&self, now: u64) -> bool {
        i64::try_from(now).is_ok_and(|now| (self.begins..=self.ends).contains(&now))
    }

    /// True when its key has signed that (RFC 7518 sections 3.3 and 3.5).
    pub fn has_signed(&self, algorithm: Signature, text: &str, signature: &[u8]) -> bool {
        let algorithm: &dyn VerificationAlgorithm = match algorithm {
            Signature::Ps256 => &RSA_PSS_2048_8192_SHA256,
            Signature::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        };
        let key = UnparsedPublicKey::new(algorithm, &self.public_key);
        key.verify(text.as_bytes(), signature).is_ok()
    }
}

/// The kinds of signature that Entra ID takes.
#[derive(Clone, Copy)]
pub enum Signature {
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
}

impl TryFrom<String> for RegisteredCertificate {
    type Error = String;

    fn try_from(pem: String) -> Result<Self, String> {
        Self::parse(&pem).map_err(|_| "a certificate of a scenario is PEM, with an RSA key".to_owned())
    }
}

fn thumbprint(hash: &'static Algorithm, der: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest(hash, der))
}
