//! Operations as a caller sees them: every item has one last event, whatever happens to its work.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that can't go on has failed"
)]

use partner_ffi::{Event, Failure, Operation, Outcome, Status};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

const PATIENCE: Duration = Duration::from_secs(60);

fn text(text: impl Into<String>) -> Event {
    Zeroizing::new(text.into().into_bytes())
}

fn ended(item: Option<u32>, failure: Failure) -> Option<Event> {
    Some(text(match failure {
        Failure::Cancelled => format!("{item:?} cancelled"),
        Failure::Panicked(at) => format!("{item:?} panicked in {}", at.unwrap().file),
    }))
}

fn operation(throttle: u32) -> Arc<Operation> {
    Operation::new(throttle, None, ended).unwrap()
}

fn next(operation: &Operation) -> Result<String, Status> {
    let mut event = String::new();
    operation.next(PATIENCE, |bytes| {
        event = String::from_utf8(bytes.to_vec()).unwrap();
        Ok(())
    })?;
    Ok(event)
}

#[test]
fn work_ends_with_its_event_and_then_the_operation_ends() {
    let operation = operation(1);
    operation.spawn(Some(7), async { Some(text("done")) }).unwrap();
    operation.finish();
    assert_eq!(next(&operation).as_deref(), Ok("done"));
    assert_eq!(next(&operation), Err(Status::End));
    operation.push(text("too late"));
    assert_eq!(next(&operation), Err(Status::End), "and stays so");
}

#[test]
fn an_operation_that_may_be_fed_does_not_end_by_itself() {
    let operation = operation(1);
    assert_eq!(operation.next(Duration::ZERO, |_| Ok(())), Err(Status::Timeout));
    operation.finish();
    assert_eq!(next(&operation), Err(Status::End));
}

#[test]
fn a_panic_ends_its_item_with_its_place_and_leaves_the_others_alone() {
    let operation = operation(1);
    operation.spawn(Some(1), async { panic!("boom") }).unwrap();
    operation.spawn(Some(2), async { Some(text("done")) }).unwrap();
    operation.finish();
    // Two workers serve the items: either may end first.
    let mut events: Vec<String> = (0..2).map(|_| next(&operation).unwrap()).collect();
    events.sort();
    assert_eq!(events, ["Some(1) panicked in operations.rs", "done"]);
    assert_eq!(next(&operation), Err(Status::End));
}

#[test]
fn a_cancel_from_another_thread_ends_items_at_work_and_waiting_alike() {
    let operation = operation(1);
    for item in 0..3 {
        operation.spawn(Some(item), pending()).unwrap();
    }
    let other = Arc::clone(&operation);
    thread::spawn(move || other.cancel()).join().unwrap();
    let mut events: Vec<String> = (0..3).map(|_| next(&operation).unwrap()).collect();
    events.sort();
    assert_eq!(events, ["Some(0) cancelled", "Some(1) cancelled", "Some(2) cancelled"]);
    assert_eq!(next(&operation), Err(Status::End));
    assert_eq!(operation.spawn(Some(4), pending()), Err(Status::NotOpen));
}

#[test]
fn no_more_items_than_the_throttle_are_at_work_at_once() {
    static AT_WORK: AtomicUsize = AtomicUsize::new(0);
    let (operation, gate) = (operation(3), Arc::new(Semaphore::new(0)));
    for _ in 0..9 {
        let gate = Arc::clone(&gate);
        let work = async move {
            let now = AT_WORK.fetch_add(1, Ordering::SeqCst) + 1;
            gate.acquire().await.unwrap().forget();
            AT_WORK.fetch_sub(1, Ordering::SeqCst);
            Some(text(now.to_string()))
        };
        operation.spawn(None, work).unwrap();
    }
    operation.finish();
    gate.add_permits(9);
    for _ in 0..9 {
        assert!(next(&operation).unwrap().parse::<usize>().unwrap() <= 3);
    }
    assert_eq!(next(&operation), Err(Status::End));
}

#[test]
fn an_event_that_could_not_be_taken_is_the_next_one_again() {
    let operation = operation(1);
    operation.push(text("kept"));
    assert_eq!(
        operation.next(PATIENCE, |_| Err(Status::TooSmall)),
        Err(Status::TooSmall)
    );
    assert_eq!(next(&operation).as_deref(), Ok("kept"));
}

#[test]
fn a_close_wakes_who_waits() {
    let operation = operation(1);
    operation.spawn(None, pending()).unwrap();
    let other = Arc::clone(&operation);
    let waiting = thread::spawn(move || {
        loop {
            // It may see the cancellation before the close.
            if let Err(status) = next(&other) {
                return status;
            }
        }
    });
    operation.close();
    assert_eq!(waiting.join().unwrap(), Status::BadHandle);
}

#[test]
fn items_are_fed_until_the_end_is_said() {
    let feed = |operation: &Arc<Operation>, item: &[u8]| -> Outcome { operation.answer(Zeroizing::new(item.to_vec())) };
    let operation = Operation::new(1, Some(Box::new(feed)), ended).unwrap();
    assert_eq!(operation.feed(b"one"), Ok(()));
    operation.finish();
    assert_eq!(operation.feed(b"two"), Err(Status::NotOpen));
    assert_eq!(next(&operation).as_deref(), Ok("one"));
    assert_eq!(next(&operation), Err(Status::End));
}

#[test]
fn a_throttle_that_lets_nothing_through_is_refused() {
    assert_eq!(Operation::new(0, None, ended).err(), Some(Status::BadArgument));
    assert_eq!(Operation::new(65_536, None, ended).err(), Some(Status::BadArgument));
}

#[test]
fn work_past_the_gate_holds_no_place_until_it_enters() {
    let operation = operation(1);
    let (turn, waits) = tokio::sync::oneshot::channel::<()>();
    let here = Arc::clone(&operation);
    operation
        .spawn_ungated(Some(1), async move {
            waits.await.unwrap();
            let _place = here.enter().await;
            Some(text("late"))
        })
        .unwrap();
    operation.spawn(Some(2), async { Some(text("early")) }).unwrap();
    operation.finish();
    assert_eq!(next(&operation).as_deref(), Ok("early"));
    turn.send(()).unwrap();
    assert_eq!(next(&operation).as_deref(), Ok("late"));
    assert_eq!(next(&operation), Err(Status::End));
}
