//! What the tests of the core share: a server that answers as told, a clock that is turned by hand, an account.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses its part"
)]

pub mod connecting;
pub mod consenting;
pub mod faulty;
pub mod partner;
pub mod person;
pub mod shelf;
pub mod tls;

use partner_auth::clock::Clock;
use partner_auth::report::{Answer, Silent};
use partner_auth::{
    Account, ClientCredential, ClientId, Cloud, PartnerClient, Question, RefreshToken, Report, Scopes, Secret, Tenant,
    TokenRequest,
};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};

/// The customer of most tests.
pub const CUSTOMER: &str = "11111111-2222-3333-4444-555555555555";

/// So many in the short form that every run has, and so many where the long one is asked for.
pub fn many(short: u32, long: u32) -> u32 {
    if std::env::var_os("PARTNERAUTH_LONG").is_some() {
        long
    } else {
        short
    }
}

/// Answers every request on loopback with what a function makes of it.
pub struct Server {
    pub address: String,
    pub requests: Arc<Mutex<Vec<String>>>,
}

/// What a server does with a request.
pub enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Closes without a word.
    Close,
    /// Sends these bytes once the gate opens.
    After(Arc<Notify>, Vec<u8>),
}

impl Server {
    /// A server whose function gets each request's head and body, and its number from 0.
    pub async fn start(reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests: Arc<Mutex<Vec<String>>> = Arc::default();
        let (reply, seen) = (Arc::new(reply), Arc::clone(&requests));
        tokio::spawn(async move {
            let count = Arc::new(AtomicUsize::new(0));
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&reply), Arc::clone(&seen), Arc::clone(&count)));
            }
        });
        Self { address, requests }
    }

    /// How many requests came.
    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The request of that number.
    pub fn request(&self, number: usize) -> String {
        self.requests.lock().unwrap().get(number).cloned().unwrap_or_default()
    }

    /// A sandbox environment whose services are this server.
    pub fn cloud(&self) -> Arc<Cloud> {
        Arc::new(Cloud::sandbox("Test", &self.address, &self.address, &self.address, None).unwrap())
    }
}

async fn serve(
    mut socket: TcpStream,
    reply: Arc<impl Fn(&str, usize) -> Reply>,
    seen: Arc<Mutex<Vec<String>>>,
    count: Arc<AtomicUsize>,
) {
    let mut buffer = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let read = socket.read(&mut chunk).await.unwrap_or(0);
        if read == 0 {
            return;
        }
        buffer.extend_from_slice(chunk.get(..read).unwrap());
        let text = String::from_utf8_lossy(&buffer).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .filter_map(|l| l.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .map_or(0, |(_, value)| value.trim().parse().unwrap());
        if body.len() >= length {
            break;
        }
    }
    let request = String::from_utf8_lossy(&buffer).into_owned();
    seen.lock().unwrap().push(request.clone());
    match reply(&request, count.fetch_add(1, Ordering::SeqCst)) {
        Reply::Close => {}
        Reply::Bytes(bytes) => drop(socket.write_all(&bytes).await),
        Reply::After(gate, bytes) => {
            gate.notified().await;
            drop(socket.write_all(&bytes).await);
        }
    }
    drop(socket.shutdown().await);
}

/// An answer in HTTP/1.1 with further header lines.
pub fn http_with(status: u16, headers: &str, body: &str) -> Reply {
    Reply::Bytes(
        format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
            body.len()
        )
        .into_bytes(),
    )
}

/// An answer in HTTP/1.1.
pub fn http(status: u16, body: &str) -> Reply {
    http_with(status, "", body)
}

/// A token endpoint's success that lives so long.
pub fn token(name: &str, seconds: u32) -> Reply {
    http(200, &token_body(name, seconds))
}

/// The body of a token endpoint's success.
pub fn token_body(name: &str, seconds: u32) -> String {
    format!(
        r#"{{"token_type":"Bearer","scope":"https://graph.microsoft.com/User.Read","expires_in":{seconds},"access_token":"{name}","refresh_token":"partner-sandbox.next"}}"#
    )
}

/// A token endpoint's failure with that code.
pub fn refusal(code: u32) -> Reply {
    http(
        400,
        &format!(r#"{{"error":"invalid_grant","error_description":"AADSTS{code}: x","error_codes":[{code}]}}"#),
    )
}

/// A clock that stands still until it is turned.
#[derive(Default)]
pub struct TestClock {
    state: Mutex<ClockState>,
    slept: Notify,
}

#[derive(Default)]
struct ClockState {
    elapsed: Duration,
    sleepers: Vec<(Duration, oneshot::Sender<()>)>,
}

impl TestClock {
    /// Turns the clock on and wakes whom it is time for.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state.lock().unwrap();
        state.elapsed += by;
        let now = state.elapsed;
        let (due, rest) = std::mem::take(&mut state.sleepers)
            .into_iter()
            .partition(|(until, _)| *until <= now);
        state.sleepers = rest;
        drop(state);
        let due: Vec<(Duration, oneshot::Sender<()>)> = due;
        for (_, wake) in due {
            let _ = wake.send(());
        }
    }

    /// Waits until somebody sleeps for no longer than that, and says how long.
    pub async fn sleeper(&self, at_most: Duration) -> Duration {
        loop {
            let notified = self.slept.notified();
            {
                let mut state = self.state.lock().unwrap();
                state.sleepers.retain(|(_, wake)| !wake.is_closed());
                let now = state.elapsed;
                let lengths = state.sleepers.iter().map(|(until, _)| until.saturating_sub(now));
                if let Some(length) = lengths.filter(|l| *l <= at_most).min() {
                    return length;
                }
            }
            notified.await;
        }
    }
}

impl Clock for TestClock {
    fn unix(&self) -> i64 {
        4_000_000_000 + i64::try_from(self.elapsed().as_secs()).unwrap()
    }

    fn elapsed(&self) -> Duration {
        self.state.lock().unwrap().elapsed
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let (wake, woken) = oneshot::channel();
        let mut state = self.state.lock().unwrap();
        let until = state.elapsed.saturating_add(length);
        state.sleepers.push((until, wake));
        drop(state);
        self.slept.notify_waiters();
        Box::pin(async move { drop(woken.await) })
    }
}

/// Keeps what it is told.
#[derive(Default)]
pub struct Notes {
    pub verbose: Mutex<Vec<String>>,
    pub warnings: Mutex<Vec<String>>,
}

impl Report for Notes {
    fn verbose(&self, message: String) {
        self.verbose.lock().unwrap().push(message);
    }
    fn warning(&self, message: String) {
        self.warnings.lock().unwrap().push(message);
    }
    fn progress(&self, _: String) {}
    fn ask(&self, question: Question) -> Answer {
        Silent.ask(question)
    }
}

/// A client on a clock that is turned by hand.
pub fn client() -> (Arc<PartnerClient>, Arc<TestClock>, Arc<Notes>) {
    let clock: Arc<TestClock> = Arc::default();
    (Arc::new(PartnerClient::new(clock.clone())), clock, Arc::default())
}

/// An application with a secret and a refresh token.
pub fn account(cloud: &Arc<Cloud>) -> Account {
    Account {
        cloud: Arc::clone(cloud),
        home: Tenant::Organizations,
        client_id: ClientId::parse("99999999-2222-3333-4444-555555555555").unwrap(),
        credential: ClientCredential::Secret(Arc::new(Secret::new("partner-sandbox.canary-secret".into()))),
        access_token: None,
        refresh_token: Some(refresh_token("partner-sandbox.canary-refresh")),
    }
}

/// The partner's application and user in a sandbox.
pub fn account_of(sandbox: &partner_sandbox::Sandbox) -> Account {
    let document = sandbox.document();
    let at = &document.environment;
    let cloud = Cloud::sandbox(&at.name, &at.login, &at.graph, &at.partner_center, None).unwrap();
    Account {
        cloud: Arc::new(cloud),
        home: Tenant::parse(&document.tenant_id).unwrap(),
        client_id: ClientId::parse(&document.application_id).unwrap(),
        credential: ClientCredential::Secret(Arc::new(Secret::new(document.client_secret.clone()))),
        access_token: None,
        refresh_token: Some(refresh_token(&document.refresh_token)),
    }
}

/// A refresh token as an account holds it.
pub fn refresh_token(text: &str) -> Arc<RefreshToken> {
    Arc::new(RefreshToken::new(Arc::new(Secret::new(text.to_owned()))))
}

/// A request for Graph.
pub fn graph(account: &Account, tenant: &str) -> TokenRequest {
    TokenRequest {
        account: account.clone(),
        tenant: Tenant::parse(tenant).unwrap(),
        scopes: Scopes::parse(&account.cloud, &["Graph".into()]).unwrap(),
        minimum_lifetime: Duration::from_secs(900),
        timeout: Duration::from_secs(100),
        force_refresh: false,
    }
}
