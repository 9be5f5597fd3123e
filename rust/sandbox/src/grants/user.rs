//! What the grants of a user share: whether the user may enter the tenant, and which scopes the token has.

use super::{Client, TokenResponse, claims, response};
use crate::accounts::Account;
use crate::consents::Granted;
use crate::customers;
use crate::entra_error::{EntraError, bad_request, invalid_grant};
use crate::identity::{Identity, RefreshToken};
use crate::parameters::Parameters;
use crate::resources;
use crate::scope::{Wanted, not_there};
use crate::state::State;
use crate::tenant::Tenant;
use crate::tokens::{Claims, encode, id_token};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What a grant of a user has found.
pub struct UserGrant {
    /// Who signed in.
    pub identity: Identity,
    /// What a token is asked for.
    pub wanted: Wanted,
    /// The nonce for the id token (OpenID Connect Core section 3.1.2.1).
    pub nonce: Option<String>,
    /// True when a refresh token comes with it.
    pub offline: bool,
}

/// Lets a user in, and makes the tokens.
///
/// # Errors
/// Why there is no token.
pub fn redeem(
    state: &State,
    tenant: &Tenant,
    client: &Client,
    parameters: &Parameters,
    grant: UserGrant,
) -> Result<TokenResponse, EntraError> {
    let UserGrant {
        identity,
        wanted,
        nonce,
        offline,
    } = grant;
    let account = enter(state, tenant, &identity)?;
    let scopes = granted(state, tenant, client, &wanted)?;
    let amr = if identity.mfa { &["pwd", "mfa"][..] } else { &["pwd"] };
    let claims = Claims {
        acrs: identity.acrs.clone(),
        amr: Some(amr.iter().map(|m| (*m).to_owned()).collect()),
        oid: object_id(&account, tenant).to_string(),
        wids: roles(state, &account, tenant).iter().map(Uuid::to_string).collect(),
        scp: Some(scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ")),
        upn: Some(account.user_principal_name.clone()),
        ..claims(state, tenant, client, &wanted)
    };
    // What was asked for comes back, the short form too: clients look for it when they search their cache.
    let everything = wanted.everything.then_some(".default");
    let names = scopes.iter().map(String::as_str).chain(everything);
    let full: Vec<String> = names.map(|s| format!("{}/{s}", wanted.audience)).collect();
    let issued = claims.iat;
    let refresh_token = offline.then(|| {
        let token = RefreshToken {
            identity,
            client: client.id,
            issued,
        };
        token.seal(&state.seals)
    });
    Ok(TokenResponse {
        scope: Some(full.join(" ")),
        refresh_token,
        id_token: wanted.openid.then(|| id(state, &claims, &account, nonce)),
        client_info: (parameters.get("client_info") == Some("1"))
            .then(|| encode(&json!({ "uid": account.id, "utid": account.tenant }))),
        ..response(state, &claims)
    })
}

/// The account, when it may enter that tenant: the partner's users enter every customer's in which they have a role, or
/// are guests.
///
/// # Errors
/// AADSTS50020 for a stranger and where no relationship gives a role, the tenant's fault, AADSTS50076 where multifactor authentication is missing.
pub fn enter(state: &State, tenant: &Tenant, identity: &Identity) -> Result<Account, EntraError> {
    let user = &identity.user;
    let Some(account) = state.account(user) else {
        let text = format!("The user account {user} does not exist in the {} directory.", tenant.id);
        return Err(invalid_grant(50034, text));
    };
    if account.tenant != tenant.id && !account.is_partner() {
        return Err(no_account(user));
    }
    if let Some(refusal) = tenant.fault.as_ref().and_then(|f| f.refusal(identity)) {
        return Err(refusal);
    }
    if tenant.wants_mfa && !identity.mfa {
        return Err(mfa_required());
    }
    if account.tenant != tenant.id && !tenant.has_guest && roles(state, &account, tenant).is_empty() {
        return Err(no_account(user));
    }
    Ok(account)
}

/// The roles that a user of the partner has in a customer's tenant.
fn roles(state: &State, account: &Account, tenant: &Tenant) -> BTreeSet<Uuid> {
    if account.tenant == tenant.id {
        return BTreeSet::new();
    }
    tenant.roles_of(account.id, state.admin_agents, state.clock.unix())
}

/// The user's object id in a tenant: a guest is another object there.
fn object_id(account: &Account, tenant: &Tenant) -> Uuid {
    if account.tenant == tenant.id || !tenant.has_guest {
        return account.id;
    }
    customers::tenant_id(0, &format!("{}/{}", tenant.id, account.id))
}

/// The user is none of that tenant's, and has no delegated access there.
pub fn no_account(user: &str) -> EntraError {
    let text = format!(
        "User account '{user}' from identity provider 'https://sts.windows.net/' does not exist in tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first."
    );
    invalid_grant(50020, text)
}

/// The sign-in was without multifactor authentication.
pub fn mfa_required() -> EntraError {
    let text = "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.";
    invalid_grant(50076, text.to_owned())
        .error("interaction_required")
        .suberror("basic_action")
}

/// The scopes of the token: all that are consented, when those asked for are among them.
fn granted(state: &State, tenant: &Tenant, client: &Client, wanted: &Wanted) -> Result<BTreeSet<String>, EntraError> {
    if client.is_first_party {
        let known = resources::by_id(wanted.resource).filter(|r| tenant.consents().has_service(r.id));
        let known = known.ok_or_else(|| not_there(&wanted.audience, tenant))?;
        let usual = known.scopes.iter().map(|s| (*s).to_owned());
        return Ok(usual.chain(wanted.permissions.iter().cloned()).collect());
    }
    let granted = tenant
        .consents()
        .granted(client.id, wanted.resource, state.clock.millis());
    match granted {
        // An application that was only registered is known at home.
        Granted::UnknownApplication if tenant.is_home => Err(not_consented(client)),
        Granted::UnknownApplication => Err(bad_request(
            "unauthorized_client",
            90099,
            format!(
                "The application '{}' has not been authorized in the tenant '{}'. Applications must be authorized to access the external tenant before partner delegated administrators can use them. Provide pre-consent or execute the appropriate Partner Center API to authorize the application.",
                client.id, tenant.id
            ),
        )),
        Granted::UnknownResource => Err(not_there(&wanted.audience, tenant)),
        Granted::Nothing => Err(not_consented(client)),
        Granted::Scopes(scopes) => {
            let has = |name: &String| scopes.iter().any(|s| s.eq_ignore_ascii_case(name));
            if wanted.permissions.iter().all(has) {
                Ok(scopes)
            } else {
                Err(not_consented(client))
            }
        }
    }
}

fn not_consented(client: &Client) -> EntraError {
    let text = format!(
        "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an interactive authorization request for this user and resource.",
        client.id, client.name
    );
    invalid_grant(65001, text).suberror("consent_required")
}

fn id(state: &State, claims: &Claims, account: &Account, nonce: Option<String>) -> String {
    let mut identity = json!({
        "aud": claims.appid,
        "iss": state.issuer(&claims.tid),
        "iat": claims.iat,
        "nbf": claims.nbf,
        "exp": claims.exp,
        "name": account.name,
        "oid": claims.oid,
        "preferred_username": account.user_principal_name,
        "sub": claims.oid,
        "tid": claims.tid,
        "ver": "2.0",
    });
    if let (Some(nonce), Some(fields)) = (nonce, identity.as_object_mut()) {
        fields.insert("nonce".to_owned(), Value::String(nonce));
    }
    id_token(&identity)
}
