//! What keeping tokens costs, in a file and on a Redis server of its own, both on this machine: a line for each figure,
//! `PLACE FIGURE NUMBER`. `cargo xtask bench` runs it. Without a redis-server the file alone is measured.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::as_conversions,
    clippy::panic
)]

use futures_util::future::join_all;
use partner_auth::Secret;
use partner_auth::clock::SystemClock;
use partner_auth::fleet::{Run, Turn};
use partner_auth::shelf::seal::Seal;
use partner_auth::shelf::{RecordName, Shelf};
use partner_store::file_shelf::{self, Opening, Waits, Wanted};
use partner_store::redis::{Address, Limits, RedisFleet, RedisShelf};
use std::net::TcpListener;
use std::num::NonZeroU32;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A token of the length that Entra ID gives for a user, and what comes with it, in bytes.
const TOKEN: usize = 2_500;
/// How many are kept while one more is written, read or leased.
const RECORDS: u64 = 3_000;
/// How often each call is made: a file is written whole each time.
const CALLS: u64 = 50;
const HOUR: Duration = Duration::from_secs(3600);

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::main]
async fn main() {
    in_a_file().await;
    on_a_server().await;
}

async fn in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.kept");
    let passphrase = Secret::new("a long random text from a vault".to_owned());
    let opening = file_shelf::open(&Wanted {
        path: path.clone(),
        passphrase: Some(&passphrase),
        rounds: NonZeroU32::MIN,
        keys: &partner_store::Keyring,
        waits: Waits::default(),
    });
    let Ok(Opening::Kept(shelf, seal)) = opening else {
        panic!("the file can't be used")
    };
    let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
    let before = size();
    calls("file", &shelf, &seal).await;
    tell("file", "bytes", (size() - before) / (RECORDS + CALLS));
}

async fn on_a_server() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut server = Command::new("redis-server");
    server.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
    server.args(["--port", &port.to_string()]).stdout(Stdio::null());
    let Ok(server) = server.spawn() else { return };
    let server = Server(server);
    let address = format!("redis://127.0.0.1:{port}");
    let clock = Arc::new(SystemClock::default());
    let shelf = loop {
        let place = Address::parse(&address).unwrap();
        if let Ok(shelf) = RedisShelf::open(place, "costs", Limits::default(), clock.clone()).await {
            break shelf;
        }
    };
    let seal = Arc::new(Seal::new(&[1; 32]).unwrap());
    let before = used(&address).await;
    calls("redis", &shelf, &seal).await;
    tell("redis", "bytes", (used(&address).await - before) / (RECORDS + CALLS));
    let began = Instant::now();
    for _ in 0..CALLS {
        shelf.turn([1; 16], 40).await.unwrap();
    }
    tell_each("redis", "turn", began, CALLS);

    let before = used(&address).await;
    let fleet = Arc::new(RedisFleet::of(&shelf));
    let run = Run::join(fleet, seal, clock, "costs", "costs", 32).await.unwrap();
    let tenants: Vec<String> = (0..RECORDS).map(|n| format!("tenant{n}.example.com")).collect();
    let began = Instant::now();
    join_all(tenants.iter().map(|tenant| async {
        // A tenant that costs nothing but its place in the run.
        if let Turn::Mine(place) = run.turn(tenant).await.unwrap() {
            place.finish(&[b'a'; TOKEN], false).await.unwrap();
        }
    }))
    .await;
    tell_each("redis", "tenant-of-a-run", began, RECORDS);
    tell("redis", "bytes-of-a-result", (used(&address).await - before) / RECORDS);
    drop(server);
}

/// Fills a shelf at once, and then does one call after the other.
async fn calls(place: &str, shelf: &dyn Shelf, seal: &Seal) {
    let name = |n: u64| seal.name(&[&n.to_le_bytes()], &[&n.to_le_bytes()]);
    let write = |name: RecordName| {
        let sealed = seal.seal(name, &[b'a'; TOKEN]).unwrap();
        shelf.write(name, sealed, HOUR, 0)
    };
    let began = Instant::now();
    join_all((0..RECORDS).map(|n| write(name(n)))).await;
    tell_each(place, "write-of-many", began, RECORDS);

    let began = Instant::now();
    for n in 0..CALLS {
        write(name(RECORDS + n)).await;
    }
    tell_each(place, "write", began, CALLS);
    let began = Instant::now();
    for n in 0..CALLS {
        let sealed = shelf.read(name(n)).await.unwrap();
        assert_eq!(seal.open(name(n), sealed).unwrap().len(), TOKEN);
    }
    tell_each(place, "read", began, CALLS);
    let began = Instant::now();
    for n in 0..CALLS {
        drop(shelf.lease(name(n), HOUR).await.unwrap());
    }
    tell_each(place, "lease", began, CALLS);
}

fn tell_each(place: &str, what: &str, began: Instant, calls: u64) {
    let microseconds = began.elapsed().as_secs_f64() * 1e6;
    tell(place, what, (microseconds / calls as f64).round() as u64);
}

fn tell(place: &str, what: &str, number: u64) {
    println!("{place} {what} {number}");
}

/// Bytes that the server uses.
async fn used(address: &str) -> u64 {
    let client = redis::Client::open(address).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let mut asking = redis::cmd("INFO");
    let info: String = asking.arg("memory").query_async(&mut connection).await.unwrap();
    let line = info.lines().find_map(|line| line.strip_prefix("used_memory:")).unwrap();
    line.trim().parse().unwrap()
}
