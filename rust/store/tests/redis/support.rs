//! A server of the test's own, and a clock that the test turns.

use partner_auth::Error;
use partner_auth::clock::Clock;
use partner_auth::shelf::RecordName;
use partner_store::redis::{Address, Limits, RedisShelf};
use redis::{Cmd, Value, cmd};
use std::future::Future;
use std::net::TcpListener;
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// What every worker of these tests calls its records.
pub const NAME: &str = "tests";

pub struct Server {
    child: Child,
    folder: TempDir,
    pub port: u16,
    arguments: Vec<String>,
}

impl Server {
    /// Starts a server on a free port; none where there is no redis-server.
    pub fn start(arguments: &[&str]) -> Option<Self> {
        Self::with(|_| arguments.iter().map(|&a| a.to_owned()).collect())
    }

    /// The same, with arguments that know the server's folder.
    pub fn with(arguments: impl Fn(&TempDir) -> Vec<String>) -> Option<Self> {
        // Somebody else may take a free port before the server does.
        for _ in 0..5 {
            let folder = tempfile::tempdir().unwrap();
            let arguments = arguments(&folder);
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            let child = match launch(&folder, port, &arguments) {
                Ok(child) => child,
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                    eprintln!("skipped: redis-server is missing; .ci/run installs it.");
                    return None;
                }
                Err(e) => panic!("{e}"),
            };
            let mut server = Self {
                child,
                folder,
                port,
                arguments,
            };
            if server.is_up() {
                return Some(server);
            }
        }
        panic!("redis-server does not start");
    }

    /// Ends the server as a crash would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts it on the same port again; it has forgotten everything.
    pub fn start_again(&mut self) {
        self.child = launch(&self.folder, self.port, &self.arguments).unwrap();
        assert!(self.is_up());
    }

    /// Stops and continues the process, as a machine does that is too slow.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn address(&self) -> Address {
        Address::parse(&format!("redis://127.0.0.1:{}", self.port)).unwrap()
    }

    /// A worker's shelf.
    pub async fn shelf(&self, clock: &Arc<Turned>) -> RedisShelf {
        open(self.address(), clock.clone()).await.unwrap()
    }

    /// Asks the server past everything that is tested.
    pub async fn ask(&self, words: &[&str]) -> Value {
        let client = redis::Client::open(format!("redis://127.0.0.1:{}", self.port)).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        command(words).query_async(&mut connection).await.unwrap()
    }

    fn is_up(&mut self) -> bool {
        while self.child.try_wait().unwrap().is_none() {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A machine that runs many tests at once is slow.
pub const PATIENT: Limits = Limits {
    call: Duration::from_secs(60),
    first: Duration::from_secs(60),
    again: Duration::from_secs(60),
};

pub async fn open(address: Address, clock: Arc<Turned>) -> Result<RedisShelf, Error> {
    RedisShelf::open(address, NAME, PATIENT, clock).await
}

fn launch(folder: &TempDir, port: u16, arguments: &[String]) -> std::io::Result<Child> {
    Command::new("redis-server")
        .args([
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
            "--port",
            &port.to_string(),
        ])
        .arg("--dir")
        .arg(folder.path())
        .args(arguments)
        .stdout(Stdio::null())
        .spawn()
}

pub fn command(words: &[&str]) -> Cmd {
    let mut command = cmd(words[0]);
    command.arg(&words[1..]);
    command
}

/// A clock that goes on when somebody waits for it, or the test turns it.
#[derive(Default)]
pub struct Turned(Mutex<Duration>);

impl Turned {
    pub fn turn(&self, length: Duration) {
        *self.0.lock().unwrap() += length;
    }
}

impl Clock for Turned {
    fn unix(&self) -> i64 {
        0
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }

    fn sleep(&self, length: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.turn(length);
        Box::pin(tokio::task::yield_now())
    }
}

/// A record's name.
pub fn record(group: u8, own: u8) -> RecordName {
    RecordName {
        group: [group; 16],
        own: [own; 16],
    }
}

pub const HOUR: Duration = Duration::from_secs(3600);
pub const SECOND: Duration = Duration::from_secs(1);

/// A way to the server that can lose what is on it without a word, as what drops idle connections does.
pub struct Silent {
    pub port: u16,
    hushed: Arc<std::sync::atomic::AtomicU64>,
    connections: Arc<std::sync::atomic::AtomicU64>,
}

impl Silent {
    /// From now on the connections that are there answer nothing; new ones do.
    pub fn hush(&self) {
        use std::sync::atomic::Ordering;
        self.hushed
            .store(self.connections.load(Ordering::SeqCst), Ordering::SeqCst);
    }
}

/// Such a way to that port.
pub async fn silent_then(port: u16) -> Silent {
    use std::sync::atomic::{AtomicU64, Ordering};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = Silent {
        port: listener.local_addr().unwrap().port(),
        hushed: Arc::default(),
        connections: Arc::default(),
    };
    let (hushed, connections) = (Arc::clone(&silent.hushed), Arc::clone(&silent.connections));
    let relay = async move |mut from: tokio::net::tcp::OwnedReadHalf,
                            mut to: tokio::net::tcp::OwnedWriteHalf,
                            number: u64,
                            hushed: Arc<AtomicU64>| {
        let mut bytes = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut bytes).await {
            if hushed.load(Ordering::SeqCst) < number && to.write_all(&bytes[..length]).await.is_err() {
                return;
            }
        }
    };
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            let number = connections.fetch_add(1, Ordering::SeqCst) + 1;
            let (client_from, client_to) = client.into_split();
            let (server_from, server_to) = server.into_split();
            tokio::spawn(relay(client_from, server_to, number, Arc::clone(&hushed)));
            tokio::spawn(relay(server_from, client_to, number, Arc::clone(&hushed)));
        }
    });
    silent
}
