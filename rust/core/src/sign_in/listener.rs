//! The loopback listener that the browser is sent back to (RFC 8252 section 7.3).

use super::callback::Callback;
use super::page;
use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue, REFERRER_POLICY};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

/// The ports that registrations for the PartnerCenter module expect, in the order in which they are tried.
const PORTS: std::ops::RangeInclusive<u16> = 8400..=8999;
/// The most that one request may take.
const REQUEST: Duration = Duration::from_secs(10);
/// How long to wait after a connection that could not be taken.
const BREATH: Duration = Duration::from_millis(100);
/// The most connections at once; a browser needs a handful.
const CONNECTIONS: usize = 32;

/// Listens on both loopback addresses, as `localhost` may be either.
pub struct Listener {
    port: u16,
    sockets: Vec<TcpListener>,
}

impl Listener {
    /// Binds the first free port that registrations expect, or any.
    ///
    /// # Errors
    /// `ConfigurationInvalid` when none is free.
    pub async fn bind(any_port: bool) -> Result<Self, Error> {
        let ports = if any_port { 0..=0 } else { PORTS };
        for port in ports {
            if let Some(listener) = Self::on(port).await {
                return Ok(listener);
            }
        }
        Err(Error::new(
            ErrorKind::ConfigurationInvalid,
            format!(
                "No port from {} to {} is free on this machine for the answer of the sign-in.",
                PORTS.start(),
                PORTS.end()
            ),
            "Use any free port with -UseAnyPort; the registration then needs the redirect address http://localhost.",
        ))
    }

    async fn on(port: u16) -> Option<Self> {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.ok()?;
        let port = first.local_addr().ok()?.port();
        let mut sockets = vec![first];
        // A machine without IPv6 has one address less; a port that another program has there is not ours.
        match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(second) => sockets.push(second),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => return None,
            Err(_) => {}
        }
        Some(Self { port, sockets })
    }

    /// The address that the browser is sent back to; the slash at its end is that of the PartnerCenter module.
    pub fn redirect_uri(&self) -> String {
        format!("http://localhost:{}/", self.port)
    }

    /// Waits for the answer to the sign-in with that state; every other request is answered and ignored.
    pub async fn wait(self, client: &PartnerClient, state: &str) -> Callback {
        let (sender, mut found) = mpsc::channel(1);
        let room = Arc::new(Semaphore::new(CONNECTIONS));
        let accepting = async {
            loop {
                let Some(socket) = self.accept().await else {
                    // The system is short of something for a moment; the browser tries again.
                    client.clock().sleep(BREATH).await;
                    continue;
                };
                let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
                    // More than a browser makes: this connection is dropped, and the next is as good.
                    continue;
                };
                let (sender, state, port) = (sender.clone(), state.to_owned(), self.port);
                let limit = client.clock().sleep(REQUEST);
                tokio::spawn(async move {
                    let answering = answer(socket, port, &state, &sender);
                    drop(futures_util::future::select(std::pin::pin!(answering), limit).await);
                    drop(permit);
                });
            }
        };
        tokio::select! {
            Some(callback) = found.recv() => callback,
            never = accepting => never,
        }
    }

    async fn accept(&self) -> Option<TcpStream> {
        let accepts = self.sockets.iter().map(|socket| Box::pin(socket.accept()));
        let (accepted, ..) = futures_util::future::select_all(accepts).await;
        accepted.ok().map(|(socket, _)| socket)
    }
}

/// Answers the requests of one connection.
async fn answer(socket: TcpStream, port: u16, state: &str, found: &mpsc::Sender<Callback>) {
    let service = service_fn(|request: Request<Incoming>| async move {
        Ok::<_, Infallible>(match callback(&request, port, state) {
            Some(callback) => {
                let page = match callback.code {
                    Some(_) => page::DONE,
                    None if callback.is_declined() => page::DECLINED,
                    None => page::FAILED,
                };
                // The first answer counts; a second with the same state is a reload of the page.
                drop(found.try_send(callback));
                response(StatusCode::OK, page)
            }
            None if request.uri().path() == "/favicon.ico" => response(StatusCode::NOT_FOUND, ""),
            None => response(StatusCode::BAD_REQUEST, page::FOREIGN),
        })
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .keep_alive(false)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(socket), service);
    // What goes wrong with a connection is the browser's to repeat.
    drop(connection.await);
}

/// The answer in a request, if it is one to this listener.
fn callback(request: &Request<Incoming>, port: u16, state: &str) -> Option<Callback> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let ours = [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ];
    if request.method() != Method::GET || request.uri().path() != "/" || !ours.iter().any(|h| h == host) {
        return None;
    }
    Callback::read(request.uri().query()?, state)
}

fn response(status: StatusCode, page: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(page.as_bytes())));
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, page::POLICY),
        // The address holds the code: it goes to no other page.
        (REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
