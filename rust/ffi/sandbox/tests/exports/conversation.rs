//! A sandbox from start to end, as a host leads it.

use partner_sandbox_native::exports::*;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const END: i32 = 2;

fn start(request: &Value) -> u64 {
    let (bytes, mut id) = (request.to_string(), 0);
    // SAFETY: the text and the number outlive the call.
    let status = unsafe { ps_sandbox_start(bytes.as_ptr(), bytes.len() as u64, &raw mut id) };
    assert_eq!(status, 0);
    id
}

fn next(operation: u64) -> Result<Value, i32> {
    let (mut buffer, mut length) = (vec![0_u8; 1024 * 1024], 0);
    // SAFETY: the buffer and the number outlive the call.
    let status = unsafe {
        ps_operation_next(
            operation,
            60_000,
            buffer.as_mut_ptr(),
            buffer.len() as u64,
            &raw mut length,
        )
    };
    match status {
        0 => Ok(serde_json::from_slice(&buffer[..usize::try_from(length).unwrap()]).unwrap()),
        status => Err(status),
    }
}

/// Host and port of a running sandbox.
fn address(event: &Value) -> String {
    let login = event["sandbox"]["environment"]["login"].as_str().unwrap();
    login.trim_start_matches("http://").to_owned()
}

/// Waits until nobody listens there any more.
fn falls_silent(address: &str) -> bool {
    let patience = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(address).is_ok() {
        if Instant::now() > patience {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

#[test]
fn a_sandbox_runs_until_it_is_stopped() {
    let operation = start(&json!({ "customers": 3, "seed": 1, "https": false }));
    let event = next(operation).unwrap();
    assert_eq!(event["kind"], "started", "{event}");
    assert_eq!(event["sandbox"]["customers"].as_array().unwrap().len(), 3);
    let address = address(&event);
    assert!(TcpStream::connect(&address).is_ok());

    assert_eq!(ps_operation_cancel(operation), 0);
    assert_eq!(next(operation), Err(END));
    assert!(falls_silent(&address));
    assert_eq!(ps_operation_close(operation), 0);
}

#[test]
fn two_sandboxes_run_side_by_side_and_a_close_stops_its_own() {
    let operations = [(); 2].map(|()| start(&json!({ "customers": 1, "https": false })));
    let [first, second] = operations.map(|o| address(&next(o).unwrap()));
    assert_ne!(first, second);
    assert_eq!(ps_operation_close(operations[0]), 0);
    assert!(falls_silent(&first));
    assert!(TcpStream::connect(&second).is_ok());
    assert_eq!(ps_operation_close(operations[1]), 0);
}

#[test]
fn a_scenario_that_is_none_is_an_error_that_says_why() {
    let operation = start(&json!({ "scenario": "{\"surprise\": 1}", "https": false }));
    let event = next(operation).unwrap();
    assert_eq!(event["kind"], "error");
    assert!(event["message"].as_str().unwrap().contains("surprise"), "{event}");
    assert_eq!(next(operation), Err(END));
    assert_eq!(ps_operation_close(operation), 0);
}
