//! Who asks: an application in a cloud, with its credential and, for delegated access, a refresh token.

use crate::client_id::ClientId;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::secret::{Fingerprint, Secret};
use crate::tenant::Tenant;
use std::sync::Arc;

/// How an application proves to be itself.
#[derive(Clone, Debug)]
pub enum ClientCredential {
    /// It can't: a public client.
    None,
    /// A client secret (RFC 6749 section 2.3.1).
    Secret(Arc<Secret>),
}

/// Who asks for tokens.
#[derive(Clone, Debug)]
pub struct Account {
    /// The cloud.
    pub cloud: Arc<Cloud>,
    /// The partner's own tenant, for calls to Partner Center.
    pub home: Tenant,
    /// The application.
    pub client_id: ClientId,
    /// Its credential.
    pub credential: ClientCredential,
    /// The user's refresh token; without one, tokens are app-only.
    pub refresh_token: Option<Arc<Secret>>,
}

impl Account {
    /// Checks that every secret belongs to the cloud and that there is something to ask with.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn check(&self) -> Result<(), Error> {
        match (&self.credential, &self.refresh_token) {
            (ClientCredential::None, None) => {
                return Err(Error::input(
                    "There is neither a refresh token nor a client secret to ask with.",
                    "Give -RefreshToken, or -ServicePrincipal with -Credential.",
                ));
            }
            (ClientCredential::Secret(secret), _) => self.cloud.admit("client secret", secret)?,
            (ClientCredential::None, Some(_)) => {}
        }
        self.refresh_token
            .as_ref()
            .map_or(Ok(()), |token| self.cloud.admit("refresh token", token))
    }

    /// True when tokens act for the application and not for a user.
    #[must_use]
    pub fn is_app_only(&self) -> bool {
        self.refresh_token.is_none()
    }

    /// Fingerprint of the client secret, if there is one.
    #[must_use]
    pub fn credential_fingerprint(&self) -> Option<Fingerprint> {
        match &self.credential {
            ClientCredential::None => None,
            ClientCredential::Secret(secret) => Some(secret.fingerprint()),
        }
    }
}
