//! A port of 127.0.0.1 that is served until it is stopped.

use crate::server;
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use tokio::task::JoinHandle;

/// Takes a port; 0 for any free one.
///
/// # Errors
/// The system's: the port is taken or not allowed.
pub fn bind(port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// A port that is served. It ends with [`Listening::stop`], or when it is dropped.
pub struct Listening {
    handle: Handle<SocketAddr>,
    server: Option<JoinHandle<()>>,
}

impl Listening {
    /// Serves on a listener; it listens when this returns.
    ///
    /// # Errors
    /// The system's, about the listener.
    pub async fn start(listener: TcpListener, tls: Option<RustlsConfig>, routes: Router) -> io::Result<Self> {
        let handle = Handle::new();
        let server = tokio::spawn(server::serve(listener, tls, handle.clone(), routes)?);
        handle.listening().await;
        Ok(Self {
            handle,
            server: Some(server),
        })
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

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.shutdown();
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}
