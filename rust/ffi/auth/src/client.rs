//! The process's one client, and how its calls tell the caller what they do.

use crate::bulk::Throttled;
use crate::documents::{EventKind, OperationEvent, QuestionDocument, QuestionKind};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use once_cell::sync::Lazy;
use partner_auth::error::Retry;
use partner_auth::report::Answer;
use partner_auth::throttle::Throttle;
use partner_auth::{Error, ErrorKind, PartnerClient, Question, Report};
use partner_ffi::{Operation, event};
use std::sync::{Arc, Weak};
use zeroize::Zeroizing;

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
    /// That of an operation over many items.
    throttle: Option<Arc<Throttle>>,
}

impl Events {
    /// Tells what belongs to that item.
    pub fn of(operation: &Arc<Operation>, item: Option<u32>) -> Arc<dyn Report> {
        Arc::new(Self {
            operation: Arc::downgrade(operation),
            item,
            throttle: operation.gate::<Throttled>().map(|gate| Arc::clone(&gate.0)),
        })
    }

    fn tell(&self, kind: EventKind, message: String) {
        if let Some(operation) = self.operation.upgrade() {
            operation.push(event::event(&OperationEvent::saying(kind, self.item, message)));
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

    fn ask(&self, question: Question) -> Answer {
        if let Question::OpenBrowser { url } = question {
            return open_browser(url).boxed();
        }
        let item = self.item;
        let asked = self.operation.upgrade().map(|operation| {
            operation.ask(|id| {
                event::event(&OperationEvent {
                    question: Some(document(id, question)),
                    ..OperationEvent::of(EventKind::Question, item)
                })
            })
        });
        async move {
            let reply = match asked {
                Some(reply) => reply.await,
                None => None,
            };
            match reply {
                Some(Ok(bytes)) => Ok(bytes),
                Some(Err(reason)) => Err(refused(&reason)),
                // The command that asked has ended; others that wait for the same ask again.
                None => Err(Error::cancelled().retry(Retry::Soon)),
            }
        }
        .boxed()
    }

    fn pushed_back(&self) {
        if let Some(throttle) = &self.throttle {
            throttle.pushed_back();
        }
    }

    fn may_retry(&self, asked: bool) -> bool {
        let may = asked || self.throttle.as_ref().is_none_or(|throttle| throttle.may_retry());
        if let (true, Some(operation)) = (may, self.operation.upgrade()) {
            operation.push(event::event(&OperationEvent::of(EventKind::Retry, self.item)));
        }
        may
    }

    fn rest(&self, wait: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        match &self.throttle {
            Some(throttle) => throttle.rest(wait),
            None => wait,
        }
    }
}

/// Shows an address in the system's browser. Starting one may take a while, and some stay in the foreground.
async fn open_browser(url: String) -> Result<Zeroizing<Vec<u8>>, Error> {
    match tokio::task::spawn_blocking(move || webbrowser::open(&url)).await {
        Ok(Ok(())) => Ok(Zeroizing::default()),
        _ => Err(Error::new(
            ErrorKind::ConfigurationInvalid,
            "No browser can be opened here.",
            "Open one by hand.",
        )),
    }
}

/// The host did not do what it was asked; its reason is for the person who reads the error.
fn refused(reason: &str) -> Error {
    Error::new(
        ErrorKind::CredentialInvalid,
        partner_auth::error::clean(reason),
        "Check the certificate's private key, or the script of -FederatedToken.",
    )
}

fn document(id: u64, question: Question) -> QuestionDocument {
    let (kind, source, data) = match question {
        Question::Sign { key, text, rs256 } => {
            let kind = if rs256 {
                QuestionKind::SignRs256
            } else {
                QuestionKind::SignPs256
            };
            (kind, Some(key), Some(STANDARD.encode(text)))
        }
        Question::FederatedToken { source } => (QuestionKind::FederatedToken, Some(source), None),
        // Browsers are opened here, and never asked for.
        Question::PasteAddress | Question::OpenBrowser { .. } => (QuestionKind::PasteAddress, None, None),
    };
    QuestionDocument { id, kind, source, data }
}
