//! What a fleet shares: the Redis server that was registered, and the runs that are divided through it.

use crate::client::client;
use crate::convert;
use crate::documents::{
    EventKind, FleetDocument, FleetJoinStart, FleetResultStart, FleetRunDocument, OperationEvent, RedisDocument,
};
use crate::failure::{ended, failed};
use futures_util::future::{Either, select};
use once_cell::sync::Lazy;
use partner_auth::fleet::{Counts, Fleet, Place, Run, Turn, results};
use partner_auth::shelf::Kept;
use partner_auth::shelf::seal::{self, Seal};
use partner_auth::{Error, ErrorKind, Result, Secret};
use partner_ffi::{Event, Operation, Outcome, Status, Table, buffer, event, guard};
use partner_store::hex;
use partner_store::redis::{Address, Limits, RedisFleet, RedisShelf};
use std::future::Future;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Everybody who knows the encryption key comes to the same seal, so this is the same for all.
const SALT: &[u8] = b"PartnerAuth fleet";

/// How often who waits is told what is wrong with the server.
const TELL: Duration = Duration::from_secs(5);

static RUNS: Table<Run> = Table::new();
static SHARED: Lazy<Mutex<Option<Shared>>> = Lazy::new(Mutex::default);

/// The server that was registered.
#[derive(Clone)]
struct Shared {
    fleet: Arc<dyn Fleet>,
    seal: Arc<Seal>,
}

/// Keeps tokens on a Redis server from now on; gives what the user has to know of it.
pub async fn keep(redis: &RedisDocument, key: Option<u64>) -> Result<Option<String>> {
    let of = |id: Option<u64>| id.map(convert::secret).transpose();
    let address = Address::parse(convert::secret(redis.address)?.expose())?;
    let address = address.login(of(redis.user)?, of(redis.password)?);
    let key = of(key)?.ok_or_else(no_key)?;
    let stretching = tokio::task::spawn_blocking(move || stretched(&key));
    let seal = stretching
        .await
        .map_err(|_| Error::internal("Making the seal ended in a defect."))??;
    let shelf = RedisShelf::open(
        address,
        &hex(&seal.key_id()),
        Limits::default(),
        client().shared_clock(),
    )
    .await?;
    let shared = Shared {
        fleet: Arc::new(RedisFleet::of(&shelf)),
        seal: Arc::new(seal),
    };
    let kept = Kept::new(Arc::new(shelf), Arc::clone(&shared.seal));
    let warning = kept.take_warning();
    client().keep(Some(Arc::new(kept)));
    *SHARED.lock().unwrap_or_else(PoisonError::into_inner) = Some(shared);
    Ok(warning)
}

/// Shares nothing from now on. Runs that were joined go on.
pub fn forget() {
    *SHARED.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Starts joining a run; the result names it by id.
pub fn join(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: FleetJoinStart = buffer::document(request)?;
    one(async move {
        let Shared { fleet, seal } = shared()?;
        let at_once = usize::try_from(start.throttle_limit).unwrap_or(1).max(1);
        let run = Run::join(
            fleet,
            seal,
            client().shared_clock(),
            &start.name,
            &start.purpose,
            at_once,
        )
        .await?;
        let counts = run.counts().await?;
        Ok(vec![joined(RUNS.insert(run), counts)])
    })
}

/// Forgets a run. What already runs keeps it until it is done.
pub fn close(id: u64) -> i32 {
    guard(|| RUNS.remove(id).map(drop).ok_or(Status::BadHandle))
}

/// Starts reading the results of a run: one event for each tenant, after one that says how far the run is.
pub fn read(request: &[u8]) -> std::result::Result<Arc<Operation>, Status> {
    let start: FleetResultStart = buffer::document(request)?;
    one(async move {
        let Shared { fleet, seal } = shared()?;
        let (found, unreadable, counts) = results(&*fleet, &seal, &start.name).await?;
        let mut events = vec![joined(0, counts)];
        let read = found.iter().map(|result| buffer::document::<OperationEvent>(result));
        let (good, bad): (Vec<_>, Vec<_>) = read.partition(std::result::Result::is_ok);
        events.extend(good.into_iter().flatten().map(|result| event::event(&result)));
        let lost = unreadable.saturating_add(bad.len());
        if lost > 0 {
            events.push(said(format!(
                "{lost} results can't be read: another version of the module wrote them."
            )));
        }
        Ok(events)
    })
}

/// Does the work of an item when it is this worker's turn in the run; without a run, at once.
pub fn spawn(
    operation: &Arc<Operation>,
    fleet: Option<u64>,
    item: u32,
    tenant: &str,
    work: impl Future<Output = Option<Event>> + Send + 'static,
) -> Outcome {
    let Some(id) = fleet else {
        return operation.spawn(Some(item), work);
    };
    let Some(run) = RUNS.get(id) else {
        return operation.answer(failed(
            Some(item),
            &Error::internal("A run was closed while it was in use."),
        ));
    };
    let (here, tenant, work) = (Arc::clone(operation), tenant.to_owned(), Box::pin(work));
    operation.spawn_ungated(Some(item), async move {
        match turn(&here, &run, &tenant).await {
            Ok(Turn::Others) => Some(others(item, tenant)),
            Err(error) => Some(failed(Some(item), &error)),
            Ok(Turn::Mine(place)) => {
                let clock = client().clock();
                let place_in_line = here.enter().await;
                let began = clock.elapsed();
                let ended = work.await?;
                let took = clock.elapsed().saturating_sub(began);
                drop(place_in_line);
                Some(finish(&here, &run, item, tenant, took, place, ended).await)
            }
        }
    })
}

/// Waits for a tenant's turn, and tells meanwhile what the user has to know of the server.
async fn turn(operation: &Operation, run: &Run, tenant: &str) -> Result<Turn> {
    let mut turn = std::pin::pin!(run.turn(tenant));
    loop {
        match select(turn.as_mut(), client().clock().sleep(TELL)).await {
            Either::Left((turn, _)) => return turn,
            Either::Right(_) => tell(operation, run),
        }
    }
}

fn tell(operation: &Operation, run: &Run) {
    if let Some(warning) = run.take_warning() {
        operation.push(said(warning));
    }
}

/// Keeps a result in the run, and gives the event of its item.
async fn finish(
    operation: &Arc<Operation>,
    run: &Run,
    item: u32,
    tenant: String,
    took: Duration,
    place: Place,
    ended: Event,
) -> Event {
    let Ok(mut result) = buffer::document::<OperationEvent>(&ended) else {
        return ended;
    };
    if let Some(error) = result.error.as_ref().filter(|error| error.of_credential) {
        // Another machine may have a credential that works: this one leaves the run.
        let why = Error::new(ErrorKind::CredentialInvalid, &error.message, &error.remedy);
        run.end(&why.classed("credential", true).held_back());
        return ended;
    }
    result.item = None;
    result.fleet = Some(FleetDocument {
        tenant: tenant.clone(),
        finished_on: client().clock().unix(),
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        by_others: false,
    });
    let kept = place.finish(&event::event(&result), result.error.is_some()).await;
    tell(operation, run);
    match kept {
        Ok(true) => ended,
        Ok(false) => others(item, tenant),
        Err(error) => {
            operation.push(said(format!("{tenant} is done, and the run does not know it: {error}")));
            ended
        }
    }
}

/// An operation without items whose events come all at once.
fn one(work: impl Future<Output = Result<Vec<Event>>> + Send + 'static) -> std::result::Result<Arc<Operation>, Status> {
    let operation = Operation::new(1, None, ended)?;
    let here = Arc::clone(&operation);
    operation.spawn(None, async move {
        match work.await {
            Ok(mut events) => {
                let last = events.pop();
                events.into_iter().for_each(|event| here.push(event));
                last
            }
            Err(error) => Some(failed(None, &error)),
        }
    })?;
    operation.finish();
    Ok(operation)
}

fn shared() -> Result<Shared> {
    let shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner).clone();
    shared.ok_or_else(|| {
        Error::input(
            "-Fleet divides a run through a Redis server, and none is registered.",
            "Run Register-PartnerTokenCache -Redis first, on each machine with the same server and -EncryptionKey.",
        )
    })
}

fn stretched(key: &Secret) -> Result<Seal> {
    Seal::of_passphrase(key, SALT, NonZeroU32::new(seal::ROUNDS).unwrap_or(NonZeroU32::MIN))
}

fn no_key() -> Error {
    Error::input(
        "Tokens go to a Redis server sealed, and no -EncryptionKey was given.",
        "Give a long random text from your vault, the same on each machine.",
    )
}

fn joined(id: u64, counts: Counts) -> Event {
    event::event(&OperationEvent {
        fleet_run: Some(FleetRunDocument {
            id,
            tenants: counts.tenants,
            finished: counts.finished,
        }),
        ..OperationEvent::of(EventKind::Result, None)
    })
}

fn others(item: u32, tenant: String) -> Event {
    event::event(&OperationEvent {
        fleet: Some(FleetDocument {
            tenant,
            finished_on: 0,
            milliseconds: 0,
            by_others: true,
        }),
        ..OperationEvent::of(EventKind::Result, Some(item))
    })
}

fn said(warning: String) -> Event {
    event::event(&OperationEvent::saying(EventKind::Warning, None, warning))
}
