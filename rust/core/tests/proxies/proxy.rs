//! A proxy on loopback that keeps what it is asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A proxy; dropped with its test.
pub struct Proxy {
    pub address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

/// What it does with a request.
#[derive(Clone, Copy)]
enum Manner {
    /// Connects to that service, whatever name was asked for.
    Connects(SocketAddr),
    /// Answers with that status and closes; closes at once when it is empty.
    Answers(&'static str),
}

impl Proxy {
    /// One that leads every host to that service.
    pub async fn to(service: SocketAddr) -> Self {
        Self::start(Manner::Connects(service)).await
    }

    /// One that answers everything with that status.
    pub async fn that_answers(status: &'static str) -> Self {
        Self::start(Manner::Answers(status)).await
    }

    /// An address where nobody listens.
    pub async fn gone() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    }

    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, manner, Arc::clone(&seen)));
            }
        });
        Self { address, heads }
    }

    /// The heads of all requests, CONNECT or not, with header names as they are written in RFC 9110.
    pub fn heads(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap();
        let named = |head: &String| head.replace("proxy-authorization", "Proxy-Authorization");
        heads.iter().map(named).collect()
    }
}

async fn serve(mut socket: TcpStream, manner: Manner, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = socket.read_u8().await else { return };
        head.push(byte);
    }
    seen.lock().unwrap().push(String::from_utf8(head).unwrap());
    match manner {
        Manner::Answers("") => {}
        Manner::Answers(status) => {
            let answer = format!(
                "HTTP/1.1 {status}\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            drop(socket.write_all(answer.as_bytes()).await);
        }
        Manner::Connects(service) => {
            let mut service = TcpStream::connect(service).await.unwrap();
            drop(socket.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await);
            drop(tokio::io::copy_bidirectional(&mut socket, &mut service).await);
        }
    }
}
