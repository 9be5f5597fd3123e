//! Another issuer's token as proof: given, asked of the host, or a managed identity's.

use super::managed_identity::ManagedIdentity;
use crate::claims::Claims;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorKind};
use crate::report::{Question, Report};
use crate::secret::{Fingerprint, SANDBOX_MARK, Secret};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A token is asked for anew when it lives no longer than this, in seconds: it has a way to go.
const LEAST_LIFE: i64 = 120;

/// Where another issuer's token comes from.
#[derive(Clone, Debug)]
pub enum Federated {
    /// A token that is there already.
    Given(Arc<Secret>),
    /// The host's script, which it knows by that number.
    Script(u64),
    /// A managed identity of the machine in Azure that this runs on.
    ManagedIdentity(Arc<ManagedIdentity>),
}

/// The process's tokens of other issuers, by where they come from. One that says no end is used once.
#[derive(Default)]
pub struct FederatedTokens(Mutex<HashMap<Fingerprint, (Arc<Secret>, i64)>>);

impl Federated {
    /// Refuses a given token that belongs to another cloud.
    ///
    /// # Errors
    /// `InvalidInput`; nothing was sent.
    pub fn check(&self, cloud: &Cloud) -> Result<(), Error> {
        match self {
            Self::Given(token) => cloud.admit("federated token", token.is_sandbox()),
            Self::Script(_) => Ok(()),
            Self::ManagedIdentity(identity) => identity.check(cloud),
        }
    }

    /// Tells sources apart.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        match self {
            Self::Given(token) => token.fingerprint(),
            Self::Script(number) => Fingerprint::of(format!("script {number}").as_bytes()),
            Self::ManagedIdentity(identity) => identity.fingerprint(),
        }
    }

    /// The token for a request that leaves now.
    ///
    /// # Errors
    /// `CredentialInvalid` when a given token has ended, and what the source says.
    pub async fn token(&self, client: &PartnerClient, report: &dyn Report) -> Result<Arc<Secret>, Error> {
        let now = client.clock().unix();
        if let Self::Given(token) = self {
            return match end(token) {
                Some(end) if end <= now => Err(ended()),
                _ => Ok(Arc::clone(token)),
            };
        }
        let kept = client.federated();
        if let Some(token) = kept.living(&self.fingerprint(), now) {
            return Ok(token);
        }
        let token = match self {
            Self::ManagedIdentity(identity) => identity.token(client, report).await?,
            Self::Script(source) => script(*source, report).await?,
            Self::Given(token) => Arc::clone(token),
        };
        kept.keep(self.fingerprint(), &token);
        Ok(token)
    }
}

impl FederatedTokens {
    /// Forgets all of them.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn living(&self, source: &Fingerprint, now_unix: i64) -> Option<Arc<Secret>> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (token, end) = tokens.get(source)?;
        (end.saturating_sub(now_unix) > LEAST_LIFE).then(|| Arc::clone(token))
    }

    fn keep(&self, source: Fingerprint, token: &Arc<Secret>) {
        if let Some(end) = end(token) {
            let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            tokens.insert(source, (Arc::clone(token), end));
        }
    }
}

async fn script(source: u64, report: &dyn Report) -> Result<Arc<Secret>, Error> {
    report.verbose("Asking the script of -FederatedToken for a token".to_owned());
    let answer = report.ask(Question::FederatedToken { source }).await?;
    let text = std::str::from_utf8(&answer).map_err(|_| {
        Error::input(
            "The script of -FederatedToken gave no text.",
            "Let it give one token as text.",
        )
    })?;
    Ok(Arc::new(Secret::new(text.trim().to_owned())))
}

/// When a token ends, Unix seconds, where it says so.
fn end(token: &Secret) -> Option<i64> {
    let text = token.expose();
    Claims::read(text.strip_prefix(SANDBOX_MARK).unwrap_or(text))?.expires_on()
}

fn ended() -> Error {
    Error::new(
        ErrorKind::CredentialInvalid,
        "The federated token has ended, by this machine's clock.",
        "Check the clock. Get a new token from its issuer, or give -FederatedToken a script block that does.",
    )
}
