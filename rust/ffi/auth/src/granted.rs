//! `consent_read` and `consent_remove`.

use crate::bulk;
use crate::client::{Events, client};
use crate::convert;
use crate::documents::{
    EventKind, GrantedDocument, GrantedItem, GrantedServiceDocument, GrantedStart, OperationEvent, RemovalDocument,
    RemovalItem, RemovalStart,
};
use crate::failure::failed;
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

impl Asked {
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
    let item = Some(document.item);
    let account = convert::account(&document.account);
    let asked = account.and_then(|account| {
        Ok(Asked {
            application: application(&account, document.application_id.as_deref())?,
            account,
            customer: Tenant::parse(&document.customer)?,
            timeout: convert::seconds(document.timeout_seconds),
            report: Events::of(operation, item),
        })
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    operation.spawn(item, async move {
        let work = async {
            let place = asked.place().await?;
            let granted = granted::read(&place, &granted::every_service()).await;
            let granted = granted
                .map_err(|e| e.about(&asked.customer.to_string(), place.customer.id().map(|i| i.to_string())))?;
            Ok(granted_document(&place, granted))
        };
        Some(match client().within(asked.timeout, Box::pin(work)).await {
            Ok(document) => event::event(&OperationEvent {
                granted: Some(document),
                ..OperationEvent::of(EventKind::Result, item)
            }),
            Err(error) => failed(item, &error.tenant(&asked.customer.to_string())),
        })
    })
}

fn add_removal(operation: &Arc<Operation>, document: &RemovalItem) -> Outcome {
    let (item, with_service_principal) = (Some(document.item), document.with_service_principal);
    let account = convert::account(&document.account);
    let asked = account.and_then(|account| {
        Ok(Asked {
            application: application(&account, document.application_id.as_deref())?,
            account,
            customer: Tenant::parse(&document.customer)?,
            timeout: convert::seconds(document.timeout_seconds),
            report: Events::of(operation, item),
        })
    });
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    operation.spawn(item, async move {
        let work = async {
            let place = asked.place().await?;
            let removed = remove::remove(&place, with_service_principal).await?;
            Ok(RemovalDocument {
                tenant_id: place.customer.to_string(),
                application_id: place.application.to_string(),
                consent: removed.consent,
                service_principal: removed.service_principal,
            })
        };
        Some(match Box::pin(work).await {
            Ok(document) => event::event(&OperationEvent {
                removal: Some(document),
                ..OperationEvent::of(EventKind::Result, item)
            }),
            Err(error) => failed(item, &Error::tenant(error, &asked.customer.to_string())),
        })
    })
}

/// The application that is meant: the one that is named, else the account's own.
pub fn application(account: &Account, given: Option<&str>) -> Result<ClientId, Error> {
    given.map_or(Ok(account.client_id), ClientId::parse)
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
