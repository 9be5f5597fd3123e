//! The listener and its routes: the three services on one port.

use crate::arrival::Arrival;
use crate::faults::random;
use crate::state::State;
use crate::{admin_consent, authorize, azure, device, discovery, graph, managed_identity, partner_center, token};
use axum::Router;
use axum::extract::OriginalUri;
use axum::http::StatusCode;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;

/// The state as handlers take it.
pub type Shared = axum::extract::State<Arc<State>>;

/// A server that runs until its handle is told to shut it down.
pub type Serving = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Which address is answered by whom.
pub fn routes(state: Arc<State>) -> Router {
    Router::new()
        .route(
            "/{tenant}/adminconsent",
            get(admin_consent::first).post(admin_consent::first),
        )
        .route(
            "/{tenant}/v2.0/adminconsent",
            get(admin_consent::second).post(admin_consent::second),
        )
        .route(
            "/{tenant}/oauth2/v2.0/authorize",
            get(authorize::answer).post(authorize::answer),
        )
        .route("/{tenant}/oauth2/v2.0/devicecode", post(device::answer))
        .route("/{tenant}/oauth2/v2.0/token", post(token::answer))
        .route("/common/oauth2/deviceauth", get(device::page).post(device::page))
        .route(
            "/{tenant}/v2.0/.well-known/openid-configuration",
            get(discovery::configuration),
        )
        .route("/common/discovery/instance", get(discovery::instance))
        .merge(identity_routes())
        .route("/azure/subscriptions", get(azure::subscriptions))
        .nest("/graph/v1.0", graph::routes())
        .nest("/partnercenter/v1", partner_center::routes())
        .fallback(unknown)
        .layer(middleware::from_fn_with_state(Arc::clone(&state), random::pass))
        .with_state(state)
}

/// A managed identity's endpoints alone.
pub fn managed_identity(state: Arc<State>) -> Router {
    identity_routes().fallback(unknown).with_state(state)
}

fn identity_routes() -> Router<Arc<State>> {
    Router::new()
        .route("/metadata/identity/oauth2/token", get(managed_identity::machine))
        .route("/msi/token", get(managed_identity::app_service))
}

/// Serves on a listener, over https when there is a certificate.
///
/// # Errors
/// The system's, about the listener.
pub fn serve(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
    routes: Router,
) -> io::Result<Serving> {
    let server = axum_server::from_tcp(listener)?.handle(handle);
    let service = routes.into_make_service();
    // A server that was told to end has ended well, and there is no other way for it to end.
    Ok(match tls {
        Some(config) => {
            let acceptor = RustlsAcceptor::new(config).acceptor(NoDelayAcceptor::new());
            Box::pin(async { drop(server.acceptor(acceptor).serve(service).await) })
        }
        None => Box::pin(async { drop(server.acceptor(NoDelayAcceptor::new()).serve(service).await) }),
    })
}

/// What the sandbox does not have, said so that nobody looks for the mistake elsewhere.
pub async fn unknown(axum::extract::State(state): Shared, arrival: Arrival, OriginalUri(uri): OriginalUri) -> Response {
    arrival.note(&state, None, None);
    let text = format!("The sandbox has no {}; its README lists what it has.\n", uri.path());
    (StatusCode::NOT_FOUND, text).into_response()
}
