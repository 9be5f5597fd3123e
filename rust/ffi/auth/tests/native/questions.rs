//! Questions to the host: asked while an item waits, answered by number, never waited for in vain.

use crate::support::{Service, account, drain, next, start_with, token_item, token_start};
use partner_auth_native::exports::*;
use partner_ffi::Status;
use serde_json::{Value, json};

/// An account whose application is proved by a script of the host.
fn scripted(address: &str, script: u64) -> Value {
    let mut account = account(address);
    account["clientSecret"] = Value::Null;
    account["federated"] = json!({ "script": script });
    account
}

/// The first event that is no verbose one.
fn told(operation: u64) -> Value {
    loop {
        let event = next(operation).unwrap();
        if event["kind"] != "verbose" {
            return event;
        }
    }
}

fn reply(operation: u64, question: u64, bytes: &[u8]) -> i32 {
    // SAFETY: the bytes outlive the call.
    unsafe { pa_operation_reply(operation, question, bytes.as_ptr(), bytes.len() as u64) }
}

#[test]
fn an_item_waits_for_the_reply_and_goes_on_with_it() {
    let service = Service::answering();
    let request = token_start(&[token_item(4, &scripted(&service.address, 71))], true);
    let operation = start_with(pa_token_acquire, &request);
    let event = told(operation);
    let question = &event["question"];
    assert_eq!((&event["kind"], &event["item"]), (&json!("question"), &json!(4)));
    assert_eq!(
        (&question["kind"], &question["source"]),
        (&json!("federatedToken"), &json!(71))
    );
    assert_eq!(service.requests(), 0, "nothing leaves without the token");

    let id = question["id"].as_u64().unwrap();
    assert_eq!(
        reply(operation, id + 1, b"x"),
        Status::NotOpen.code(),
        "no such question"
    );
    assert_eq!(reply(operation, id, b"partner-sandbox.token"), Status::OK);
    assert_eq!(
        reply(operation, id, b"partner-sandbox.token"),
        Status::NotOpen.code(),
        "answered"
    );
    let events = drain(operation);
    assert_eq!(events[0]["token"]["accessToken"], "canary-access", "{events:?}");
}

#[test]
fn a_refused_question_is_the_error_of_its_item_with_the_hosts_reason() {
    let service = Service::answering();
    let request = token_start(&[token_item(0, &scripted(&service.address, 72))], true);
    let operation = start_with(pa_token_acquire, &request);
    let id = told(operation)["question"]["id"].as_u64().unwrap();
    let reason = b"The script threw: no vault.";
    // SAFETY: the bytes outlive the call.
    let status = unsafe { pa_operation_refuse(operation, id, reason.as_ptr(), reason.len() as u64) };
    assert_eq!(status, Status::OK);
    let events = drain(operation);
    assert_eq!(events[0]["error"]["kind"], "CredentialInvalid");
    assert_eq!(events[0]["error"]["message"], "The script threw: no vault.");
    assert_eq!(service.requests(), 0);
}

#[test]
fn a_cancel_ends_an_item_that_waits_for_a_reply() {
    let service = Service::answering();
    let request = token_start(&[token_item(0, &scripted(&service.address, 73))], true);
    let operation = start_with(pa_token_acquire, &request);
    let id = told(operation)["question"]["id"].as_u64().unwrap();
    assert_eq!(pa_operation_cancel(operation), Status::OK);
    assert_eq!(drain(operation)[0]["error"]["kind"], "Cancelled");
    assert_eq!(reply(operation, id, b"late"), Status::BadHandle.code());
}

#[test]
fn whoever_waits_for_the_same_token_is_asked_when_the_first_has_left() {
    let service = Service::answering();
    let request = token_start(&[token_item(0, &scripted(&service.address, 74))], true);
    let first = start_with(pa_token_acquire, &request);
    let asked = told(first);
    assert_eq!(asked["kind"], "question");
    let second = start_with(pa_token_acquire, &request);
    // The first leaves without an answer; its question is nobody's then.
    assert_eq!(pa_operation_close(first), Status::OK);
    let question = told(second);
    assert_eq!(question["kind"], "question", "{question}");
    let id = question["question"]["id"].as_u64().unwrap();
    assert_eq!(reply(second, id, b"partner-sandbox.token"), Status::OK);
    assert_eq!(drain(second)[0]["token"]["accessToken"], "canary-access");
}
