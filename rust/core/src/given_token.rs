//! An access token that a person gave in place of credentials: it serves its own tenant and resource and nothing else.

use crate::account::Account;
use crate::clock::Clock;
use crate::cloud::Cloud;
use crate::error::{Error, clean};
use crate::resource::Resource;
use crate::scope::Scopes;
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token::{Acquired, Token, TokenRequest};
use std::sync::Arc;

/// Partner Center's application id, which some of its tokens have as audience.
const PARTNER_CENTER: &str = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";

/// The given token, when it is one for that request.
///
/// # Errors
/// `TokenExpired` when it has ended, `InvalidInput` when it is for another tenant or resource.
pub fn serve(given: &Secret, request: &TokenRequest, clock: &dyn Clock) -> Result<Acquired, Error> {
    let token = Token::inspect(Secret::new(given.expose().to_owned()), clock)?;
    let tenant = token.tenant_id.as_deref().and_then(|id| Tenant::parse(id).ok());
    let home = matches!(request.tenant, Tenant::Organizations) || request.tenant == request.account.home;
    if tenant.is_some() && tenant.as_ref() != Some(&request.tenant) && !home {
        let message = format!(
            "The access token that was given is for the tenant {} and serves no other.",
            token.tenant_id.as_deref().unwrap_or_default()
        );
        return Err(Error::input(
            message,
            "Connect with a refresh token to reach customers.",
        ));
    }
    let audience = token.details.audience.as_deref().unwrap_or_default();
    if !fits(audience, &request.scopes, &request.account) {
        let message = format!(
            "The access token that was given is for {} and serves nothing else.",
            clean(audience)
        );
        return Err(Error::input(
            message,
            "Connect with a refresh token to ask for tokens of other resources.",
        ));
    }
    Ok(Acquired::new(Arc::new(token), &request.account, true))
}

fn fits(audience: &str, scopes: &Scopes, account: &Account) -> bool {
    let Scopes::Of(set) = scopes else { return false };
    let audience = audience.trim_end_matches('/');
    audience.eq_ignore_ascii_case(set.resource())
        || (audience.eq_ignore_ascii_case(PARTNER_CENTER) && set.resource() == partner_center(&account.cloud))
}

fn partner_center(cloud: &Cloud) -> String {
    cloud
        .audience(Resource::PartnerCenter)
        .unwrap_or_default()
        .to_ascii_lowercase()
}
