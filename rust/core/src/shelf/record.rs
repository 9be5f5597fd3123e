//! What a record holds before it is sealed: an access token and what came with it, or the newest refresh token of a line.

use crate::clock::Clock;
use crate::renewal::Renewal;
use crate::secret::Secret;
use crate::token::Token;
use crate::token_details::TokenDetails;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Room beside the secrets: names, ids, scopes. A record that needs more is not kept.
const ROOM: usize = 16 * 1024;
/// A record of later than so many seconds from now tells that the clock was set back: how old it is can't be known.
pub(super) const SKEW: i64 = 300;

/// An access token and what came with it. Its secrets are read where they lie.
#[derive(Deserialize, Serialize)]
struct KeptToken<'a> {
    /// When it was kept, Unix seconds.
    kept_on: i64,
    access_token: &'a str,
    expires_on: i64,
    extended_expires_on: i64,
    tenant_id: Option<String>,
    object_id: Option<String>,
    #[serde(borrow)]
    id_token: Option<&'a str>,
    correlation_id: String,
    audience: Option<String>,
    client_id: Option<String>,
    home_object_id: Option<String>,
    home_tenant_id: Option<String>,
    mfa: Option<bool>,
    scopes: Vec<String>,
    user_name: Option<String>,
}

/// The newest refresh token of a line.
#[derive(Deserialize, Serialize)]
struct KeptLine<'a> {
    refresh_token: &'a str,
    issued_on: i64,
}

/// A token that was kept, and when, in Unix seconds.
pub(super) struct Loaded {
    pub(super) token: Token,
    pub(super) kept_on: i64,
}

/// Writes a token.
pub(super) fn of_token(token: &Token, now_unix: i64) -> Option<Zeroizing<Vec<u8>>> {
    let details = &token.details;
    let secrets = token.access_token.expose().len() + token.id_token.as_ref().map_or(0, |t| t.expose().len());
    write(
        &KeptToken {
            kept_on: now_unix,
            access_token: token.access_token.expose(),
            expires_on: token.expires_on,
            extended_expires_on: token.extended_expires_on,
            tenant_id: token.tenant_id.clone(),
            object_id: token.object_id.clone(),
            id_token: token.id_token.as_ref().map(Secret::expose),
            correlation_id: token.correlation_id.clone(),
            audience: details.audience.clone(),
            client_id: details.client_id.clone(),
            home_object_id: details.home_object_id.clone(),
            home_tenant_id: details.home_tenant_id.clone(),
            mfa: details.mfa,
            scopes: details.scopes.clone(),
            user_name: details.user_name.clone(),
        },
        secrets,
    )
}

/// Reads a token; its end on the clock that never runs backwards is counted from now. Nothing for what can't be read, and
/// for what was kept in the future.
pub(super) fn token(record: &[u8], clock: &dyn Clock) -> Option<Loaded> {
    let kept: KeptToken<'_> = serde_json::from_slice(record).ok()?;
    let now = clock.unix();
    if kept.kept_on.saturating_sub(now) > SKEW {
        return None;
    }
    let life = u64::try_from(kept.expires_on.saturating_sub(now)).unwrap_or(0);
    let token = Token {
        access_token: Secret::new(kept.access_token.to_owned()),
        expires_on: kept.expires_on,
        extended_expires_on: kept.extended_expires_on,
        ends_at: clock.elapsed().saturating_add(Duration::from_secs(life)),
        tenant_id: kept.tenant_id,
        object_id: kept.object_id,
        details: Arc::new(TokenDetails {
            audience: kept.audience,
            client_id: kept.client_id,
            home_object_id: kept.home_object_id,
            home_tenant_id: kept.home_tenant_id,
            mfa: kept.mfa,
            scopes: kept.scopes,
            user_name: kept.user_name,
        }),
        refresh_token: None,
        id_token: kept.id_token.map(|t| Secret::new(t.to_owned())),
        correlation_id: kept.correlation_id,
        renewal: Renewal::default(),
        was_kept: true,
    };
    Some(Loaded {
        token,
        kept_on: kept.kept_on,
    })
}

/// Writes the newest refresh token of a line.
pub(super) fn of_line(newest: &Secret, issued_on: i64) -> Option<Zeroizing<Vec<u8>>> {
    let refresh_token = newest.expose();
    write(
        &KeptLine {
            refresh_token,
            issued_on,
        },
        refresh_token.len(),
    )
}

/// Reads the newest refresh token of a line, and when the service issued it.
pub(super) fn line(record: &[u8]) -> Option<(Arc<Secret>, i64)> {
    let kept: KeptLine<'_> = serde_json::from_slice(record).ok()?;
    Some((Arc::new(Secret::new(kept.refresh_token.to_owned())), kept.issued_on))
}

/// Writes into memory that does not grow: what is left behind would hold a token.
fn write(record: &impl Serialize, secrets: usize) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(vec![0; secrets.checked_add(ROOM)?]);
    let room = bytes.len();
    let mut rest: &mut [u8] = &mut bytes;
    serde_json::to_writer(&mut rest, record).ok()?;
    let left = rest.len();
    bytes.truncate(room.checked_sub(left)?);
    Some(bytes)
}
