//! A sandbox from start to end.

use crate::application_certificate;
use crate::assertions::RegisteredCertificate;
use crate::certificate;
use crate::document::{self, Document, Environment};
use crate::error::Error;
use crate::identity::{Identity, RefreshToken};
use crate::listening::{self, Listening};
use crate::managed_identity::{self, EXCHANGE, TRUSTED};
use crate::partner::{APPLICATION_ID, PUBLIC_APPLICATION_ID, TENANT_ID, USER_PRINCIPAL_NAME};
use crate::requests::Request;
use crate::scenario::Scenario;
use crate::server;
use crate::state::State;
use std::sync::Arc;
use std::time::Duration;
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
    services: Listening,
    /// A managed identity's endpoints beside services that speak https.
    plain: Option<Listening>,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1. It listens when this returns. Needs a tokio runtime with I/O and time.
    ///
    /// # Errors
    /// What stands in the way, see [`Error`].
    pub async fn start(options: Options) -> Result<Self, Error> {
        let port = options.port.unwrap_or(0);
        let taken = |source| Error::Port { port, source };
        let (listener, address) = listening::bind(port).map_err(taken)?;
        let identity = options.https.then(certificate::make).transpose()?;
        let scheme = if options.https { "https" } else { "http" };
        let login = format!("{scheme}://{address}");

        let certificate = application_certificate::make()?;
        let mut scenario = options.scenario.unwrap_or_default();
        let own = RegisteredCertificate::parse(&certificate.public)?;
        scenario.certificates.insert(0, own);
        let state = Arc::new(State::new(login.clone(), scenario, options.customers, options.seed)?);
        // A managed identity speaks plain http, on machines in Azure as well.
        let plain = options.https.then(|| listening::bind(0)).transpose();
        let plain = plain.map_err(|source| Error::Port { port: 0, source })?;
        let plain_address = plain.as_ref().map_or(address, |(_, address)| *address);
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
                endpoint: format!("http://{plain_address}/msi/token"),
                header: state.identity_header.clone(),
                client_id: TRUSTED.client.to_string(),
                imds_endpoint: format!("http://{plain_address}/metadata/identity/oauth2/token"),
            },
            refresh_token: refresh_token(&state, APPLICATION_ID),
            public_refresh_token: refresh_token(&state, PUBLIC_APPLICATION_ID),
            user_principal_name: USER_PRINCIPAL_NAME.to_owned(),
            accounts: state.accounts.listed(),
            customer_password: state.accounts.customer_password.clone(),
            customers: state.listed(),
        };
        let tls = identity.map(|i| i.config);
        let services = Listening::start(listener, tls, server::routes(Arc::clone(&state)));
        let services = services.await.map_err(taken)?;
        let plain = match plain {
            Some((listener, _)) => {
                let routes = server::managed_identity(Arc::clone(&state));
                Some(Listening::start(listener, None, routes).await.map_err(taken)?)
            }
            None => None,
        };
        Ok(Self {
            document,
            state,
            services,
            plain,
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
    pub async fn stop(self) {
        self.services.stop().await;
        if let Some(plain) = self.plain {
            plain.stop().await;
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
