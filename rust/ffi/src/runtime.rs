//! The runtime that does the work: started at the first use, shared by everything in the process, never dropped.

use crate::guard::{adopt_thread, silence};
use crate::status::Status;
use once_cell::sync::OnceCell;
use std::future::Future;
use tokio::runtime::{Builder, Runtime};

/// Enough to wait for hundreds of answers; the work itself is waiting.
const WORKERS: usize = 2;

static RUNTIME: OnceCell<Runtime> = OnceCell::new();

/// The runtime.
///
/// # Errors
/// `Panicked` when the system gives no threads.
pub(crate) fn runtime() -> Result<&'static Runtime, Status> {
    RUNTIME.get_or_try_init(|| {
        silence();
        Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_name("partner-worker")
            .on_thread_start(adopt_thread)
            .enable_all()
            .build()
            .map_err(|_| Status::Panicked)
    })
}

/// Does work that is over at once, such as binding a port, before an operation starts. Its caller is no worker.
///
/// # Errors
/// `Panicked` when the system gives no threads.
pub fn block_on<F: Future>(work: F) -> Result<F::Output, Status> {
    Ok(runtime()?.block_on(work))
}

/// Starts work that nobody waits for.
pub fn spawn<F>(work: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    // Without a thread there is none to do it, and nobody waits for it.
    if let Ok(runtime) = runtime() {
        drop(runtime.spawn(work));
    }
}
