//! The documents of refresh tokens.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Starts `refresh_token_read`: what is known of a refresh token without asking anybody.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshTokenStart {
    /// Its id (`refresh_token_create`).
    pub refresh_token: u64,
    /// True to get the token itself, for the user's vault.
    pub with_token: bool,
}

/// What is known of a refresh token.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RefreshTokenDocument {
    /// The newest token; left out when it was not asked for.
    pub token: Option<String>,
    /// How often it was renewed.
    pub renewals: u64,
    /// When the service issued it, Unix seconds; left out for one that was given and never redeemed.
    pub issued_on: Option<i64>,
    /// When it, or an older one, was redeemed last, Unix seconds.
    pub redeemed_on: Option<i64>,
    /// The user's name.
    pub user_name: Option<String>,
    /// The user's home tenant.
    pub tenant_id: Option<String>,
    /// Whether the user signed in with multifactor authentication.
    pub mfa: Option<bool>,
}

impl Drop for RefreshTokenDocument {
    fn drop(&mut self) {
        self.token.zeroize();
    }
}
