//! Steps in a directory that takes a moment to know what was made in it.

use crate::consent::Place;
use crate::error::Error;
use std::future::Future;
use std::time::Duration;

/// How long a new object may take until all of the directory knows it.
const MOST: Duration = Duration::from_secs(60);
/// How long to wait between two tries.
const PAUSE: Duration = Duration::from_secs(5);

/// One step within the time that is left.
pub async fn step<T>(place: &Place<'_>, work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    place.client.within(place.left(), work).await
}

/// The same, unless it was refused before.
pub async fn settled_unless<T, F: Future<Output = Result<T, Error>>>(
    place: &Place<'_>,
    is_refused: bool,
    work: impl Fn() -> F,
) -> Option<Result<T, Error>> {
    if is_refused {
        return None;
    }
    Some(settled(place, work).await)
}

/// Tries again for a while when the directory does not know yet what was made a moment ago.
pub async fn settled<T, F: Future<Output = Result<T, Error>>>(
    place: &Place<'_>,
    work: impl Fn() -> F,
) -> Result<T, Error> {
    let clock = place.client.clock();
    let ends = clock.elapsed().saturating_add(MOST.min(place.left()));
    loop {
        match step(place, work()).await {
            Err(error) if is_not_known_yet(&error) && clock.elapsed().saturating_add(PAUSE) <= ends => {
                place
                    .report
                    .progress("Waiting until the directory knows the application".to_owned());
                clock.sleep(PAUSE).await;
            }
            done => return done,
        }
    }
}

/// The directory spreads a new object over its servers; until then some of them refuse to refer to it.
fn is_not_known_yet(error: &Error) -> bool {
    let says = |words: &str| error.service_text().is_some_and(|t| t.contains(words));
    match error.http_status() {
        Some(404) => true,
        Some(400) => says("does not reference a valid application") || says("does not exist"),
        _ => false,
    }
}
