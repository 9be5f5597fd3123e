//! `admin_consent`.

use crate::client::{Events, client};
use crate::documents::{
    AdminConsentItem, AdminConsentStart, ConsentAnswerDocument, ConsentUrlDocument, EventKind, OperationEvent,
};
use crate::failure::{document, ended, failed};
use crate::{bulk, convert, environment};
use partner_auth::admin_consent::{
    Awaited, ConsentAnswer, ConsentLink, ConsentLinkRequest, ConsentListener, ConsentScopes, RedirectUri,
};
use partner_auth::{ClientId, Error, Result, Tenant};
use partner_ffi::{Event, Operation, Outcome, Status, buffer, event};
use std::sync::Arc;
use std::time::Duration;

/// The most links at once that an operation takes; the core takes fewer.
const MOST: u32 = 65_535;

/// Where answers come in, and how long each may take.
#[derive(Clone)]
struct Waiting {
    listener: Arc<ConsentListener>,
    limit: Duration,
}

/// Starts with the request's items; more may be fed. A port that can't be had ends the operation.
pub fn start(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: AdminConsentStart = buffer::document(request)?;
    let Some(listen) = start.listen else {
        let add = |operation: &Arc<Operation>, item: &AdminConsentItem| answer_at_once(operation, item);
        return bulk::start(MOST, &start.items, start.complete, add);
    };
    match partner_ffi::block_on(ConsentListener::bind(client(), listen.any_port))? {
        Ok(listener) => {
            let waiting = Waiting {
                listener: Arc::new(listener),
                limit: convert::seconds(listen.timeout_seconds),
            };
            let add = move |operation: &Arc<Operation>, item: &AdminConsentItem| wait_for(operation, item, &waiting);
            bulk::start(MOST, &start.items, start.complete, add)
        }
        Err(error) => {
            let operation = Operation::new(1, None, ended)?;
            operation.push(failed(None, &error));
            operation.finish();
            Ok(operation)
        }
    }
}

/// The link is all there is.
fn answer_at_once(operation: &Arc<Operation>, document: &AdminConsentItem) -> Outcome {
    let item = Some(document.item);
    let redirect_uri = document.redirect_uri.as_deref().map(RedirectUri::parse).transpose();
    let link = redirect_uri.and_then(|redirect_uri| link(document, redirect_uri.unwrap_or_default()));
    operation.answer(match link {
        Ok(link) => url(item, &link),
        Err(error) => refused(document, error),
    })
}

/// The link first, and its answer as the item's last event.
fn wait_for(operation: &Arc<Operation>, document: &AdminConsentItem, waiting: &Waiting) -> Outcome {
    let item = Some(document.item);
    let (link, awaited) = match expect(document, &waiting.listener) {
        Ok(expected) => expected,
        Err(error) => return operation.answer(refused(document, error)),
    };
    let (waiting, report) = (waiting.clone(), Events::of(operation, item));
    operation.answer(url(item, &link))?;
    operation.spawn(item, async move {
        Some(match waiting.listener.wait(awaited, waiting.limit, &*report).await {
            Ok(answer) => event::event(&OperationEvent {
                consent_answer: Some(answer_document(&answer)),
                ..OperationEvent::of(EventKind::Result, item)
            }),
            Err(error) => failed(item, &error),
        })
    })
}

fn expect(document: &AdminConsentItem, listener: &ConsentListener) -> Result<(ConsentLink, Awaited)> {
    if document.redirect_uri.is_some() {
        return Err(Error::input(
            "Who listens for the answer has a redirect address of its own.",
            "Leave -RedirectUri out, or -Listen.",
        ));
    }
    let link = link(document, listener.redirect_uri())?;
    let awaited = listener.expect(link.clone())?;
    Ok((link, awaited))
}

fn link(document: &AdminConsentItem, redirect_uri: RedirectUri) -> Result<ConsentLink> {
    let cloud = Arc::new(environment::cloud(&document.environment)?);
    let scopes = match document.scopes.as_slice() {
        [] => None,
        given => Some(ConsentScopes::parse(&cloud, given)?),
    };
    ConsentLink::new(ConsentLinkRequest {
        client_id: ClientId::parse(&document.client_id)?,
        tenant: Tenant::parse(&document.tenant)?,
        state: document.state.clone(),
        cloud,
        redirect_uri,
        scopes,
    })
}

fn refused(document: &AdminConsentItem, error: Error) -> Event {
    failed(Some(document.item), &convert::about(error, &document.tenant))
}

fn url(item: Option<u32>, link: &ConsentLink) -> Event {
    let request = &link.request;
    let scopes = request.scopes.iter().flat_map(ConsentScopes::iter);
    event::event(&OperationEvent {
        consent_url: Some(ConsentUrlDocument {
            url: link.url.clone(),
            state: link.state.clone(),
            redirect_uri: request.redirect_uri.as_str().to_owned(),
            client_id: request.client_id.to_string(),
            tenant_id: request.tenant.id().map(|id| id.to_string()),
            scopes: scopes.map(str::to_owned).collect(),
            version: link.version().into(),
        }),
        ..OperationEvent::of(EventKind::Result, item)
    })
}

fn answer_document(answer: &ConsentAnswer) -> ConsentAnswerDocument {
    ConsentAnswerDocument {
        tenant_id: answer.tenant_id.map(|id| id.to_string()),
        answered_by: answer.answered_by.map(|id| id.to_string()),
        is_tenant_asked: answer.is_tenant_asked,
        scopes: answer.scopes.clone(),
        refusal: answer.refusal.as_ref().map(document),
    }
}
