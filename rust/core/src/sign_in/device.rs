//! The sign-in on any device (RFC 8628).

use super::{SignInRequest, declined};
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind, Retry};
use crate::oauth::{self, Grant};
use crate::report::Report;
use crate::scope::ScopeSet;
use crate::tenant::Tenant;
use crate::token::Token;
use std::time::Duration;

/// How much slower to ask when the service says so (RFC 8628 section 3.5).
const SLOWER: Duration = Duration::from_secs(5);

/// Gives the token of whoever signs in with the code, which is told once, as a warning.
///
/// # Errors
/// `SignInDeclined`, `Timeout` when the code ends before anybody has entered it, and what the service says.
pub async fn sign_in(
    client: &PartnerClient,
    request: &SignInRequest,
    tenant: &Tenant,
    scopes: &ScopeSet,
    report: &dyn Report,
) -> Result<Token, Error> {
    let account = &request.account;
    let device = oauth::begin_device_code(client, account, tenant, scopes, report).await?;
    report.warning(device.message);
    let (mut interval, end) = (device.interval, client.deadline(device.life));
    let grant = Grant::DeviceCode(device.code);
    loop {
        client.clock().sleep(interval).await;
        report.progress("waiting for the sign-in with the code".to_owned());
        let error = match oauth::redeem_grant(client, account, tenant, scopes, &grant, report).await {
            Ok(token) => return Ok(token),
            Err(error) => error,
        };
        match error.oauth_error() {
            Some("authorization_pending") => {}
            Some("slow_down") => interval = interval.saturating_add(SLOWER),
            Some("authorization_declined" | "access_denied") => return Err(declined()),
            Some("expired_token" | "code_expired") => return Err(ended()),
            // A network that is away for a moment costs nobody the sign-in.
            _ if error.retry_when() != Retry::Never => {}
            _ => return Err(error),
        }
        if client.clock().elapsed() >= end {
            return Err(ended());
        }
    }
}

fn ended() -> Error {
    Error::new(
        ErrorKind::Timeout,
        "The code ended before anybody signed in with it.",
        "Run the command again and enter the new code in time.",
    )
}
