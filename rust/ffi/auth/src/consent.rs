//! `consent_grant`.

use crate::bulk;
use crate::client::{Events, client};
use crate::convert;
use crate::documents::{ConsentDocument, ConsentItem, ConsentStart, EventKind, GrantDocument, OperationEvent};
use crate::failure::failed;
use partner_auth::partner_center::Caller;
use partner_auth::partner_center::consents::{self, Consent, ConsentRequest};
use partner_ffi::{Operation, Outcome, Status, buffer, event};
use std::sync::Arc;

/// Starts with the request's items; more may be fed.
pub fn grant(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: ConsentStart = buffer::document(request)?;
    bulk::start(start.throttle_limit, &start.items, start.complete, add)
}

fn add(operation: &Arc<Operation>, document: &ConsentItem) -> Outcome {
    let item = Some(document.item);
    let converted =
        convert::account(&document.account).and_then(|account| Ok((account, convert::consent_request(document)?)));
    let (account, request) = match converted {
        Ok(converted) => converted,
        Err(error) => return operation.answer(failed(item, &convert::about(error, &document.customer))),
    };
    let timeout = convert::seconds(document.timeout_seconds);
    let report = Events::of(operation, item);
    operation.spawn(item, async move {
        let caller = Caller::new(client(), &account, timeout, &report);
        Some(match consents::grant(&caller, &request).await {
            Ok(consent) => event::event(&OperationEvent {
                consent: Some(document_of(request, consent)),
                ..OperationEvent::of(EventKind::Result, item)
            }),
            Err(error) => failed(item, &error),
        })
    })
}

fn document_of(request: ConsentRequest, consent: Consent) -> ConsentDocument {
    let grants = request.grants.iter().map(|grant| GrantDocument {
        enterprise_application_id: grant.enterprise_application_id.to_string(),
        scope: grant.scopes.join(","),
    });
    ConsentDocument {
        tenant_id: consent.tenant_id,
        application_id: request.application_id.to_string(),
        grants: grants.collect(),
        display_name: request.display_name,
        verified: consent.verified,
    }
}
