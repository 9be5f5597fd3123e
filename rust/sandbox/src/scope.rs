//! The `scope` parameter of a token request: permissions of one resource.

use crate::entra_error::{EntraError, bad_request};
use crate::resources;
use crate::tenant::Tenant;
use uuid::Uuid;

/// Scopes of OpenID Connect, which belong to no resource (OpenID Connect Core sections 5.4 and 11).
pub const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// The resource of a permission that names none.
const GRAPH: &str = "https://graph.microsoft.com";

/// What a token is asked for.
#[derive(Debug)]
pub struct Wanted {
    /// The audience as it was written.
    pub audience: String,
    /// The resource's application id.
    pub resource: Uuid,
    /// Permissions by name; none when only everything consented is wanted.
    pub permissions: Vec<String>,
    /// True when everything consented is wanted (`/.default`).
    pub everything: bool,
    /// True when an id token is wanted.
    pub openid: bool,
}

impl Wanted {
    /// Reads the scope of a sign-in: one without a resource is for Microsoft Graph.
    ///
    /// # Errors
    /// As [`Wanted::parse`].
    pub fn of_sign_in(scope: &str, tenant: &Tenant) -> Result<Self, EntraError> {
        if scope.split_whitespace().all(|s| OPENID.contains(&s)) {
            Self::parse(&format!("{GRAPH}/.default {scope}"), tenant)
        } else {
            Self::parse(scope, tenant)
        }
    }

    /// Reads the parameter.
    ///
    /// # Errors
    /// `invalid_scope` for scopes of two resources or of none, `invalid_resource` for a resource that is not there.
    pub fn parse(scope: &str, tenant: &Tenant) -> Result<Self, EntraError> {
        let mut audience: Option<String> = None;
        let mut permissions = Vec::new();
        let mut everything = false;
        let openid = scope.split_whitespace().any(|s| s == "openid");
        for word in scope.split_whitespace().filter(|s| !OPENID.contains(s)) {
            let (of, permission) = split(word).ok_or_else(|| invalid(scope))?;
            match &audience {
                Some(first) if !first.eq_ignore_ascii_case(of) => {
                    return Err(bad_request(
                        "invalid_scope",
                        28000,
                        format!(
                            "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid."
                        ),
                    ));
                }
                _ => audience = Some(of.to_owned()),
            }
            if permission == ".default" {
                everything = true;
            } else {
                permissions.push(permission.to_owned());
            }
        }
        let audience = audience.ok_or_else(|| invalid(scope))?;
        let resource =
            resources::by_audience(&audience, tenant.sharepoint()).ok_or_else(|| not_there(&audience, tenant))?;
        Ok(Self {
            audience,
            resource,
            permissions,
            everything,
            openid,
        })
    }
}

/// True when a refresh token is asked for.
pub fn is_offline(scope: &str) -> bool {
    scope.split_whitespace().any(|s| s == "offline_access")
}

/// The resource is not in that tenant.
pub fn not_there(audience: &str, tenant: &Tenant) -> EntraError {
    bad_request(
        "invalid_resource",
        500_011,
        format!(
            "The resource principal named {audience} was not found in the tenant named {}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
            tenant.id
        ),
    )
}

/// Audience and permission; a bare permission is Microsoft Graph's.
pub fn split(word: &str) -> Option<(&str, &str)> {
    match word.rsplit_once('/') {
        // An audience that ends in a slash has two before the permission.
        Some((audience, permission)) => {
            let audience = audience.trim_end_matches('/');
            (!permission.is_empty() && !audience.is_empty() && !audience.ends_with(':'))
                .then_some((audience, permission))
        }
        None => Some((GRAPH, word)),
    }
}

/// The scope can't be understood.
pub fn invalid(scope: &str) -> EntraError {
    bad_request(
        "invalid_scope",
        70011,
        format!(
            "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '{scope}' is not valid."
        ),
    )
}
