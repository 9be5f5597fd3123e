//! Certificates with their private keys as files have them: PFX (RFC 7292) and PEM (RFC 7468).

use crate::error::{Error, clean};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::{Kdf, ScryptParams};
use ring::signature::RsaKeyPair;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The most rounds over a password; the reader of PFX takes no more either.
const MOST_ROUNDS: u32 = 1_000_000;
/// The most memory for a password, in bytes: what OpenSSL takes by default ("EVP_PBE_scrypt").
const MOST_MEMORY: u64 = 32 * 1024 * 1024;
/// The most passes over that memory; the usual is one.
const MOST_PASSES: u16 = 16;
/// The object identifier of scrypt, DER (RFC 7914 section 7).
const SCRYPT: &[u8] = b"\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x04\x0b";

/// A certificate, DER, and its key.
pub type Pair = (Vec<u8>, RsaKeyPair);

/// Reads a PFX file. An empty password and none are the same.
///
/// # Errors
/// `InvalidInput`: a wrong password, no private key, or no PFX.
pub fn from_pfx(file: &[u8], password: &str) -> Result<Pair, Error> {
    // The reader has limits of its own, and breaks off at some of scrypt's numbers. No program makes such a PFX.
    if file.windows(SCRYPT.len()).any(|w| w == SCRYPT) {
        return Err(costly());
    }
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
                if !is_affordable(&encrypted) {
                    return Err(costly());
                }
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

/// Whether a key asks for an amount of work that a machine has: a file of a few bytes can ask for days, and for more
/// memory than there is, which ends the process.
fn is_affordable(encrypted: &EncryptedPrivateKeyInfoRef<'_>) -> bool {
    match encrypted.encryption_algorithm.pbes2().map(|p| &p.kdf) {
        Some(Kdf::Pbkdf2(pbkdf2)) => pbkdf2.iteration_count <= MOST_ROUNDS,
        Some(Kdf::Scrypt(scrypt)) => fits(scrypt),
        // What the reader does not know costs nothing.
        _ => true,
    }
}

/// The memory and the passes of scrypt (RFC 7914 section 2), whose cost is a power of two.
fn fits(scrypt: &ScryptParams) -> bool {
    let (cost, block) = (scrypt.cost_parameter, u64::from(scrypt.block_size));
    let memory = cost.saturating_mul(block).saturating_mul(128);
    cost.is_power_of_two() && memory <= MOST_MEMORY && scrypt.parallelization <= MOST_PASSES
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

fn costly() -> Error {
    Error::input(
        "The certificate file's key is encrypted in a way that costs more time or memory than it may.",
        "Export it anew: openssl pkcs8 -topk8 for PEM, openssl pkcs12 -export for PFX.",
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

#[cfg(test)]
mod tests {
    use super::*;
    use pkcs8::der::Encode;
    use pkcs8::der::asn1::OctetStringRef;
    use pkcs8::pkcs5::pbes2::{self, Parameters, Pbkdf2Params, Pbkdf2Prf, Salt};

    /// A PEM file whose key is encrypted so.
    fn encrypted(kdf: impl Into<Kdf>) -> String {
        let parameters = Parameters {
            kdf: kdf.into(),
            encryption: pbes2::EncryptionScheme::Aes256Cbc { iv: [0; 16] },
        };
        let key = EncryptedPrivateKeyInfoRef {
            encryption_algorithm: parameters.into(),
            encrypted_data: OctetStringRef::new(&[0; 32]).unwrap(),
        };
        pem::encode(&pem::Pem::new("ENCRYPTED PRIVATE KEY", key.to_der().unwrap()))
    }

    fn scrypt(cost_parameter: u64, block_size: u16, parallelization: u16) -> String {
        encrypted(ScryptParams {
            salt: Salt::new([1; 8]).unwrap(),
            cost_parameter,
            block_size,
            parallelization,
            key_length: None,
        })
    }

    fn rounds(iteration_count: u32) -> String {
        encrypted(Pbkdf2Params {
            salt: Salt::new([1; 8]).unwrap(),
            iteration_count,
            key_length: None,
            prf: Pbkdf2Prf::HmacWithSha256,
        })
    }

    #[test]
    fn a_key_that_costs_more_than_a_machine_has_is_refused_before_its_price_is_paid() {
        // With no cost at all the reader panics.
        for costly in [
            scrypt(0, 8, 1),
            scrypt(3, 8, 1),
            scrypt(1 << 40, 8, 1),
            scrypt(1 << 20, u16::MAX, 1),
            scrypt(u64::MAX, u16::MAX, u16::MAX),
            scrypt(1 << 15, 8, 17),
            rounds(MOST_ROUNDS + 1),
        ] {
            let error = from_pem(&costly, "password").err().unwrap();
            assert!(error.to_string().contains("costs more"), "{error}");
        }
        for usual in [scrypt(1 << 10, 8, 1), rounds(2048)] {
            let error = from_pem(&usual, "password").err().unwrap();
            assert!(error.to_string().contains("with this password"), "{error}");
        }
        let error = from_pfx(&[&[0x30; 20], SCRYPT].concat(), "").err().unwrap();
        assert!(error.to_string().contains("costs more"), "{error}");
    }
}
