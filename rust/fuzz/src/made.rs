//! Seeds that hold a private key: made anew for each run, so that no key lies in the repository.

use p12_keystore::{Certificate, KeyStore, KeyStoreEntry, PrivateKey, PrivateKeyChain};
use pem::Pem;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::pkcs5::pbes2::{EncryptionScheme, Kdf, Parameters, Pbkdf2Params, Pbkdf2Prf, Salt, ScryptParams};
use rcgen::{CertificateParams, KeyPair, PKCS_RSA_SHA256};
use rsa::pkcs1::EncodeRsaPrivateKey;
use rsa::pkcs8::EncodePrivateKey;

const PASSWORD: &str = "pw";
/// The shortest that is taken.
const BITS: usize = 2048;
/// Few, as a fuzzer opens these files often.
const ROUNDS: u32 = 16;

/// The seeds of a target that are made, with their names; most have none.
#[must_use]
pub fn seeds(target: &str) -> Vec<(&'static str, Vec<u8>)> {
    match target {
        "certificate" => certificates(),
        _ => Vec::new(),
    }
}

/// A certificate with its key in each form that is read: a line with the password, then the file.
fn certificates() -> Vec<(&'static str, Vec<u8>)> {
    let key = rsa::PrivateKey::new(&mut rand::rng(), BITS).expect("an RSA key");
    let (pkcs8, pkcs1) = (key.to_pkcs8_der().expect("PKCS#8"), key.to_pkcs1_der().expect("PKCS#1"));
    let (pkcs8, pkcs1) = (pkcs8.as_bytes(), pkcs1.as_bytes());
    let pair = KeyPair::from_pem_and_sign_algo(&block("PRIVATE KEY", pkcs8), &PKCS_RSA_SHA256);
    let of_key = CertificateParams::default().self_signed(&pair.expect("a key pair"));
    let certificate = of_key.expect("a certificate");

    let with = |password: &str, tag: &str, key: &[u8]| {
        format!("{password}\n{}{}", certificate.pem(), block(tag, key)).into_bytes()
    };
    let encrypted = |kdf: Kdf| with(PASSWORD, "ENCRYPTED PRIVATE KEY", &encrypted(pkcs8, kdf));
    vec![
        ("pem", with("", "PRIVATE KEY", pkcs8)),
        ("rsa", with("", "RSA PRIVATE KEY", pkcs1)),
        ("encrypted", encrypted(pbkdf2())),
        ("scrypt", encrypted(scrypt())),
        (
            "pfx",
            [PASSWORD.as_bytes(), b"\n", &pfx(pkcs8, certificate.der())].concat(),
        ),
    ]
}

fn block(tag: &str, contents: &[u8]) -> String {
    pem::encode(&Pem::new(tag, contents))
}

fn encrypted(key: &[u8], kdf: Kdf) -> Vec<u8> {
    let parameters = Parameters {
        kdf,
        encryption: EncryptionScheme::Aes256Cbc { iv: [0; 16] },
    };
    let key = PrivateKeyInfoRef::try_from(key).expect("PKCS#8");
    let encrypted = key.encrypt_with_params(parameters, PASSWORD);
    encrypted.expect("an encrypted key").as_bytes().to_vec()
}

fn pbkdf2() -> Kdf {
    Kdf::Pbkdf2(Pbkdf2Params {
        salt: salt(),
        iteration_count: ROUNDS,
        key_length: None,
        prf: Pbkdf2Prf::HmacWithSha256,
    })
}

fn scrypt() -> Kdf {
    Kdf::Scrypt(ScryptParams {
        salt: salt(),
        cost_parameter: u64::from(ROUNDS),
        block_size: 1,
        parallelization: 1,
        key_length: None,
    })
}

fn salt() -> Salt {
    Salt::new([1; 8]).expect("a salt")
}

fn pfx(key: &[u8], certificate: &[u8]) -> Vec<u8> {
    let key = PrivateKey::from_der(key).expect("a key");
    let certificate = Certificate::from_der(certificate).expect("a certificate");
    let mut store = KeyStore::new();
    let chain = PrivateKeyChain::new("1", key, [certificate]);
    store.add_entry("fuzzing", KeyStoreEntry::PrivateKeyChain(chain));

    let writer = store
        .writer(PASSWORD)
        .encryption_iterations(ROUNDS)
        .mac_iterations(ROUNDS);
    writer.write().expect("a PFX file")
}
