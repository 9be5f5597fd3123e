//! A token endpoint's success.

use super::{NOW, check};
use partner_auth::{Account, ClientCredential, ClientId, Cloud, RefreshToken, Secret, Tenant, fuzzing};
use std::sync::Arc;

/// A year: no life is longer.
const YEAR: i64 = 365 * 24 * 3600;

/// The body, for an account with a refresh token.
pub fn run(bytes: &[u8]) -> bool {
    let account = Account {
        cloud: Arc::new(Cloud::known("AzureCloud").expect("a cloud")),
        home: Tenant::Organizations,
        client_id: ClientId::parse("99999999-2222-3333-4444-555555555555").expect("an id"),
        credential: ClientCredential::None,
        access_token: None,
        refresh_token: Some(Arc::new(RefreshToken::new(Arc::new(Secret::new("first".to_owned()))))),
    };
    let answer = fuzzing::answer(200, None, None, bytes).expect("a status");
    match fuzzing::token_answer(&answer, &account, NOW) {
        Ok(token) => {
            assert!(!token.access_token.expose().is_empty());
            assert!((NOW..=NOW + YEAR).contains(&token.expires_on));
            assert!(token.extended_expires_on >= token.expires_on);
            true
        }
        Err(error) => {
            check(&error);
            false
        }
    }
}
