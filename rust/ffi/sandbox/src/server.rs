//! `sandbox_start`.

use crate::documents::{
    EventKind, OperationEvent, SandboxAccount, SandboxCertificate, SandboxCustomer, SandboxDocument,
    SandboxEnvironment, SandboxManagedIdentity, SandboxStart,
};
use partner_ffi::{Event, Failure, Operation, Status, buffer, event};
use partner_sandbox::{Document, Error, Options, Sandbox, Scenario};
use std::future::pending;
use std::sync::Arc;

/// Starts a sandbox that runs until the operation is cancelled or closed.
pub fn start(request: &[u8]) -> Result<Arc<Operation>, Status> {
    let start: SandboxStart = buffer::document(request)?;
    let operation = Operation::new(1, None, ended)?;
    let telling = Arc::downgrade(&operation);
    operation.spawn(None, async move {
        // A cancellation drops this future, and with it the sandbox, which ends it.
        let sandbox = match run(start).await {
            Ok(sandbox) => sandbox,
            Err(error) => return Some(failed(error.to_string())),
        };
        if let Some(operation) = telling.upgrade() {
            operation.push(started(sandbox.document()));
        }
        pending().await
    })?;
    operation.finish();
    Ok(operation)
}

async fn run(start: SandboxStart) -> Result<Sandbox, Error> {
    Sandbox::start(Options {
        customers: start.customers,
        seed: start.seed,
        scenario: start.scenario.as_deref().map(Scenario::parse).transpose()?,
        https: start.https,
        port: start.port,
    })
    .await
}

fn started(document: &Document) -> Event {
    let environment = &document.environment;
    let customers = document.customers.iter().map(|customer| SandboxCustomer {
        tenant_id: customer.tenant_id.clone(),
        domain: customer.domain.clone(),
        name: customer.name.clone(),
    });
    let accounts = document.accounts.iter().map(|account| SandboxAccount {
        user_principal_name: account.user_principal_name.clone(),
        password: account.password.clone(),
        mfa_code: account.mfa_code.clone(),
    });
    let (certificate, identity) = (&document.certificate, &document.managed_identity);
    event::event(&OperationEvent {
        kind: EventKind::Started,
        message: None,
        sandbox: Some(SandboxDocument {
            environment: SandboxEnvironment {
                name: environment.name.clone(),
                login: environment.login.clone(),
                graph: environment.graph.clone(),
                partner_center: environment.partner_center.clone(),
                ca_certificate: environment.ca_certificate.clone(),
            },
            tenant_id: document.tenant_id.clone(),
            application_id: document.application_id.clone(),
            client_secret: document.client_secret.clone(),
            certificate: SandboxCertificate {
                pfx: certificate.pfx.clone(),
                password: certificate.password.clone(),
                pem: certificate.pem.clone(),
            },
            federated_token: document.federated_token.clone(),
            managed_identity: SandboxManagedIdentity {
                endpoint: identity.endpoint.clone(),
                header: identity.header.clone(),
                client_id: identity.client_id.clone(),
                imds_endpoint: identity.imds_endpoint.clone(),
            },
            refresh_token: document.refresh_token.clone(),
            public_refresh_token: document.public_refresh_token.clone(),
            user_principal_name: document.user_principal_name.clone(),
            accounts: accounts.collect(),
            customer_password: document.customer_password.clone(),
            customers: customers.collect(),
        }),
    })
}

/// A sandbox that was stopped has ended well; only a defect is told.
fn ended(_: Option<u32>, failure: Failure) -> Option<Event> {
    match failure {
        Failure::Cancelled => None,
        Failure::Panicked(Some(at)) => Some(failed(format!(
            "The sandbox ended in a defect at {}:{}.",
            at.file, at.line
        ))),
        Failure::Panicked(None) => Some(failed("The sandbox ended in a defect.".to_owned())),
    }
}

fn failed(message: String) -> Event {
    event::event(&OperationEvent {
        kind: EventKind::Error,
        message: Some(message),
        sandbox: None,
    })
}
