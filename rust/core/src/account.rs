//! Who asks: an application in a cloud, with its credential and, for delegated access, a refresh token.

use crate::claims::Claims;
use crate::client_id::ClientId;
use crate::cloud::Cloud;
use crate::credential::ClientCredential;
use crate::error::Error;
use crate::refresh_token::RefreshToken;
use crate::secret::Secret;
use crate::tenant::Tenant;
use std::sync::Arc;

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
    /// An access token that serves in place of everything below, for its own tenant and resource.
    pub access_token: Option<Arc<Secret>>,
    /// The user's refresh token; without one, tokens are app-only.
    pub refresh_token: Option<Arc<RefreshToken>>,
}

impl Account {
    /// Checks that every secret belongs to the cloud and that there is something to ask with.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn check(&self, now_unix: i64) -> Result<(), Error> {
        if self.access_token.is_some() {
            return Ok(());
        }
        if matches!(self.credential, ClientCredential::None) && self.refresh_token.is_none() {
            return Err(Error::input(
                "There is neither a refresh token nor a credential of the application to ask with.",
                "Give -RefreshToken, or -ServicePrincipal with a client secret or a certificate.",
            ));
        }
        self.credential.check(&self.cloud, now_unix)?;
        self.refresh_token
            .as_ref()
            .map_or(Ok(()), |token| self.cloud.admit("refresh token", token.is_sandbox()))
    }

    /// True when tokens act for the application and not for a user; a token that was given tells it itself.
    #[must_use]
    pub fn is_app_only(&self) -> bool {
        match &self.access_token {
            Some(given) => Claims::read(given.expose()).is_some_and(|claims| claims.is_app_only()),
            None => self.refresh_token.is_none(),
        }
    }
}
