//! `consent_read` and `consent_remove`.

use crate::bulk;
use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    AccountDocument, EventKind, GrantedDocument, GrantedItem, GrantedServiceDocument, GrantedStart, OperationEvent,
    RemovalDocument, RemovalItem, RemovalStart,
};
use crate::failure::failed;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use partner_auth::consent::granted::{self, Granted, Seen};
use partner_auth::consent::{Place, remove};
use partner_auth::{Account, ClientId, Error, Report, Tenant};
use partner_ffi::{Operation, Outcome, Status, buffer, event};
use std::sync::Arc;
use std::time::Duration;

/// Starts with the request's items; more may be fed.
pub fn read(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: GrantedStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add)
}

/// Starts with the request's items; more may be fed.
pub fn remove(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: RemovalStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add_removal)
}

/// One customer that is asked about.
struct Asked {
    account: Account,
    application: ClientId,
    customer: Tenant,
    timeout: Duration,
    report: Arc<dyn Report>,
}

/// What the items of both operations name.
struct Item<'a> {
    account: &'a AccountDocument,
    application_id: Option<&'a str>,
    customer: &'a str,
    item: u32,
    timeout_seconds: u32,
}

impl Asked {
    fn read(operation: &Arc<Operation>, item: &Item<'_>) -> Result<Self, Error> {
        let account = convert::account(item.account)?;
        Ok(Self {
            application: item.application_id.map_or(Ok(account.client_id), ClientId::parse)?,
            account,
            customer: Tenant::parse(item.customer)?,
            timeout: convert::seconds(item.timeout_seconds),
            report: Events::of(operation, Some(item.item)),
        })
    }

    async fn place(&self) -> Result<Place<'_>, Error> {
        let Self {
            account,
            application,
            customer,
            timeout,
            report,
        } = self;
        Place::find(client(), account, *application, customer, *timeout, report).await
    }
}

fn add(operation: &Arc<Operation>, document: &GrantedItem) -> Outcome {
    let item = Item {
        account: &document.account,
        application_id: document.application_id.as_deref(),
        customer: &document.customer,
        item: document.item,
        timeout_seconds: document.timeout_seconds,
    };
    work(operation, &item, |place| {
        async move {
            let granted = granted::read(place, &granted::every_service()).await?;
            Ok(OperationEvent {
                granted: Some(granted_document(place, granted)),
                ..OperationEvent::of(EventKind::Result, None)
            })
        }
        .boxed()
    })
}

fn add_removal(operation: &Arc<Operation>, document: &RemovalItem) -> Outcome {
    let item = Item {
        account: &document.account,
        application_id: document.application_id.as_deref(),
        customer: &document.customer,
        item: document.item,
        timeout_seconds: document.timeout_seconds,
    };
    let with_service_principal = document.with_service_principal;
    work(operation, &item, move |place| {
        async move {
            let removed = remove::remove(place, with_service_principal).await?;
            let removal = RemovalDocument {
                tenant_id: place.customer.to_string(),
                application_id: place.application.to_string(),
                consent: removed.consent,
                service_principal: removed.service_principal,
            };
            Ok(OperationEvent {
                removal: Some(removal),
                ..OperationEvent::of(EventKind::Result, None)
            })
        }
        .boxed()
    })
}

/// Does something in one customer and answers with what comes of it.
fn work(
    operation: &Arc<Operation>,
    item: &Item<'_>,
    act: impl for<'a> FnOnce(&'a Place<'a>) -> BoxFuture<'a, Result<OperationEvent, Error>> + Send + 'static,
) -> Outcome {
    let number = Some(item.item);
    let asked = match Asked::read(operation, item) {
        Ok(asked) => asked,
        Err(error) => return operation.answer(failed(number, &convert::about(error, item.customer))),
    };
    operation.spawn(number, async move {
        let done = async {
            let place = asked.place().await?;
            act(&place).await.map_err(|e| place.about(e))
        };
        Some(match client().within(asked.timeout, Box::pin(done)).await {
            Ok(result) => event::event(&OperationEvent { item: number, ..result }),
            Err(error) => failed(number, &error.tenant(&asked.customer.to_string())),
        })
    })
}

fn granted_document(place: &Place<'_>, granted: Granted) -> GrantedDocument {
    let services = granted.services.into_iter().map(|service| GrantedServiceDocument {
        resource: service.resource,
        name: service.name,
        scopes: service.scopes.into_iter().collect(),
        roles: service.roles.into_iter().map(|role| role.name).collect(),
    });
    GrantedDocument {
        tenant_id: place.customer.to_string(),
        application_id: place.application.to_string(),
        service_principal_id: granted.service_principal.map(|s| s.id),
        from_tokens: granted.seen == Seen::Tokens,
        services: services.collect(),
    }
}
