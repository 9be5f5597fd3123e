//! Random values that nobody can guess.

use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};

/// Random bytes as base64url.
///
/// # Errors
/// `InternalError` when the system gives none.
pub fn base64url(bytes: usize) -> Result<String, Error> {
    let mut buffer = vec![0; bytes];
    SystemRandom::new()
        .fill(&mut buffer)
        .map_err(|_| Error::internal("The system gives no random numbers."))?;
    Ok(URL_SAFE_NO_PAD.encode(buffer))
}
