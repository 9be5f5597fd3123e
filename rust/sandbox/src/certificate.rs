//! The certificate for https, and the certificate authority behind it, made at each start and kept nowhere.

use crate::error::Error;
use axum_server::tls_rustls::RustlsConfig;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::PrivatePkcs8KeyDer;
use std::sync::Arc;

/// What https needs.
pub struct Identity {
    /// PEM of the certificate authority, to be trusted by clients.
    pub authority: String,
    /// The server's side.
    pub config: RustlsConfig,
}

/// Makes a certificate authority and a certificate for this machine's loopback.
///
/// # Errors
/// [`Error::Certificate`].
pub fn make() -> Result<Identity, Error> {
    let mut params = CertificateParams::default();
    params
        .distinguished_name
        .push(DnType::CommonName, "Partner sandbox, made at its start");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().map_err(refused)?).map_err(refused)?;

    let names = ["127.0.0.1", "localhost", "::1"].map(str::to_owned).to_vec();
    let mut params = CertificateParams::new(names).map_err(refused)?;
    params.distinguished_name.push(DnType::CommonName, "localhost");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().map_err(refused)?;
    let certificate = params.signed_by(&key, &authority).map_err(refused)?;

    // The provider is named here: what the process has installed as its own is none of our business.
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(refused)?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .map_err(refused)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Identity {
        authority: authority.as_ref().pem(),
        config: RustlsConfig::from_config(Arc::new(config)),
    })
}

/// A certificate could not be made.
pub fn refused(error: impl std::fmt::Display) -> Error {
    Error::Certificate(error.to_string())
}
