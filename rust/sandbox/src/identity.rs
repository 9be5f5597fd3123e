//! What a sign-in leaves behind: who it was, how, and the refresh token that remembers it.

use crate::partner::SECRET_MARK;
use crate::seal::Seals;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What refresh tokens are sealed for.
const PURPOSE: &str = "refresh_token";

/// Who signed in, and how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Identity {
    /// The user's name at sign-in.
    pub user: String,
    /// True when it was with multifactor authentication.
    pub mfa: bool,
    /// The authentication contexts that the sign-in was asked for and satisfied.
    pub acrs: Vec<String>,
}

/// What a refresh token remembers. It belongs to a user and a client, and to no tenant or resource.
#[derive(Debug, Deserialize, Serialize)]
pub struct RefreshToken {
    /// Who signed in.
    pub identity: Identity,
    /// The client it was given to.
    pub client: Uuid,
    /// When it was given, Unix seconds.
    pub issued: u64,
}

impl RefreshToken {
    /// The token as its client gets it. It says nothing, as the real ones do not.
    pub fn seal(&self, seals: &Seals) -> String {
        format!("{SECRET_MARK}{}", seals.seal(PURPOSE, self))
    }

    /// A refresh token of this sandbox.
    pub fn open(seals: &Seals, token: &str) -> Option<Self> {
        seals.open(PURPOSE, token.strip_prefix(SECRET_MARK)?)
    }
}
