//! How an application proves to be itself: nothing, a secret, a certificate, another issuer's assertion.

mod assertion;
mod certificate;
mod federated;
mod managed_identity;
mod private_key;

pub use certificate::{Certificate, SigningKey};
pub use federated::{Federated, FederatedTokens};
pub use managed_identity::ManagedIdentity;
pub(crate) use managed_identity::refusal as managed_identity_refusal;

use crate::account::Account;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::report::Report;
use crate::secret::{Fingerprint, Secret};
use std::sync::Arc;
use zeroize::Zeroizing;

/// How an application proves to be itself.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// It can't: a public client.
    None,
    /// A client secret (RFC 6749 section 2.3.1).
    Secret(Arc<Secret>),
    /// An assertion that its certificate signs (RFC 7523 section 2.2).
    Certificate(Arc<Certificate>),
    /// A token of another issuer that the application's registration trusts (Microsoft identity platform, "Workload
    /// identity federation").
    Federated(Federated),
}

/// What goes into a token request as proof.
pub enum Proof {
    /// Nothing: a public client.
    None,
    /// The client secret.
    Secret(Arc<Secret>),
    /// A client assertion.
    Assertion(Zeroizing<String>),
}

impl ClientCredential {
    /// Refuses what belongs to another cloud, and what can't be used now.
    ///
    /// # Errors
    /// `InvalidInput` and `CredentialInvalid`; nothing was sent.
    pub fn check(&self, cloud: &Cloud, now_unix: i64) -> Result<(), Error> {
        match self {
            Self::None => Ok(()),
            Self::Secret(secret) => cloud.admit("client secret", secret.is_sandbox()),
            Self::Certificate(certificate) => {
                certificate.check(now_unix)?;
                cloud.admit("certificate", certificate.is_sandbox())
            }
            Self::Federated(federated) => federated.check(cloud),
        }
    }

    /// True when each proof takes the host: to sign, or to run a script.
    #[must_use]
    pub fn needs_host(&self) -> bool {
        match self {
            Self::None | Self::Secret(_) => false,
            Self::Certificate(certificate) => certificate.is_hosts(),
            Self::Federated(federated) => matches!(federated, Federated::Script(_)),
        }
    }

    /// True for one that only this process can tell from another: the host's number of a script is another one elsewhere.
    #[must_use]
    pub fn is_of_process(&self) -> bool {
        matches!(self, Self::Federated(Federated::Script(_)))
    }

    /// Tells credentials apart in the cache, without holding one.
    #[must_use]
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        match self {
            Self::None => None,
            Self::Secret(secret) => Some(secret.fingerprint()),
            Self::Certificate(certificate) => Some(certificate.fingerprint()),
            Self::Federated(federated) => Some(federated.fingerprint()),
        }
    }

    /// The proof for one request to that token endpoint.
    ///
    /// # Errors
    /// `CredentialInvalid` when a key or an assertion is not to be had, and those of asking for it.
    pub async fn prove(
        &self,
        client: &PartnerClient,
        account: &Account,
        token_endpoint: &str,
        report: &dyn Report,
    ) -> Result<Proof, Error> {
        match self {
            Self::None => Ok(Proof::None),
            Self::Secret(secret) => Ok(Proof::Secret(Arc::clone(secret))),
            Self::Certificate(certificate) => {
                let now = client.clock().unix();
                let assertion = assertion::sign(certificate, &account.client_id, token_endpoint, now, report).await?;
                Ok(Proof::Assertion(assertion))
            }
            Self::Federated(federated) => {
                let token = federated.token(client, report).await?;
                account.cloud.admit("federated token", token.is_sandbox())?;
                Ok(Proof::Assertion(Zeroizing::new(token.expose().to_owned())))
            }
        }
    }
}
