//! An answer that is far too long costs little memory: the allocator counts it.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use flate2::Compression;
use flate2::write::GzEncoder;
use partner_auth::ErrorKind;
use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use support::faulty::acquire;
use support::{CUSTOMER, Reply, Server, client};

/// Counts the bytes that are in use, and the most that were at once.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        MOST.fetch_max(now, Ordering::Relaxed);
        // SAFETY: the caller's promise is ours.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise is ours.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const MIB: usize = 1024 * 1024;
/// How long the answers are, packed or not.
const LENGTH: usize = 64 * MIB;
const LIMIT: usize = 4 * MIB;

#[tokio::test]
async fn an_answer_of_64_mebibytes_takes_less_than_four_packed_or_not() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer.write_all(&vec![b' '; LENGTH]).unwrap();
    let packed = packer.finish().unwrap();
    let answers = [
        ("as it is", "", vec![b' '; LENGTH]),
        ("packed", "Content-Encoding: gzip\r\n", packed),
    ];
    for (what, headers, body) in answers {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
        let answer = [head.into_bytes(), body].concat();
        // Handed over once, as a copy would count.
        let spare = std::sync::Mutex::new(vec![answer]);
        let server = Server::start(move |_, _| spare.lock().unwrap().pop().map_or(Reply::Close, Reply::Bytes)).await;
        let (client, clock, _) = client();
        let before = IN_USE.load(Ordering::Relaxed);
        MOST.store(before, Ordering::Relaxed);
        let error = acquire(&client, &clock, &server, CUSTOMER).await.unwrap_err();
        let most = MOST.load(Ordering::Relaxed) - before;
        assert_eq!(error.kind(), ErrorKind::ServiceError, "{what}: {error}");
        assert!(error.to_string().contains("1 MiB"), "{what}: {error}");
        assert!(most < LIMIT, "{what}: {} KiB", most / 1024);
        println!("figure B2: {} MiB {what} take {} KiB", LENGTH / MIB, most / 1024);
    }
}
