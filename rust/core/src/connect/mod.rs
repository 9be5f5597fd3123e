//! Parameters for the Connect commands of other modules: tokens that were checked, and what stands beside them.

mod check;
mod consumer;
mod initial_domain;
mod parameters;
mod request;

pub use consumer::{Access, Consumer};
pub use initial_domain::InitialDomains;
pub use parameters::{Parameter, Value};
pub use request::{ConnectRequest, Source};

use crate::account::Account;
use crate::claims::Claims;
use crate::client::PartnerClient;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::report::Report;
use crate::resource::Resource;
use crate::scope::{ScopeSet, Scopes};
use crate::secret::Secret;
use crate::tenant::Tenant;
use crate::token::Token;
use check::Expected;
use parameters::Facts;
use request::Given;
use std::sync::Arc;
use uuid::Uuid;

/// A command's parameters for one tenant.
#[derive(Debug)]
pub struct Connection {
    /// The command.
    pub command: &'static str,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// The tenant's id.
    pub tenant_id: Option<String>,
    /// The scopes of its tokens; for app-only tokens their roles.
    pub scopes: Vec<String>,
    /// When the first of its tokens ends, Unix seconds.
    pub expires_on: i64,
}

/// The parameters of a command for one tenant.
///
/// # Errors
/// `InvalidInput` before anything is sent; those of tokens and of lookups in Graph; those of a token that is another than
/// the command needs, which is not handed out.
pub async fn parameters(
    client: &Arc<PartnerClient>,
    request: &ConnectRequest,
    report: &Arc<dyn Report>,
) -> Result<Connection, Error> {
    let work = async {
        let given = request.check()?;
        if let Some(note) = &request.consumer.note {
            report.verbose(note.clone());
        }
        match &request.source {
            Source::Account(account) => Box::pin(asked(client, request, account, given, report)).await,
            Source::Given { cloud, token } => Box::pin(handed(client, request, cloud, token, given, report)).await,
        }
    };
    let result = client.within(request.timeout, work).await;
    result.map_err(|e| client.about(e, request.cloud(), &request.tenant))
}

/// Tokens that the service is asked for.
async fn asked(
    client: &Arc<PartnerClient>,
    request: &ConnectRequest,
    account: &Account,
    given: Given,
    report: &Arc<dyn Report>,
) -> Result<Connection, Error> {
    let cloud = &account.cloud;
    let deadline = client.deadline(request.timeout);
    let discovery = client.discovery();
    let tenant = discovery
        .resolve(client, cloud, &request.tenant, deadline, &**report)
        .await?;
    let mut facts = Facts {
        site: given.site.as_ref().map(|s| s.url.clone()),
        ..Facts::default()
    };
    let mut tokens = Vec::new();
    for need in &request.consumer.tokens {
        let scopes = match (need.resource, &given.site) {
            (Resource::SharePoint, Some(site)) => all_of(cloud, &site.audience)?,
            (Resource::SharePoint, None) => {
                let hosts = client.sharepoint();
                let host = hosts.resolve(client, account, &tenant, request.timeout, report).await?;
                facts.site = Some(host.resource().to_owned());
                host
            }
            (resource, _) => all_of(cloud, cloud.audience(resource).unwrap_or_default())?,
        };
        let audience = scopes.resource().to_owned();
        let asked = request.token(account, &tenant, scopes);
        let token = client.acquire(&asked, Arc::clone(report)).await?.token;
        Expected {
            consumer: request.consumer,
            need,
            tenant: tenant.id(),
            audience: Some(&audience),
            access: access(account, &token),
            given: false,
        }
        .check(&token, &**report)?;
        tokens.push(token);
    }
    let first = tokens
        .first()
        .ok_or_else(|| Error::internal("The command takes no token."))?;
    let access = access(account, first);
    let id = first
        .tenant_id
        .as_deref()
        .and_then(|t| Uuid::try_parse(t).ok())
        .or(tenant.id());
    facts.initial_domain = match (given.organization, id) {
        (Some(named), _) => Some(named),
        (None, Some(id))
            if request
                .consumer
                .templates(access)
                .any(|t| t.mentions("{initialDomain}")) =>
        {
            let domains = client.initial_domains();
            Some(domains.resolve(client, account, id, request.timeout, report).await?)
        }
        (None, _) => None,
    };
    // Exchange Online takes a customer's id as well as its domain, and the id needs no lookup.
    facts.customer = facts.initial_domain.clone().or(id.map(|id| id.to_string()));
    facts.tenant_id = id.map(|id| id.to_string());
    connect(request, access, &tokens, facts)
}

/// A token that a person gave. Nobody is asked for more than the id of a domain.
async fn handed(
    client: &Arc<PartnerClient>,
    request: &ConnectRequest,
    cloud: &Cloud,
    token: &Secret,
    given: Given,
    report: &Arc<dyn Report>,
) -> Result<Connection, Error> {
    let app_only = Claims::of_access_token(token.expose())?.is_app_only();
    let token = Token::inspect(Secret::new(token.expose().to_owned()), client.clock())?;
    let deadline = client.deadline(request.timeout);
    let discovery = client.discovery();
    let tenant = discovery
        .resolve(client, cloud, &request.tenant, deadline, &**report)
        .await?;
    // A user who names no tenant is taken to be at home: a token does not say where its user is from.
    let access = match (app_only, &tenant, &given.organization) {
        (true, _, _) => Access::Application,
        (false, Tenant::Organizations, None) => Access::Own,
        (false, _, _) => Access::Customer,
    };
    let need = request
        .consumer
        .tokens
        .first()
        .ok_or_else(|| Error::internal("The command takes no token."))?;
    let audience = match need.resource {
        Resource::SharePoint => given.site.as_ref().map(|s| s.audience.as_str()),
        resource => cloud.audience(resource),
    };
    Expected {
        consumer: request.consumer,
        need,
        tenant: tenant.id(),
        audience,
        access,
        given: true,
    }
    .check(&token, &**report)?;
    let life = token.life(client.clock().unix(), client.clock().elapsed());
    if life < request.minimum_lifetime {
        report.warning(format!(
            "The token lives for {} more minutes only.",
            life.as_secs() / 60
        ));
    }
    if given.organization.is_none()
        && request
            .consumer
            .templates(access)
            .any(|t| t.mentions("{initialDomain}"))
    {
        return Err(Error::input(
            format!(
                "{} wants the tenant's initial domain, which a token does not tell.",
                request.consumer.command
            ),
            "Name it with -Organization, for example contoso.onmicrosoft.com.",
        ));
    }
    let site = given.site.map(|s| s.url);
    let facts = Facts {
        customer: given.organization.clone().or(token.tenant_id.clone()),
        initial_domain: given.organization,
        site: site.or_else(|| token.details.audience.clone().filter(|a| a.starts_with("https://"))),
        tenant_id: token.tenant_id.clone(),
        ..Facts::default()
    };
    connect(request, access, &[Arc::new(token)], facts)
}

fn connect(
    request: &ConnectRequest,
    access: Access,
    tokens: &[Arc<Token>],
    mut facts: Facts,
) -> Result<Connection, Error> {
    let first = tokens.first();
    facts.user = first.and_then(|t| t.details.user_name.clone());
    facts.account = match access {
        Access::Application => first.and_then(|t| t.details.client_id.clone()),
        Access::Customer | Access::Own => first.and_then(|t| t.details.user_name.clone().or(t.object_id.clone())),
    };
    Ok(Connection {
        command: &request.consumer.command,
        parameters: parameters::fill(request.consumer, access, request.cloud(), tokens, &facts)?,
        tenant_id: facts.tenant_id,
        scopes: tokens.iter().flat_map(|t| t.details.scopes.iter().cloned()).collect(),
        expires_on: tokens.iter().map(|t| t.expires_on).min().unwrap_or_default(),
    })
}

/// Whom a token of an account acts for, and where.
fn access(account: &Account, token: &Token) -> Access {
    let home = token.details.home_tenant_id.as_deref().map(str::to_owned);
    let home = home.or_else(|| account.home.id().map(|id| id.to_string()));
    match (account.is_app_only(), home, &token.tenant_id) {
        (true, _, _) => Access::Application,
        (false, Some(home), Some(tenant)) if home.eq_ignore_ascii_case(tenant) => Access::Own,
        (false, _, _) => Access::Customer,
    }
}

fn all_of(cloud: &Cloud, audience: &str) -> Result<ScopeSet, Error> {
    match Scopes::all_of(cloud, audience)? {
        Scopes::Of(set) => Ok(set),
        Scopes::SharePoint => Err(Error::internal("An audience was read as a short name.")),
    }
}
