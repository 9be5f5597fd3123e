//! The process's one client, and how its calls tell the caller what they do.

use crate::documents::{EventKind, OperationEvent};
use once_cell::sync::Lazy;
use partner_auth::{PartnerClient, Report};
use partner_ffi::{Operation, event};
use std::sync::{Arc, Weak};

static CLIENT: Lazy<Arc<PartnerClient>> = Lazy::new(|| Arc::new(PartnerClient::default()));

/// The client.
pub fn client() -> &'static Arc<PartnerClient> {
    &CLIENT
}

/// Tells through the events of an operation. It does not keep the operation alive: a request in flight may outlive it,
/// as others wait for the same token.
pub struct Events {
    operation: Weak<Operation>,
    item: Option<u32>,
}

impl Events {
    /// Tells what belongs to that item.
    pub fn of(operation: &Arc<Operation>, item: Option<u32>) -> Arc<dyn Report> {
        Arc::new(Self {
            operation: Arc::downgrade(operation),
            item,
        })
    }

    fn tell(&self, kind: EventKind, message: String) {
        if let Some(operation) = self.operation.upgrade() {
            operation.push(event::event(&OperationEvent {
                message: Some(message),
                ..OperationEvent::of(kind, self.item)
            }));
        }
    }
}

impl Report for Events {
    fn verbose(&self, message: String) {
        self.tell(EventKind::Verbose, message);
    }

    fn warning(&self, message: String) {
        self.tell(EventKind::Warning, message);
    }

    fn progress(&self, message: String) {
        self.tell(EventKind::Progress, message);
    }
}
