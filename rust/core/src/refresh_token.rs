//! A user's refresh token over its life: each redemption gives a new one, and the old one stays good
//! (Microsoft identity platform, "Refresh tokens").

use crate::secret::{Fingerprint, Secret};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A refresh token and its successors. All who hold it see the newest.
///
/// ```
/// # use partner_auth::{RefreshToken, Secret};
/// let token = RefreshToken::new(std::sync::Arc::new(Secret::new("hunter2".to_owned())));
/// assert_eq!(format!("{token:?}"), "RefreshToken(***)");
/// ```
///
/// ```compile_fail,E0277
/// # use partner_auth::{RefreshToken, Secret};
/// let token = RefreshToken::new(std::sync::Arc::new(Secret::new("hunter2".to_owned())));
/// format!("{token}");
/// ```
///
/// ```compile_fail,E0599
/// # use partner_auth::{RefreshToken, Secret};
/// let token = RefreshToken::new(std::sync::Arc::new(Secret::new("hunter2".to_owned())));
/// token.clone();
/// ```
///
/// ```compile_fail,E0277
/// # use partner_auth::{RefreshToken, Secret};
/// let token = RefreshToken::new(std::sync::Arc::new(Secret::new("hunter2".to_owned())));
/// serde_json::to_string(&token);
/// ```
pub struct RefreshToken {
    /// Of the first token: what was cached for it stays good when the token is renewed.
    origin: Fingerprint,
    of_sandbox: bool,
    state: Mutex<RefreshTokenState>,
}

/// What is known of a refresh token.
#[derive(Clone)]
pub struct RefreshTokenState {
    /// The newest token.
    pub newest: Arc<Secret>,
    /// How often it was renewed: tells two tokens of one second apart.
    pub renewals: u64,
    /// When the service issued it, Unix seconds; nothing for a token that was given and never redeemed.
    pub issued_on: Option<i64>,
    /// When it, or an older one, was redeemed last, Unix seconds.
    pub redeemed_on: Option<i64>,
    /// Whose it is.
    pub user: RefreshTokenUser,
}

/// Whose a refresh token is, as the last redemption told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefreshTokenUser {
    /// The user's name.
    pub name: Option<String>,
    /// The user's home tenant.
    pub tenant_id: Option<String>,
    /// Whether the user signed in with multifactor authentication.
    pub mfa: Option<bool>,
}

impl RefreshToken {
    /// A token that was given.
    #[must_use]
    pub fn new(token: Arc<Secret>) -> Self {
        Self {
            origin: token.fingerprint(),
            of_sandbox: token.is_sandbox(),
            state: Mutex::new(RefreshTokenState {
                newest: token,
                renewals: 0,
                issued_on: None,
                redeemed_on: None,
                user: RefreshTokenUser::default(),
            }),
        }
    }

    /// Fingerprint of the first token.
    #[must_use]
    pub fn origin(&self) -> Fingerprint {
        self.origin
    }

    /// True when a sandbox issued it.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.of_sandbox
    }

    /// The newest token.
    #[must_use]
    pub fn newest(&self) -> Arc<Secret> {
        Arc::clone(&self.state().newest)
    }

    /// What is known of it now.
    #[must_use]
    pub fn known(&self) -> RefreshTokenState {
        self.state().clone()
    }

    /// Takes what a redemption brought. What it does not tell of the user stays as it was.
    pub fn redeemed(&self, newest: Option<Arc<Secret>>, user: RefreshTokenUser, now_unix: i64) {
        let mut state = self.state();
        state.redeemed_on = Some(now_unix);
        if let Some(newest) = newest {
            state.newest = newest;
            state.renewals = state.renewals.saturating_add(1);
            state.issued_on = Some(now_unix);
        }
        let old = std::mem::take(&mut state.user);
        state.user = RefreshTokenUser {
            name: user.name.or(old.name),
            tenant_id: user.tenant_id.or(old.tenant_id),
            mfa: user.mfa.or(old.mfa),
        };
    }

    /// Takes over what another process was given for this line, if it is newer than what is known here.
    pub fn adopt(&self, newest: Arc<Secret>, issued_on: i64) {
        let mut state = self.state();
        if state.issued_on.is_none_or(|known| issued_on > known) && state.newest.expose() != newest.expose() {
            state.newest = newest;
            state.renewals = state.renewals.saturating_add(1);
            state.issued_on = Some(issued_on);
        }
    }

    fn state(&self) -> MutexGuard<'_, RefreshTokenState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshToken(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Arc<Secret> {
        Arc::new(Secret::new(text.to_owned()))
    }

    #[test]
    fn a_renewed_token_keeps_its_origin_and_what_is_known_of_its_user() {
        let token = RefreshToken::new(secret("first"));
        let user = RefreshTokenUser {
            name: Some("admin@partner.example".into()),
            mfa: Some(true),
            ..RefreshTokenUser::default()
        };
        token.redeemed(Some(secret("second")), user.clone(), 100);
        token.redeemed(None, RefreshTokenUser::default(), 200);
        let known = token.known();
        assert_eq!(known.newest.expose(), "second");
        assert_eq!((known.issued_on, known.redeemed_on), (Some(100), Some(200)));
        assert_eq!(known.user, user);
        assert_eq!(token.origin(), secret("first").fingerprint());
    }
}
