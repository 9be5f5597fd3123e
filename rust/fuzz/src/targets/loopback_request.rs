//! What comes over a connection of the loopback listener: only a request with the right state is the answer.

use partner_auth::fuzzing;
use std::cell::OnceCell;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};
use tokio::runtime::{Builder, Runtime};

/// The state that is waited for; the seeds have it.
const STATE: &str = "state-of-the-seeds";
/// More than any request of the fuzzer and its answer.
const ROOM: usize = 1024 * 1024;

thread_local! {
    static RUNTIME: OnceCell<Runtime> = const { OnceCell::new() };
}

/// The bytes are all that the browser sends.
pub fn run(bytes: &[u8]) -> bool {
    RUNTIME.with(|runtime| {
        let runtime = runtime.get_or_init(|| Builder::new_current_thread().enable_all().build().expect("a runtime"));
        runtime.block_on(serve(bytes))
    })
}

async fn serve(bytes: &[u8]) -> bool {
    let (mut browser, socket) = duplex(ROOM);
    // What does not fit would wait for a reader.
    let request = bytes.get(..ROOM).unwrap_or(bytes);
    browser.write_all(request).await.expect("room");
    browser.shutdown().await.expect("an end");
    let is_answered = fuzzing::loopback_request(socket, STATE).await;
    let mut response = Vec::new();
    browser.read_to_end(&mut response).await.expect("a response");
    let status = response.get(9..12).unwrap_or_default();
    assert!(response.is_empty() || response.starts_with(b"HTTP/1."));
    assert_eq!(is_answered, status == b"200", "{}", String::from_utf8_lossy(&response));
    is_answered
}
