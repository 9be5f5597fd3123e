//! `connect_prepare`.

use crate::bulk;
use crate::client::{Events, client};
use crate::documents::{
    ConnectDocument, ConnectItem, ConnectStart, EventKind, OperationEvent, ParameterDocument, ParameterKind,
};
use crate::failure::failed;
use crate::{convert, environment};
use partner_auth::connect::{self, ConnectRequest, Connection, Consumer, Parameter, Source, Value};
use partner_auth::{Result, Tenant, Token};
use partner_ffi::{Operation, Outcome, Status, buffer, event};
use std::sync::Arc;

/// Starts with the request's items; more may be fed.
pub fn prepare(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: ConnectStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add)
}

fn add(operation: &Arc<Operation>, document: &ConnectItem) -> Outcome {
    let item = Some(document.item);
    let request = match request(document) {
        Ok(request) => request,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.tenant))),
    };
    let report = Events::of(operation, item);
    operation.spawn(item, async move {
        Some(match connect::parameters(client(), &request, &report).await {
            Ok(connection) => event::event(&OperationEvent {
                connect: Some(document_of(connection)),
                ..OperationEvent::of(EventKind::Result, item)
            }),
            Err(error) => failed(item, &error),
        })
    })
}

fn request(item: &ConnectItem) -> Result<ConnectRequest> {
    let source = match item.access_token {
        None => Source::Account(convert::account(&item.account)?),
        Some(token) => Source::Given {
            cloud: Arc::new(environment::cloud(&item.account.environment)?),
            token: convert::secret(token)?,
        },
    };
    Ok(ConnectRequest {
        source,
        tenant: Tenant::parse(&item.tenant)?,
        consumer: Consumer::by_name(&item.resource)?,
        organization: item.organization.clone(),
        url: item.url.clone(),
        minimum_lifetime: convert::seconds(item.minimum_lifetime_seconds),
        timeout: convert::seconds(item.timeout_seconds),
        force_refresh: item.force_refresh,
    })
}

fn document_of(connection: Connection) -> ConnectDocument {
    ConnectDocument {
        command: connection.command.to_owned(),
        parameters: connection.parameters.into_iter().map(parameter).collect(),
        tenant_id: connection.tenant_id,
        scopes: connection.scopes,
        expires_on: connection.expires_on,
    }
}

fn parameter(parameter: Parameter) -> ParameterDocument {
    let text = |token: &Arc<Token>| token.access_token.expose().to_owned();
    let (kind, values, on) = match parameter.value {
        Value::Text(value) => (ParameterKind::Text, vec![value], false),
        Value::Secret(token) => (ParameterKind::Secret, vec![text(&token)], false),
        Value::SecureSecret(token) => (ParameterKind::SecureSecret, vec![text(&token)], false),
        Value::Secrets(tokens) => (ParameterKind::Secrets, tokens.iter().map(text).collect(), false),
        Value::Switch(on) => (ParameterKind::Switch, Vec::new(), on),
    };
    ParameterDocument {
        name: parameter.name.to_owned(),
        kind,
        values,
        on,
    }
}
