//! A sandbox from start to end.

use crate::application_certificate;
use crate::assertions::RegisteredCertificate;
use crate::certificate;
use crate::document::{self, Document, Environment};
use crate::error::Error;
use crate::identity::{Identity, RefreshToken};
use crate::managed_identity::{self, EXCHANGE, TRUSTED};
use crate::partner::{APPLICATION_ID, PUBLIC_APPLICATION_ID, TENANT_ID, USER_PRINCIPAL_NAME};
use crate::requests::Request;
use crate::scenario::Scenario;
use crate::server;
use crate::state::State;
use axum_server::Handle;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How to start a sandbox. What is left out is the scenario's, or a default.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How many customers there are; those of the scenario come first. 25 when nothing says it.
    pub customers: Option<u32>,
    /// The same seed makes the same customers.
    pub seed: Option<u64>,
    /// Tenants, faults and latency.
    pub scenario: Option<Scenario>,
    /// True to speak https with a certificate authority made now.
    pub https: bool,
    /// The port; any free one when left out.
    pub port: Option<u16>,
}

/// A running sandbox. It ends with [`Sandbox::stop`], or when it is dropped.
pub struct Sandbox {
    document: Document,
    state: Arc<State>,
    handle: Handle<SocketAddr>,
    server: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1. It listens when this returns. Needs a tokio runtime with I/O and time.
    ///
    /// # Errors
    /// What stands in the way, see [`Error`].
    pub async fn start(options: Options) -> Result<Self, Error> {
        let port = options.port.unwrap_or(0);
        let taken = |source| Error::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(taken)?;
        listener.set_nonblocking(true).map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let identity = options.https.then(certificate::make).transpose()?;
        let scheme = if options.https { "https" } else { "http" };
        let login = format!("{scheme}://{address}");

        let certificate = application_certificate::make()?;
        let mut scenario = options.scenario.unwrap_or_default();
        let own = RegisteredCertificate::parse(&certificate.public)?;
        scenario.certificates.insert(0, own);
        let state = Arc::new(State::new(login.clone(), scenario, options.customers, options.seed)?);
        let document = Document {
            environment: Environment {
                name: "Sandbox".to_owned(),
                graph: format!("{login}/graph"),
                partner_center: format!("{login}/partnercenter"),
                login,
                ca_certificate: identity.as_ref().map(|i| i.authority.clone()),
            },
            tenant_id: TENANT_ID.to_string(),
            application_id: APPLICATION_ID.to_string(),
            client_secret: state.client_secret.clone(),
            certificate: certificate.document,
            federated_token: managed_identity::token(&state, TRUSTED, EXCHANGE),
            managed_identity: document::ManagedIdentity {
                endpoint: format!("{}/msi/token", state.login),
                header: state.identity_header.clone(),
                client_id: TRUSTED.client.to_string(),
                imds_endpoint: format!("{}/metadata/identity/oauth2/token", state.login),
            },
            refresh_token: refresh_token(&state, APPLICATION_ID),
            public_refresh_token: refresh_token(&state, PUBLIC_APPLICATION_ID),
            user_principal_name: USER_PRINCIPAL_NAME.to_owned(),
            accounts: state.accounts.listed(),
            customer_password: state.accounts.customer_password.clone(),
            customers: state.listed(),
        };
        let handle = Handle::new();
        let routes = server::routes(Arc::clone(&state));
        let serving = server::serve(listener, identity.map(|i| i.config), handle.clone(), routes).map_err(taken)?;
        let server = tokio::spawn(serving);
        handle.listening().await;
        Ok(Self {
            document,
            state,
            handle,
            server: Some(server),
        })
    }

    /// Where it is and what it accepts.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What was asked of it, oldest first: the newest 100 000 requests.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.all()
    }

    /// Moves its clock ahead: codes and tokens end as if the time had passed.
    pub fn advance(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    /// Stops it: open connections are closed, and the port is free when this returns.
    pub async fn stop(mut self) {
        self.handle.shutdown();
        if let Some(server) = self.server.take() {
            // It fails only when it was cancelled, and then it has ended too.
            drop(server.await);
        }
    }
}

/// A refresh token of the partner's user, who signed in with multifactor authentication.
fn refresh_token(state: &State, client: Uuid) -> String {
    let token = RefreshToken {
        identity: Identity {
            user: USER_PRINCIPAL_NAME.to_owned(),
            mfa: true,
            acrs: Vec::new(),
        },
        client,
        issued: state.clock.now(),
    };
    token.seal(&state.seals)
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.handle.shutdown();
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}
