//! What is the same for all customers of a run, asked once: the partner's user, its groups, the relationships.

use super::cause::Cause;
use crate::account::Account;
use crate::application;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::graph::{Graph, needing, segment};
use crate::partner_center::Caller;
use crate::relationships::{self, Relationship};
use crate::resource::Resource;
use crate::scope::Scopes;
use crate::tenant::Tenant;
use crate::token::{Token, TokenRequest};
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// What all customers of a run share, by who asks.
#[derive(Default)]
pub struct Survey {
    /// True when one customer alone is looked at: then nobody reads the relationships of all.
    alone: bool,
    homes: Mutex<HashMap<Vec<u8>, Arc<Home>>>,
}

/// Relationships by the customer's tenant.
type ByCustomer = HashMap<Uuid, Vec<Relationship>>;

/// What is known of who asks.
#[derive(Default)]
pub struct Home {
    token: OnceCell<Result<Arc<Token>, Error>>,
    groups: OnceCell<Result<Arc<Groups>, Error>>,
    relationships: OnceCell<Result<Arc<ByCustomer>, Error>>,
    exchange_manage: OnceCell<Result<Option<bool>, Error>>,
}

/// The groups of the partner's tenant that somebody is in.
#[derive(Debug, Default)]
pub struct Groups {
    /// By a membership of one's own.
    pub direct: BTreeSet<Uuid>,
    /// By that, or by a group in the group.
    pub all: BTreeSet<Uuid>,
    /// True for an admin agent.
    /// Nothing where the names of groups may not be read.
    pub is_admin_agent: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Membership {
    id: String,
    display_name: Option<String>,
}

impl Survey {
    /// A survey for many customers, or for one `alone`.
    #[must_use]
    pub fn new(alone: bool) -> Self {
        Self {
            alone,
            ..Self::default()
        }
    }

    /// What is known of who asks.
    ///
    /// # Errors
    /// `InvalidInput` in a cloud without Microsoft Graph.
    pub(super) fn home(&self, caller: &Caller<'_>) -> Result<Arc<Home>, Error> {
        let account = caller.account;
        let Scopes::Of(scopes) = graph_scopes(account)? else {
            return Err(Error::internal("Microsoft Graph was read as SharePoint."));
        };
        let key = caller.client.cache().key(account, &account.home, &scopes);
        let mut homes = self.homes.lock().unwrap_or_else(PoisonError::into_inner);
        // Tokens that somebody drops meanwhile change nothing of who asks.
        Ok(Arc::clone(homes.entry(key.all_but_drops()).or_default()))
    }

    /// The relationships with a customer.
    ///
    /// # Errors
    /// Those of a Graph token for the partner's tenant and of Graph itself.
    pub(super) async fn relationships(
        &self,
        home: &Home,
        caller: &Caller<'_>,
        customer: Uuid,
    ) -> Result<Vec<Relationship>, Error> {
        if self.alone {
            return Box::pin(relationships::of(caller, Some(customer))).await;
        }
        let all = self.all(home, caller).await?;
        Ok(all.get(&customer).cloned().unwrap_or_default())
    }

    /// Reads the relationships of all customers where many are looked at; each page may take the caller's time.
    pub(super) async fn read_relationships(&self, home: &Home, caller: &Caller<'_>) {
        if !self.alone {
            // Each customer's steps tell what came of it.
            drop(self.all(home, caller).await);
        }
    }

    /// The relationships of all customers, read once: a list that failed is not begun again for each of them.
    async fn all(&self, home: &Home, caller: &Caller<'_>) -> Result<Arc<ByCustomer>, Error> {
        let read = home.relationships.get_or_init(|| async {
            let read = Box::pin(relationships::of(caller, None)).await;
            if let Err(error) = &read {
                caller.report.warning(format!(
                    "The relationships with customers can't be read, so no customer's are known: {error}"
                ));
            }
            let mut by_customer = ByCustomer::new();
            for one in read? {
                let customer = one.customer_id.as_deref().and_then(|id| Uuid::try_parse(id).ok());
                if let Some(customer) = customer {
                    by_customer.entry(customer).or_default().push(one);
                }
            }
            Ok(Arc::new(by_customer))
        });
        read.await.clone()
    }
}

impl Home {
    /// A token for Microsoft Graph in the partner's own tenant.
    ///
    /// # Errors
    /// Those of the token.
    pub(super) async fn token(&self, caller: &Caller<'_>) -> Result<Arc<Token>, Error> {
        let account = caller.account;
        once(&self.token, token(caller, &account.home, graph_scopes(account)?)).await
    }

    /// The groups of the user.
    ///
    /// # Errors
    /// Those of Graph.
    pub(super) async fn groups(&self, caller: &Caller<'_>) -> Result<Arc<Groups>, Error> {
        once(&self.groups, async { groups(caller, "me").await.map(Arc::new) }).await
    }

    /// The groups of the application's own service principal, for an account that acts for the application alone.
    ///
    /// # Errors
    /// Those of Graph.
    pub(super) async fn groups_of_application(&self, caller: &Caller<'_>) -> Result<Arc<Groups>, Error> {
        let token = self.token(caller).await?;
        let id = token.object_id.as_deref().unwrap_or_default();
        let path = format!("servicePrincipals/{}", segment(id)?);
        once(&self.groups, async { groups(caller, &path).await.map(Arc::new) }).await
    }

    /// Whether the registration of the partner's own application asks for Exchange.Manage, by its service and id; nothing
    /// where it is registered elsewhere.
    ///
    /// # Errors
    /// Those of Graph.
    pub(super) async fn has_exchange_manage(
        &self,
        caller: &Caller<'_>,
        service: ClientId,
        permission: &str,
    ) -> Result<Option<bool>, Error> {
        let application = caller.account.client_id;
        let ask = application::asks_for(caller, application, service, permission);
        once(&self.exchange_manage, ask).await
    }
}

/// A token of that tenant.
///
/// # Errors
/// Those of the token.
pub(super) async fn token(caller: &Caller<'_>, tenant: &Tenant, scopes: Scopes) -> Result<Arc<Token>, Error> {
    let request = TokenRequest {
        account: caller.account.clone(),
        tenant: tenant.clone(),
        scopes,
        minimum_lifetime: Duration::ZERO,
        timeout: caller.timeout,
        force_refresh: false,
    };
    let acquired = Box::pin(caller.client.acquire(&request, Arc::clone(caller.report))).await?;
    Ok(acquired.token)
}

/// The scopes of a token for Microsoft Graph.
///
/// # Errors
/// `InvalidInput` in a cloud without it.
pub(super) fn graph_scopes(account: &Account) -> Result<Scopes, Error> {
    let cloud = &account.cloud;
    Scopes::all_of(cloud, cloud.audience(Resource::Graph).unwrap_or(cloud.graph()?))
}

/// Asks once. What may pass by itself is not remembered, so that one bad moment does not cost all customers.
async fn once<T: Clone>(
    cell: &OnceCell<Result<T, Error>>,
    ask: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let asked = cell
        .get_or_try_init(|| async {
            match ask.await {
                Err(error) if Cause::of(&error).is_passing() => Err(error),
                answer => Ok(answer),
            }
        })
        .await?;
    asked.clone()
}

async fn groups(caller: &Caller<'_>, whose: &str) -> Result<Groups, Error> {
    let graph = Graph::new(
        caller.client,
        caller.account,
        &caller.account.home,
        caller.timeout,
        caller.report,
    );
    let read = async |which: &str| -> Result<Vec<Membership>, Error> {
        let path = format!("/v1.0/{whose}/{which}?$select=id,displayName&$top=999");
        let read = graph.list(&path).await;
        read.map_err(|e| needing(e, "Reading groups", "User.Read"))
    };
    let (direct, all) = (read("memberOf").await?, read("transitiveMemberOf").await?);
    let is_named = all.iter().any(|g| g.display_name.is_some());
    let is_admin_agent = all.iter().any(|g| g.display_name.as_deref() == Some("AdminAgents"));
    let ids = |groups: Vec<Membership>| groups.iter().filter_map(|g| Uuid::try_parse(&g.id).ok()).collect();
    Ok(Groups {
        direct: ids(direct),
        all: ids(all),
        is_admin_agent: is_named.then_some(is_admin_agent),
    })
}

/// The resource's application id.
pub(super) fn application_of(resource: Resource) -> Option<ClientId> {
    crate::permissions::service_of(resource).map(|s| s.application)
}
