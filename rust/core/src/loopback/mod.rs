//! The loopback listener that the browser is sent back to (RFC 8252 section 7.3).

mod expected;
pub mod page;

pub use expected::{Answer, Expected};

use crate::client::PartnerClient;
use crate::error::{Error, ErrorKind};
use futures_util::future::{Either, select};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderValue, REFERRER_POLICY};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// The ports that registrations for the PartnerCenter module expect, in the order in which they are tried.
pub const PORTS: RangeInclusive<u16> = 8400..=8999;
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
        Self::bind_first(if any_port { 0..=0 } else { PORTS }).await
    }

    /// Binds the first free port of a range; of port 0 alone, any.
    async fn bind_first(ports: RangeInclusive<u16>) -> Result<Self, Error> {
        for port in ports.clone() {
            if let Some(listener) = Self::on(port).await {
                return Ok(listener);
            }
        }
        Err(Error::new(
            ErrorKind::ConfigurationInvalid,
            format!(
                "No port from {} to {} is free on this machine for the answer of the browser.",
                ports.start(),
                ports.end()
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

    /// Takes the answers that are expected, until it is dropped; every other request is answered and ignored.
    pub async fn serve<A: Answer>(self, client: &PartnerClient, expected: &Arc<Expected<A>>) -> Infallible {
        let mut connections: VecDeque<oneshot::Sender<()>> = VecDeque::new();
        loop {
            let Some(socket) = self.accept().await else {
                // The system is short of something for a moment; the browser tries again.
                client.clock().sleep(BREATH).await;
                continue;
            };
            connections.retain(|connection| !connection.is_closed());
            if connections.len() >= CONNECTIONS {
                // Who holds connections and says nothing keeps no browser out: the oldest is cut.
                connections.pop_front();
            }
            let (connection, cut) = oneshot::channel();
            connections.push_back(connection);
            let end = select(client.clock().sleep(REQUEST), cut);
            let (expected, port) = (Arc::clone(expected), self.port);
            tokio::spawn(async move { answer(socket, port, &expected, end).await });
        }
    }

    async fn accept(&self) -> Option<TcpStream> {
        let accepts = self.sockets.iter().map(|socket| Box::pin(socket.accept()));
        let (accepted, ..) = futures_util::future::select_all(accepts).await;
        accepted.ok().map(|(socket, _)| socket)
    }
}

/// Answers the request of one connection, which ends with `end` at the latest.
pub(crate) async fn answer<A: Answer>(
    socket: impl AsyncRead + AsyncWrite + Unpin,
    port: u16,
    expected: &Expected<A>,
    end: impl Future + Unpin,
) {
    let taken = Mutex::new(None);
    let service = service_fn(|request: Request<Incoming>| {
        let answered = query(&request, port).and_then(|query| expected.take(query));
        let response = match answered {
            Some((answer, waiting)) => {
                let page = answer.page();
                *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some((answer, waiting));
                response(StatusCode::OK, page)
            }
            None if request.uri().path() == "/favicon.ico" => response(StatusCode::NOT_FOUND, ""),
            None => response(StatusCode::BAD_REQUEST, A::FOREIGN),
        };
        std::future::ready(Ok::<_, Infallible>(response))
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .keep_alive(false)
        // Who has said all and closes its half still sees the page.
        .half_close(true)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(socket), service);
    // What goes wrong with a connection is the browser's to repeat.
    match select(std::pin::pin!(connection), end).await {
        Either::Left((ended, _)) => drop(ended),
        Either::Right(_) => {}
    }
    // Only now, so that the page is there before the process of whoever waits can be gone.
    if let Some((answer, waiting)) = taken.into_inner().unwrap_or_else(PoisonError::into_inner) {
        drop(waiting.send(answer));
    }
}

/// The query of a request that may be an answer to this listener.
fn query(request: &Request<Incoming>, port: u16) -> Option<&str> {
    let host = request.headers().get(HOST)?.to_str().ok()?;
    let ours = [
        format!("localhost:{port}"),
        format!("127.0.0.1:{port}"),
        format!("[::1]:{port}"),
    ];
    if request.method() != Method::GET || request.uri().path() != "/" || !ours.iter().any(|h| h == host) {
        return None;
    }
    request.uri().query()
}

fn response(status: StatusCode, page: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(page.as_bytes())));
    *response.status_mut() = status;
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, page::POLICY),
        // The address may hold a code: it goes to no other page.
        (REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_free_port_of_the_range_is_taken_and_a_full_range_says_what_to_do() {
        let (taken, port) = loop {
            let listener = Listener::bind(true).await.unwrap();
            // A range of two, whose second must exist; that another program takes it meanwhile is a new attempt.
            let port = listener.port;
            match port.checked_add(1).map(|next| Listener::bind_first(port..=next)) {
                Some(next) => match next.await {
                    Ok(second) => break ([listener, second], port),
                    Err(_) => continue,
                },
                None => continue,
            }
        };
        assert_eq!(taken.each_ref().map(|l| l.port), [port, port + 1]);

        let error = Listener::bind_first(port..=port + 1).await.err().unwrap();
        assert_eq!(error.kind(), ErrorKind::ConfigurationInvalid);
        assert!(
            error.to_string().contains(&format!("from {port} to {}", port + 1)),
            "{error}"
        );
        assert!(error.remedy().contains("-UseAnyPort") && error.remedy().contains("http://localhost"));
    }

    #[test]
    fn the_ports_are_those_that_old_registrations_expect() {
        assert_eq!((*PORTS.start(), *PORTS.end()), (8400, 8999));
    }
}
