//! The partner's own organization profile (Partner Center, "Get an organization profile").

use super::{Address, Call, Caller};
use crate::error::Error;
use crate::http::BODY_LIMIT;
use serde::Deserialize;

/// The profile.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Profile {
    /// Profile id.
    pub id: Option<String>,
    /// Company name.
    pub company_name: Option<String>,
    /// The partner's tenant id.
    pub tenant_id: Option<String>,
    /// Domain.
    pub domain: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// Culture, for example `en-US`.
    pub culture: Option<String>,
    /// Address.
    pub default_address: Option<Address>,
}

/// Reads the profile.
///
/// # Errors
/// What Partner Center says, and the network's.
pub async fn get(caller: &Caller<'_>) -> Result<Profile, Error> {
    let answer = caller
        .send(&Call::get("profiles/organization".to_owned(), BODY_LIMIT))
        .await?;
    serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected("Partner Center"))
}
