//! The documents of tokens.

use super::{AccountDocument, EnvironmentDocument, RedisDocument};
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Starts `token_acquire`: tokens for many tenants; further items are fed one by one.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenStart {
    /// The most requests in flight; at least 1.
    pub throttle_limit: u32,
    /// The first items, so that a single token needs no second call.
    pub items: Vec<TokenItem>,
    /// True when no item will be fed after these.
    pub complete: bool,
}

/// Starts `token_cache_clear`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CacheClearStart {
    /// Tenant id or DNS name; every tenant when left out.
    pub tenant: Option<String>,
}

/// Starts `token_cache_keep`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CacheKeepStart {
    /// A server that a fleet shares, in place of a file.
    pub redis: Option<RedisDocument>,
    /// The whole path of the file; memory alone when left out.
    pub path: Option<String>,
    /// Secret id of what its key is made from; a key in this system's keyring when left out.
    pub encryption_key: Option<u64>,
}

/// One token: for one tenant and one resource.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenItem {
    /// The caller's number for this item; events repeat it.
    pub item: u32,
    /// Who asks.
    pub account: AccountDocument,
    /// GUID, DNS name, or `organizations`.
    pub tenant: String,
    /// Short resource names or full scopes, all of one resource.
    pub scopes: Vec<String>,
    /// A cached token with less life than this is replaced.
    pub minimum_lifetime_seconds: u32,
    /// The most time this tenant may take.
    pub timeout_seconds: u32,
    /// True to go past the cache.
    pub force_refresh: bool,
}

/// Starts `token_inspect`: reads the claims of a token without asking anybody.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectStart {
    /// Secret id of the access token.
    pub access_token: u64,
    /// Where its scopes are, when any are given.
    pub environment: Option<EnvironmentDocument>,
    /// What the caller says it is for: checked for what can't be right, and not against the token.
    pub scopes: Vec<String>,
    /// What the caller says its tenant is, checked alike.
    pub tenant: Option<String>,
}

/// An access token and what came with it.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenDocument {
    /// The token; left out by `token_inspect`.
    pub access_token: Option<String>,
    /// End of life, Unix seconds.
    pub expires_on: i64,
    /// End of life during an outage of the service, Unix seconds.
    pub extended_expires_on: i64,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// The tenant's id: that of the token, or the one its domain resolved to.
    pub tenant_id: Option<String>,
    /// The audience, as the token says.
    pub audience: Option<String>,
    /// The application, as the token says.
    pub client_id: Option<String>,
    /// Object id of the user or service principal in that tenant.
    pub object_id: Option<String>,
    /// User principal name; left out for app-only tokens.
    pub user_name: Option<String>,
    /// Object id of the user in the home tenant.
    pub home_object_id: Option<String>,
    /// The user's home tenant.
    pub home_tenant_id: Option<String>,
    /// The newest refresh token: returned by the service, or the one that was used.
    pub refresh_token: Option<String>,
    /// The id token.
    pub id_token: Option<String>,
    /// Whether the user signed in with multifactor authentication, where the token says how.
    pub mfa: Option<bool>,
    /// Correlation id of the request.
    pub correlation_id: String,
    /// True when it came from the cache.
    pub cached: bool,
}

impl Drop for TokenDocument {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.refresh_token.zeroize();
        self.id_token.zeroize();
    }
}
