//! A token endpoint's success (RFC 6749 section 5.1).

use crate::account::Account;
use crate::claims::{Claims, ClientInfo};
use crate::error::{Error, ErrorKind};
use crate::http::Answer;
use crate::renewal::Renewal;
use crate::secret::Secret;
use crate::token::Token;
use crate::token_details::TokenDetails;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// The lifetime that the service's documentation gives for a response that names none.
const UNNAMED_LIFETIME: i64 = 3600;
/// No lifetime is taken for longer than this: a year.
const LONGEST_LIFETIME: i64 = 365 * 24 * 3600;

#[derive(Deserialize)]
struct TokenResponse {
    access_token: String,
    #[serde(default)]
    token_type: String,
    /// Seconds, as a number or as text.
    expires_in: Option<serde_json::Value>,
    ext_expires_in: Option<serde_json::Value>,
    /// Missing from client_credentials' answers.
    scope: Option<String>,
    refresh_token: Option<String>,
    id_token: Option<String>,
    client_info: Option<String>,
}

/// Reads the answer to a request that left at that time: Unix seconds, and on the clock that never runs backwards.
///
/// # Errors
/// `ServiceError` when it is no token response.
pub fn read(
    answer: &Answer,
    host: &str,
    account: &Account,
    (unix, elapsed): (i64, Duration),
    correlation_id: String,
) -> Result<Token, Error> {
    let response: TokenResponse =
        serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(host).correlation(&correlation_id))?;
    if response.access_token.is_empty() || !matches!(response.token_type.to_ascii_lowercase().as_str(), "bearer" | "") {
        return Err(Error::new(
            ErrorKind::ServiceError,
            format!("{host} answered without a bearer token."),
            "That is no answer of this service; a proxy may stand in between.",
        )
        .correlation(correlation_id));
    }
    let refresh_token = response.refresh_token.map(|t| Arc::new(Secret::new(t)));
    let claims = Claims::read(&response.access_token).unwrap_or_default();
    let identity = response.id_token.as_deref().and_then(Claims::read).unwrap_or_default();
    let home = response
        .client_info
        .as_deref()
        .and_then(ClientInfo::read)
        .unwrap_or_default();
    let user_name = claims.user().or(identity.user()).map(str::to_owned);
    let life = seconds(response.expires_in.as_ref()).unwrap_or(UNNAMED_LIFETIME);
    let extended = seconds(response.ext_expires_in.as_ref()).unwrap_or(life).max(life);
    let scopes = match response.scope.as_deref().or(claims.scp.as_deref()) {
        Some(scope) => scope.split_whitespace().map(str::to_owned).collect(),
        None => claims.roles.clone(),
    };
    let client_id = claims
        .application()
        .map(str::to_owned)
        .or_else(|| Some(account.client_id.to_string()));
    let token = Token {
        access_token: Secret::new(response.access_token),
        expires_on: unix.saturating_add(life),
        extended_expires_on: unix.saturating_add(extended),
        ends_at: elapsed.saturating_add(Duration::from_secs(u64::try_from(life).unwrap_or(0))),
        details: Arc::new(TokenDetails {
            client_id,
            home_object_id: home.uid,
            home_tenant_id: home.utid,
            mfa: claims.mfa(),
            scopes,
            user_name,
            audience: claims.aud,
        }),
        tenant_id: claims.tid.or(identity.tid),
        object_id: claims.oid.or(identity.oid),
        refresh_token: refresh_token.clone().filter(|_| account.refresh_token.is_none()),
        id_token: response.id_token.map(Secret::new),
        correlation_id,
        renewal: Renewal::default(),
        was_kept: false,
    };
    if let Some(used) = &account.refresh_token {
        used.redeemed(refresh_token, token.user(), unix);
    }
    Ok(token)
}

/// A lifetime as a number or text, in 0 to a year.
fn seconds(value: Option<&serde_json::Value>) -> Option<i64> {
    let seconds = match value? {
        serde_json::Value::Number(n) => n.as_i64().or_else(|| n.as_f64().map(whole))?,
        serde_json::Value::String(s) => s
            .trim()
            .parse::<i64>()
            .ok()
            .or_else(|| s.trim().parse().ok().map(whole))?,
        _ => return None,
    };
    Some(seconds.clamp(0, LONGEST_LIFETIME))
}

fn whole(seconds: f64) -> i64 {
    // A cast saturates, and makes nothing of NaN.
    #[expect(
        clippy::as_conversions,
        reason = "the one float to integer conversion that can't fail is a cast"
    )]
    let whole = seconds as i64;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lifetimes_are_read_as_numbers_and_as_text_and_stay_within_a_year() {
        for (value, expected) in [
            (json!(3599), Some(3599)),
            (json!("3599"), Some(3599)),
            (json!(3599.9), Some(3599)),
            (json!("3599.9"), Some(3599)),
            (json!(-5), Some(0)),
            (json!(u64::MAX), Some(LONGEST_LIFETIME)),
            (json!(1e300), Some(LONGEST_LIFETIME)),
            (json!("soon"), None),
            (json!(null), None),
        ] {
            assert_eq!(seconds(Some(&value)), expected, "{value}");
        }
    }
}
