//! A token endpoint over https on loopback, with a certificate of an authority of its own.

use crate::support::tls::{acceptor, authority};
use crate::support::token_body;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// The service's name, which no resolver knows (RFC 2606).
pub const NAME: &str = "login.partner.example";

/// A service; dropped with its test.
pub struct Service {
    pub address: SocketAddr,
    /// The authority's certificate in PEM.
    pub authority: NamedTempFile,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Service {
    pub async fn start() -> Self {
        let authority = authority();
        let acceptor = acceptor(&authority, &[NAME, "localhost", "127.0.0.1"], |_| {});
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), authority.as_ref().pem()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, acceptor.clone(), Arc::clone(&seen)));
            }
        });
        Self {
            address,
            authority: file,
            requests,
        }
    }

    /// Its address by that name.
    pub fn at(&self, host: &str) -> String {
        format!("https://{host}:{}", self.address.port())
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(socket: TcpStream, acceptor: TlsAcceptor, seen: Arc<Mutex<Vec<String>>>) {
    // Who does not trust it says so and goes.
    let Ok(mut socket) = acceptor.accept(socket).await else {
        return;
    };
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0;
    while !String::from_utf8_lossy(&buffer[..length]).contains("grant_type=") {
        match socket.read(&mut buffer[length..]).await {
            Ok(read) if read > 0 => length += read,
            _ => return,
        }
    }
    let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
    seen.lock().unwrap().push(request);
    let body = token_body("through", 3600);
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    drop(socket.write_all(answer.as_bytes()).await);
    drop(socket.shutdown().await);
}
