//! Where a token is asked for: a tenant, or whichever the user is of.

use crate::discovery;
use crate::entra_error::{EntraError, invalid_grant};
use crate::identity::Identity;
use crate::state::State;
use crate::tenant::Tenant;
use uuid::Uuid;

/// A tenant of a request's path.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The tenant; the partner's own where the path names none.
    pub tenant: &'a Tenant,
    /// The name in the path.
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// A tenant, and the name by which the path calls it.
    pub fn new(tenant: &'a Tenant, name: &'a str) -> Self {
        Self { tenant, name }
    }

    /// The tenant: the user's own, where the path says `common` or `organizations`.
    ///
    /// # Errors
    /// As [`Place::of`].
    pub fn of_user(self, state: &'a State, identity: &Identity) -> Result<&'a Tenant, EntraError> {
        let own = state.account(&identity.user).map(|a| a.tenant);
        match own {
            Some(own) if discovery::is_any(self.name) => self.of(state, own),
            _ => Ok(self.tenant),
        }
    }

    /// The tenant that a code was given for.
    ///
    /// # Errors
    /// AADSTS700005 when the path names another one.
    pub fn of(self, state: &'a State, tenant: Uuid) -> Result<&'a Tenant, EntraError> {
        let found = if discovery::is_any(self.name) {
            state.by_id(tenant)
        } else {
            Some(self.tenant).filter(|t| t.id == tenant)
        };
        found.ok_or_else(|| {
            let text =
                "The provided authorization code is intended to use against another tenant, and is thus rejected.";
            invalid_grant(700_005, text.to_owned())
        })
    }
}
