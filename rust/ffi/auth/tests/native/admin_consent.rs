//! Links for admin consent: the link first, then its answer.

use crate::support::{drain, next, start_with};
use partner_auth_native::exports::*;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// Its own: a consent drops the cached tokens of its tenant, which other tests count on.
const TENANT: &str = "22222222-2222-3333-4444-555555555555";

/// Nobody is there: what a link needs is looked up in vain, and the answer is as good.
fn item(number: u32, tenant: &str) -> Value {
    let nowhere = "http://127.0.0.1:1";
    json!({
        "item": number,
        "environment": { "name": "Sandbox", "login": nowhere, "graph": nowhere, "partnerCenter": nowhere },
        "clientId": "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "tenant": tenant, "scopes": []
    })
}

fn listening(items: &[Value], timeout: u32) -> u64 {
    let listen = json!({ "anyPort": true, "timeoutSeconds": timeout });
    start_with(
        pa_admin_consent,
        &json!({ "listen": listen, "items": items, "complete": true }),
    )
}

fn get(address: &str) -> String {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut socket = TcpStream::connect(host.replace("localhost", "127.0.0.1")).unwrap();
    write!(socket, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn without_a_listener_the_link_is_all_there_is() {
    let request = json!({ "items": [item(1, TENANT), item(2, "a/b")], "complete": true });
    let events = drain(start_with(pa_admin_consent, &request));
    assert_eq!(events.len(), 2, "{events:?}");
    assert_eq!(
        (&events[0]["item"], &events[0]["consentUrl"]["version"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(events[0]["consentUrl"]["redirectUri"], "http://localhost:8400/");
    assert_eq!(
        (&events[1]["item"], &events[1]["error"]["kind"]),
        (&json!(2), &json!("InvalidInput"))
    );
}

#[test]
fn the_link_comes_first_and_its_answer_ends_the_item() {
    let operation = listening(&[item(1, TENANT), item(2, "a/b")], 3600);
    let link = next(operation).unwrap();
    let (url, redirect) = (&link["consentUrl"], link["consentUrl"]["redirectUri"].as_str().unwrap());
    assert_eq!((&link["item"], &url["tenantId"]), (&json!(1), &json!(TENANT)));
    assert_eq!(next(operation).unwrap()["error"]["kind"], "InvalidInput");
    let query = format!(
        "?admin_consent=True&tenant={TENANT}&state={}",
        url["state"].as_str().unwrap()
    );
    assert!(get(&format!("{redirect}{query}")).starts_with("HTTP/1.1 200"));
    let events = drain(operation);
    let answer = &events[0]["consentAnswer"];
    assert_eq!(
        (&events[0]["item"], &answer["isTenantAsked"]),
        (&json!(1), &json!(true))
    );
    assert_eq!(
        (&answer["refusal"], &answer["answeredBy"]),
        (&Value::Null, &json!(TENANT))
    );
}

#[test]
fn a_cancellation_ends_the_wait() {
    let operation = listening(&[item(1, TENANT)], 3600);
    assert!(next(operation).unwrap()["consentUrl"].is_object());
    assert_eq!(pa_operation_cancel(operation), 0);
    assert_eq!(drain(operation)[0]["error"]["kind"], "Cancelled");
}

#[test]
fn a_redirect_address_of_ones_own_and_a_listener_do_not_go_together() {
    let mut item = item(1, TENANT);
    item["redirectUri"] = json!("https://partner.example/");
    assert_eq!(drain(listening(&[item], 3600))[0]["error"]["kind"], "InvalidInput");
}
