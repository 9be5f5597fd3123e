//! Failures as documents.

use crate::documents::{ErrorDocument, EventKind, OperationEvent};
use partner_auth::Error;
use partner_auth::error::Retry;
use partner_ffi::{Event, Failure, event};

/// The event of an item that failed.
pub fn failed(item: Option<u32>, error: &Error) -> Event {
    event::event(&OperationEvent {
        error: Some(document(error)),
        ..OperationEvent::of(EventKind::Error, item)
    })
}

/// The event of an item whose work was cancelled or had a defect.
pub fn ended(item: Option<u32>, failure: Failure) -> Option<Event> {
    let error = match failure {
        Failure::Cancelled => Error::cancelled(),
        Failure::Panicked(Some(at)) => {
            Error::internal(format!("The work ended in a defect at {}:{}.", at.file, at.line))
        }
        Failure::Panicked(None) => Error::internal("The work ended in a defect."),
    };
    Some(failed(item, &error))
}

/// A failure as its document.
pub fn document(error: &Error) -> ErrorDocument {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let retry = error.retry_when();
    ErrorDocument {
        kind: error.kind().to_string(),
        message: error.to_string(),
        cause: owned(error.cause_known()),
        remedy: error.remedy().to_owned(),
        tenant: owned(error.tenant_given()),
        tenant_id: owned(error.tenant_guid()),
        service_code: owned(error.service_code()),
        service_text: owned(error.service_text()),
        http_status: error.http_status(),
        correlation_id: owned(error.correlation_id()),
        class: error.class().to_owned(),
        of_credential: error.is_of_credential(),
        held_back: error.is_held_back(),
        retryable: retry != Retry::Never,
        retry_after_seconds: match retry {
            // A part of a second counts as a whole one: a caller that waits must not come too early.
            Retry::After(wait) => u32::try_from(wait.as_millis().div_ceil(1000)).ok(),
            Retry::Never | Retry::Soon => None,
        },
        claims: owned(error.claims_challenge()),
        missing_scopes: error.scopes_missing().to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use partner_ffi::Defect;
    use serde_json::Value;

    #[test]
    fn a_defect_is_an_internal_error_that_names_its_place_and_never_a_cancellation() {
        let place = Defect {
            file: "token.rs".into(),
            line: 7,
        };
        for (failure, kind, words) in [
            (Failure::Panicked(Some(place)), "InternalError", "token.rs:7"),
            (Failure::Panicked(None), "InternalError", "defect"),
            (Failure::Cancelled, "Cancelled", "cancelled"),
        ] {
            let event: Value = serde_json::from_slice(&ended(Some(3), failure).unwrap()).unwrap();
            assert_eq!((&event["item"], &event["error"]["kind"]), (&3.into(), &kind.into()));
            assert!(event["error"]["message"].as_str().unwrap().contains(words), "{event}");
        }
    }
}
