//! Client assertions: what an application shows in place of a secret (RFC 7523 section 2.2).

mod certificate;
mod federated;
mod jwt;
mod registered;

pub use registered::RegisteredCertificate;

use crate::entra_error::{EntraError, bad_request, invalid_client};
use crate::grants::Place;
use crate::parameters::Parameters;
use crate::partner::SECRET_MARK;
use crate::state::State;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use uuid::Uuid;

/// The one type of assertion that there is.
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far the clocks of a client and of the service may be apart, in seconds.
const SKEW: u64 = 300;

/// Checks a client assertion.
///
/// # Errors
/// Why it is refused, codes of the 7000xx family.
pub fn check(state: &State, place: Place<'_>, client: Uuid, parameters: &Parameters) -> Result<(), EntraError> {
    let assertion = parameters.require("client_assertion")?;
    if parameters.require("client_assertion_type")? != TYPE {
        let text = format!("The value of 'client_assertion_type' must be {TYPE}.");
        return Err(bad_request("invalid_request", 90023, text));
    }
    match assertion.strip_prefix(SECRET_MARK) {
        Some(token) => federated::check(state, client, token),
        None => certificate::check(state, place, client, assertion),
    }
}

/// The assertions that were used, as long as they would be good.
#[derive(Default)]
pub struct Used(Mutex<HashMap<String, u64>>);

impl Used {
    /// True the first time alone.
    fn first_time(&self, id: &str, ends: u64, now: u64) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, ends| *ends + SKEW >= now);
        used.insert(id.to_owned(), ends).is_none()
    }
}

/// Refuses an assertion before and after its time.
fn in_time(now: u64, begins: u64, ends: u64) -> Result<(), EntraError> {
    if begins <= now + SKEW && now <= ends.saturating_add(SKEW) {
        return Ok(());
    }
    Err(invalid_client(
        700_024,
        format!(
            "Client assertion is not within its valid time range. Current time: {now}, assertion valid from {begins}, expiry time of assertion {ends} (Unix seconds)."
        ),
    ))
}

fn malformed(what: &str) -> EntraError {
    invalid_client(50027, format!("The client assertion is not a valid JWT token: {what}."))
}
