//! The device_code grant (RFC 8628 sections 3.2 and 3.4).

use super::Form;
use crate::error::{Error, clean};
use crate::http::Answer;
use crate::secret::Secret;
use serde::Deserialize;
use std::time::Duration;

/// How often to ask where the service does not say (RFC 8628 section 3.2).
const INTERVAL: u64 = 5;
/// No code is waited for longer than this.
const LONGEST: u64 = 900;

/// A device's code, and what its user is told.
pub struct DeviceCode {
    /// The code of the device.
    pub code: Secret,
    /// What to tell the user: where to go and what to enter.
    pub message: String,
    /// How long to wait between two questions.
    pub interval: Duration,
    /// How long the code is good.
    pub life: Duration,
}

#[derive(Deserialize)]
struct DeviceCodeResponse {
    device_code: String,
    user_code: String,
    verification_uri: String,
    message: Option<String>,
    interval: Option<u64>,
    expires_in: Option<u64>,
}

/// Reads the answer to a request for a device code.
///
/// # Errors
/// `ServiceError` when it is none.
pub fn read(answer: &Answer, host: &str) -> Result<DeviceCode, Error> {
    let response: DeviceCodeResponse = serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(host))?;
    let message = response
        .message
        .map(|m| clean(&m))
        .filter(|m| !m.is_empty())
        .unwrap_or_else(|| {
            format!(
                "To sign in, open the page {} in a browser and enter the code {}.",
                clean(&response.verification_uri),
                clean(&response.user_code)
            )
        });
    Ok(DeviceCode {
        code: Secret::new(response.device_code),
        message,
        interval: Duration::from_secs(response.interval.unwrap_or(INTERVAL).clamp(1, 60)),
        life: Duration::from_secs(response.expires_in.unwrap_or(LONGEST).min(LONGEST)),
    })
}

/// Writes the grant's parameters and gives its name.
pub fn write(form: &mut Form, code: &Secret) -> &'static str {
    form.append_pair("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.append_pair("device_code", code.expose());
    form.append_pair("client_info", "1");
    "device_code"
}
