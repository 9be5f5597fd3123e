//! Whether the partner's application is registered and consented to as its work needs it.

use super::judge::{self, Facts};
use super::registration::{self, RegisteredCredential, Registration};
use super::wanted;
use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::consent::Place;
use crate::consent::granted::{self, Granted};
use crate::error::{Error, ErrorKind, clean};
use crate::manifest::Manifest;
use crate::report::Report;
use crate::resource::Resource;
use crate::scope::Scopes;
use crate::token::{Token, TokenRequest};
use futures_util::future::join3;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it should be.
    Passed,
    /// It is not.
    Failed,
    /// It could not be read.
    Unknown,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, which scripts compare.
    pub name: &'static str,
    /// How it went.
    pub outcome: Outcome,
    /// What was seen.
    pub message: String,
    /// What to do; nothing when it passed.
    pub remedy: Option<String>,
}

/// What was seen of an application.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The application.
    pub application_id: ClientId,
    /// Its name, where it could be read.
    pub display_name: Option<String>,
    /// The tenant's id, where a token told it.
    pub tenant_id: Option<String>,
    /// The checks in the order in which they are mended.
    pub checks: Vec<Check>,
    /// Its secrets and certificates, where they could be read.
    pub credentials: Vec<RegisteredCredential>,
}

/// How a user is in the group AdminAgents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Membership {
    /// In the group itself.
    Direct,
    /// In a group in it.
    Nested,
    /// Not at all.
    None,
    /// Groups came without their names.
    Nameless,
}

/// The group of those who act for a partner.
const ADMIN_AGENTS: &str = "AdminAgents";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    display_name: Option<String>,
}

/// Looks at the manifest's application, or the account's own, in the account's home tenant. It needs Application.Read.All
/// and Directory.Read.All of Microsoft Graph; what may not be read is [`Outcome::Unknown`].
///
/// # Errors
/// `InvalidInput`, and what keeps a token away and is not about the sign-in, such as the network: nothing is known then.
pub async fn check(
    client: &Arc<PartnerClient>,
    account: &Account,
    manifest: Option<&Manifest>,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<Checked, Error> {
    let application = manifest.and_then(|m| m.application_id).unwrap_or(account.client_id);
    let work = async {
        let place = Place::at_home(client, account, application, timeout, report).await?;
        look(&place, manifest).await.map_err(|e| place.about(e))
    };
    client.within(timeout, Box::pin(work)).await
}

async fn look(place: &Place<'_>, manifest: Option<&Manifest>) -> Result<Checked, Error> {
    let wanted = wanted::at_home(manifest)?;
    let mut checked = Checked {
        application_id: place.application,
        display_name: None,
        tenant_id: place.customer.id().map(|id| id.to_string()),
        checks: Vec::new(),
        credentials: Vec::new(),
    };
    let token = match token(place, Resource::Graph).await {
        Ok(token) => Some(token),
        // Who signs in was right, and the consent for Graph is missing: the checks tell of it.
        Err(error) if granted::is_closed(&error) => None,
        Err(error) if is_about_sign_in(&error) => {
            checked.checks = judge::without_token(&error, &wanted);
            return Ok(checked);
        }
        Err(error) => return Err(error),
    };
    let graph = place.graph();
    let services: Vec<ClientId> = wanted.grants.iter().map(|g| g.resource).collect();
    let (registration, granted, membership) = join3(
        registration::by_app_id(&graph, place.application),
        granted::read(place, &services),
        membership(place),
    )
    .await;
    let facts = Facts {
        now: place.client.clock().unix(),
        mfa: mfa(place, token.as_deref()).await,
        registration,
        granted,
        membership,
    };
    checked.tenant_id = token.and_then(|t| t.tenant_id.clone()).or(checked.tenant_id);
    if let Ok(Some(registration)) = &facts.registration {
        checked.display_name = registration.display_name.as_deref().map(clean);
        checked.credentials = registration.credentials();
    }
    checked.checks = judge::all(place, &facts, &wanted);
    Ok(checked)
}

/// True for a failure that says what is wrong with the application's credential, the user or the tenant.
fn is_about_sign_in(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::CredentialInvalid
            | ErrorKind::RefreshTokenExpired
            | ErrorKind::TokenExpired
            | ErrorKind::MfaRequired
            | ErrorKind::ConditionalAccess
            | ErrorKind::NoAccess
            | ErrorKind::AccountProblem
            | ErrorKind::ConfigurationInvalid
    )
}

async fn token(place: &Place<'_>, resource: Resource) -> Result<Arc<Token>, Error> {
    let cloud = &place.account.cloud;
    let audience = cloud.audience(resource).unwrap_or(cloud.graph()?);
    let request = TokenRequest {
        account: place.account.clone(),
        tenant: place.customer.clone(),
        scopes: Scopes::all_of(cloud, audience)?,
        minimum_lifetime: Duration::ZERO,
        timeout: place.left(),
        force_refresh: false,
    };
    let acquired = place.client.acquire(&request, Arc::clone(place.report)).await?;
    Ok(acquired.token)
}

/// Whether the user's sign-in had multifactor authentication: as the token says, or what is known of the refresh token.
async fn mfa(place: &Place<'_>, token_of_graph: Option<&Token>) -> Option<bool> {
    if place.account.is_app_only() {
        return None;
    }
    let told = token_of_graph.and_then(|t| t.details.mfa);
    let known = || place.account.refresh_token.as_ref().and_then(|r| r.known().user.mfa);
    match told.or_else(known) {
        None => token(place, Resource::PartnerCenter).await.ok()?.details.mfa,
        told => told,
    }
}

/// How the user is in AdminAgents; nothing for an application alone. It needs GroupMember.Read.All.
async fn membership(place: &Place<'_>) -> Result<Option<Membership>, Error> {
    if place.account.is_app_only() {
        return Ok(None);
    }
    let graph = place.graph();
    let select = "$select=id,displayName";
    let direct: Vec<Group> = graph.list(&format!("/v1.0/me/memberOf?{select}")).await?;
    if has_agents(&direct) {
        return Ok(Some(Membership::Direct));
    }
    if direct.iter().any(|g| g.display_name.is_none()) {
        return Ok(Some(Membership::Nameless));
    }
    let all: Vec<Group> = graph.list(&format!("/v1.0/me/transitiveMemberOf?{select}")).await?;
    Ok(Some(if has_agents(&all) {
        Membership::Nested
    } else {
        Membership::None
    }))
}

fn has_agents(groups: &[Group]) -> bool {
    groups.iter().any(|g| g.display_name.as_deref() == Some(ADMIN_AGENTS))
}

pub(super) type Registered = Result<Option<Registration>, Error>;
pub(super) type Consented = Result<Granted, Error>;
pub(super) type Member = Result<Option<Membership>, Error>;
