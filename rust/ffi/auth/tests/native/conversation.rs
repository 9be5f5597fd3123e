//! Operations from start to end, as a host leads them.

use crate::support::{Service, TENANT, account, drain, next, secret, start_with, token_item, token_start};
use partner_auth_native::exports::*;
use partner_ffi::Status;
use serde_json::{Value, json};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::Duration;

/// A JSON web token with these claims; nobody checks its signature.
fn web_token(claims: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::from("e30.");
    for chunk in claims.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_usize, |b, byte| b << 8 | usize::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(ALPHABET[bits >> (18 - 6 * place) & 63]));
        }
    }
    text + ".c2ln"
}

#[test]
fn a_token_is_asked_for_once_and_then_comes_from_the_cache_without_a_wait() {
    let service = Service::answering();
    let account = account(&service.address);
    let request = token_start(&[token_item(3, &account)], true);

    let first = drain(start_with(pa_token_acquire, &request));
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!((&first[0]["kind"], &first[0]["item"]), (&json!("result"), &json!(3)));
    assert_eq!(first[0]["token"]["accessToken"], "canary-access");
    assert_eq!(first[0]["token"]["refreshToken"], "partner-sandbox.canary-refresh");
    assert_eq!(first[0]["token"]["cached"], false);

    let operation = start_with(pa_token_acquire, &request);
    let (mut buffer, mut length) = ([0_u8; 8192], 0);
    // SAFETY: the buffer and the number outlive the call.
    let status = unsafe { pa_operation_next(operation, 0, buffer.as_mut_ptr(), 8192, &raw mut length) };
    assert_eq!(status, Status::OK, "no wait was needed");
    let event: Value = serde_json::from_slice(&buffer[..usize::try_from(length).unwrap()]).unwrap();
    assert_eq!(event["token"]["cached"], true);
    assert!(drain(operation).is_empty());
    assert_eq!(service.requests(), 1);
}

#[test]
fn fed_items_are_answered_by_their_numbers_and_bad_ones_harm_no_other() {
    let service = Service::answering();
    let account = account(&service.address);
    let operation = start_with(pa_token_acquire, &token_start(&[], false));
    let feed = |item: &Value| {
        let bytes = item.to_string();
        // SAFETY: the text outlives the call.
        unsafe { pa_operation_feed(operation, bytes.as_ptr(), bytes.len() as u64) }
    };
    let mut bad = token_item(1, &account);
    bad["tenant"] = json!("not a tenant");
    assert_eq!(
        [
            feed(&token_item(0, &account)),
            feed(&bad),
            feed(&token_item(2, &account))
        ],
        [0; 3]
    );
    assert_eq!(feed(&json!({"item": 9})), Status::BadArgument.code());
    assert_eq!(pa_operation_finish(operation), 0);
    assert_eq!(feed(&token_item(3, &account)), Status::NotOpen.code());

    let mut events = drain(operation);
    events.sort_by_key(|e| e["item"].as_u64());
    let kinds: Vec<_> = events.iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["result", "error", "result"]);
    assert_eq!(events[1]["error"]["kind"], "InvalidInput");
    assert_eq!(events[1]["error"]["tenant"], "not a tenant");
}

#[test]
fn a_cancel_ends_every_item_as_cancelled_and_then_the_operation() {
    let service = Service::silent();
    let account = account(&service.address);
    let operation = start_with(
        pa_token_acquire,
        &token_start(&[token_item(0, &account), token_item(1, &account)], false),
    );
    assert_eq!(pa_operation_cancel(operation), 0);
    let mut events = drain(operation);
    events.sort_by_key(|e| e["item"].as_u64());
    assert_eq!(events.len(), 2, "{events:?}");
    for (number, event) in events.iter().enumerate() {
        assert_eq!(
            (&event["item"], &event["error"]["kind"]),
            (&json!(number), &json!("Cancelled"))
        );
    }
}

#[test]
fn a_buffer_that_is_too_small_keeps_the_event_and_says_how_much_it_takes() {
    let operation = start_with(
        pa_token_inspect,
        &json!({ "accessToken": secret("no token"), "scopes": [] }),
    );
    let (mut buffer, mut length) = ([0_u8; 8], 0);
    for capacity in [0, 8] {
        // SAFETY: the buffer and the number outlive the call.
        let status = unsafe { pa_operation_next(operation, 0, buffer.as_mut_ptr(), capacity, &raw mut length) };
        assert_eq!(status, Status::TooSmall.code());
    }
    assert_eq!(buffer, [0; 8], "nothing was written");
    let mut right = vec![0_u8; usize::try_from(length).unwrap()];
    // SAFETY: as above.
    let status = unsafe { pa_operation_next(operation, 0, right.as_mut_ptr(), length, &raw mut length) };
    assert_eq!(status, Status::OK);
    let event: Value = serde_json::from_slice(&right).unwrap();
    assert_eq!(event["error"]["kind"], "InvalidInput");
    assert_eq!(next(operation), Err(Status::End.code()));
}

#[test]
fn closing_twice_and_using_what_is_closed_are_statuses() {
    let operation = start_with(pa_token_acquire, &token_start(&[], false));
    assert_eq!(pa_operation_close(operation), 0);
    assert_eq!(pa_operation_close(operation), Status::BadHandle.code());
    assert_eq!(next(operation), Err(Status::BadHandle.code()));

    let id = secret("partner-sandbox.x");
    assert_eq!(pa_secret_close(id), 0);
    assert_eq!(pa_secret_close(id), Status::BadHandle.code());
}

#[test]
fn two_closes_at_once_while_a_hundred_items_are_at_work_end_all_waits_and_one_of_them_wins() {
    let service = Service::silent();
    let account = account(&service.address);
    let items: Vec<Value> = (0..100)
        .map(|number| {
            let mut item = token_item(number, &account);
            item["tenant"] = json!(format!("{number:08}-2222-3333-4444-555555555555"));
            item
        })
        .collect();
    let request = json!({ "throttleLimit": 100, "items": items, "complete": true });
    for _ in 0..20 {
        let operation = start_with(pa_token_acquire, &request);
        let (said, heard) = mpsc::channel();
        let mut waiting: Vec<thread::JoinHandle<()>> = (0..4)
            .map(|_| {
                let said = said.clone();
                thread::spawn(move || {
                    let status = loop {
                        if let Err(status) = next(operation) {
                            break status;
                        }
                    };
                    said.send(status).unwrap();
                })
            })
            .collect();
        let gate = Arc::new(Barrier::new(2));
        waiting.extend((0..2).map(|_| {
            let (said, gate) = (said.clone(), Arc::clone(&gate));
            thread::spawn(move || {
                gate.wait();
                said.send(pa_operation_close(operation)).unwrap();
            })
        }));
        let limit = Duration::from_secs(5);
        let mut ended: Vec<i32> = (0..6).map(|_| heard.recv_timeout(limit).unwrap()).collect();
        ended.sort_unstable();
        let gone = Status::BadHandle.code();
        assert_eq!(ended, [gone, gone, gone, gone, gone, Status::OK]);
        waiting.into_iter().for_each(|thread| thread.join().unwrap());
    }
    let good = Service::answering();
    let request = token_start(&[token_item(0, &self::account(&good.address))], true);
    assert_eq!(drain(start_with(pa_token_acquire, &request))[0]["kind"], "result");
}

#[test]
fn an_operation_without_items_takes_none() {
    let operation = start_with(pa_token_inspect, &json!({ "accessToken": secret("x"), "scopes": [] }));
    // SAFETY: the bytes outlive the call.
    let status = unsafe { pa_operation_feed(operation, b"{}".as_ptr(), 2) };
    assert_eq!(status, Status::NotOpen.code());
}

#[test]
fn a_request_that_names_a_closed_secret_is_an_error_of_its_item() {
    let mut account = account("http://127.0.0.1:9");
    let id = secret("partner-sandbox.x");
    account["refreshToken"] = json!(id);
    pa_secret_close(id);
    let events = drain(start_with(
        pa_token_acquire,
        &token_start(&[token_item(5, &account)], true),
    ));
    assert_eq!(
        (&events[0]["item"], &events[0]["error"]["kind"]),
        (&json!(5), &json!("InvalidInput"))
    );
}

#[test]
fn a_tokens_claims_are_read_without_asking_anybody() {
    let claims = json!({
        "tid": TENANT, "aud": "https://graph.microsoft.com", "scp": "User.Read Mail.Read", "exp": 4_000_000_000_u32,
        "oid": "o", "upn": "a@b.c", "appid": "app"
    });
    let operation = start_with(
        pa_token_inspect,
        &json!({ "accessToken": secret(&web_token(&claims.to_string())), "scopes": [] }),
    );
    let token = &drain(operation)[0]["token"];
    assert_eq!(token["tenantId"], TENANT);
    assert_eq!(token["expiresOn"], 4_000_000_000_u32);
    assert_eq!(token["scopes"], json!(["User.Read", "Mail.Read"]));
    assert_eq!(
        (&token["userName"], &token["clientId"]),
        (&json!("a@b.c"), &json!("app"))
    );
    assert_eq!(token["accessToken"], Value::Null, "the caller has it");
}

#[test]
fn what_is_named_beside_a_token_must_be_readable() {
    let claims = json!({ "tid": "11111111-2222-3333-4444-555555555555", "exp": 4_000_000_000_u64 });
    for (beside, kind) in [
        (
            json!({ "scopes": ["Graph"], "tenant": "contoso.onmicrosoft.com" }),
            None,
        ),
        (json!({ "scopes": ["x y"] }), Some("InvalidInput")),
        (json!({ "scopes": ["Graph"], "tenant": "x y" }), Some("InvalidInput")),
    ] {
        let mut start = beside.clone();
        start["accessToken"] = json!(secret(&web_token(&claims.to_string())));
        start["environment"] = json!({ "name": "AzureCloud" });
        let events = drain(start_with(pa_token_inspect, &start));
        assert_eq!(events[0]["error"]["kind"].as_str(), kind, "{beside}");
    }
}

#[test]
fn partner_center_calls_that_can_not_be_made_are_errors_and_not_statuses() {
    let mut half = account("http://127.0.0.1:9");
    half["environment"]["graph"] = Value::Null;
    for (export, request) in [
        (
            pa_customer_list as crate::support::Start,
            json!({ "account": half, "sources": [], "timeoutSeconds": 5 }),
        ),
        (
            pa_customer_list,
            json!({ "account": account("http://127.0.0.1:9"), "sources": ["Elsewhere"], "timeoutSeconds": 5 }),
        ),
        (
            pa_relationship_list,
            json!({ "account": account("http://127.0.0.1:9"), "relationshipId": TENANT, "statuses": [],
                    "skipAssignments": false, "timeoutSeconds": 5 }),
        ),
        (pa_profile_get, json!({ "account": half, "timeoutSeconds": 5 })),
        (
            pa_consent_grant,
            json!({ "throttleLimit": 1, "complete": true, "items": [{
                "item": 0, "account": half, "customer": TENANT, "applicationId": TENANT, "grants": [], "timeoutSeconds": 5
            }] }),
        ),
    ] {
        let events = drain(start_with(export, &request));
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0]["error"]["kind"], "InvalidInput");
    }
}

#[test]
fn an_error_that_somebody_else_told_is_resolved_without_asking_anybody() {
    let text = format!("AADSTS65001 in tenant {TENANT}, header Bearer eyJhbGciOiJub25lIn0.e30.c2ln");
    let operation = start_with(pa_error_resolve, &json!({ "text": secret(&text) }));
    let event = &drain(operation)[0];
    assert_eq!(event["resolution"]["kind"], "ConsentMissing");
    assert_eq!(event["resolution"]["tenantId"], TENANT);
    assert!(!event.to_string().contains("eyJ"));

    let events = drain(start_with(pa_error_resolve, &json!({ "text": 0 })));
    assert_eq!(events[0]["error"]["kind"], "InvalidInput");
}

#[test]
fn parameters_for_a_command_carry_its_tokens_and_a_bad_item_harms_no_other() {
    let service = Service::answering();
    let item = |number: u32, resource: &str| {
        json!({
            "item": number, "account": account(&service.address), "tenant": TENANT, "resource": resource,
            "minimumLifetimeSeconds": 900, "timeoutSeconds": 60, "forceRefresh": false
        })
    };
    let items = [item(0, "Graph"), item(1, "PartnerCenter")];
    let start = json!({ "throttleLimit": 8, "items": items, "complete": true });
    let mut events = drain(start_with(pa_connect_prepare, &start));
    events.sort_by_key(|e| e["item"].as_u64());
    let connect = &events[0]["connect"];
    assert_eq!(connect["command"], "Connect-MgGraph");
    let secret = json!({ "name": "AccessToken", "kind": "secureSecret", "values": ["canary-access"], "on": false });
    assert_eq!(connect["parameters"][0], secret);
    assert_eq!(events[1]["error"]["kind"], "InvalidInput");
    assert_eq!(service.requests(), 1);
}

#[test]
fn an_environment_is_checked_without_asking_anybody() {
    let check = |environment: Value| {
        let events = drain(start_with(pa_environment_check, &json!({ "environment": environment })));
        assert_eq!(events.len(), 1, "{events:?}");
        events.into_iter().next().unwrap()
    };
    let custom = |login: &str, resource: &str| {
        json!({ "name": "Contoso", "custom": {
            "login": login,
            "graph": "https://graph.example.com/",
            "audiences": [{ "resource": resource, "audience": "https://outlook.example.com" }],
        } })
    };
    let checked = check(custom("https://login.example.com:443/", "exchangeonline"));
    assert_eq!(checked["environment"]["custom"]["login"], "https://login.example.com");
    assert_eq!(checked["environment"]["custom"]["graph"], "https://graph.example.com");
    assert_eq!(
        checked["environment"]["custom"]["audiences"][0]["resource"],
        "ExchangeOnline"
    );
    assert_eq!(
        check(json!({ "name": "azurecloud" }))["environment"]["name"],
        "AzureCloud"
    );

    for bad in [
        custom("https://login.example.com/common", "ExchangeOnline"),
        custom("http://localhost:5001", "ExchangeOnline"),
        custom("https://login.example.com", "Mars"),
        json!({ "name": "AzurePPE" }),
    ] {
        assert_eq!(check(bad.clone())["error"]["kind"], "InvalidInput", "{bad}");
    }
    let mut mixed = custom("https://login.example.com", "ExchangeOnline");
    mixed["caCertificate"] = json!("-----BEGIN CERTIFICATE-----");
    assert_eq!(
        check(mixed)["error"]["kind"],
        "InvalidInput",
        "a custom cloud brings no trust of its own"
    );
}

#[test]
fn an_item_that_can_not_be_asked_for_names_its_tenants_id() {
    let mut item = token_item(0, &account("http://127.0.0.1:9"));
    item["scopes"] = json!(["Graph", "ExchangeOnline"]);
    let events = drain(start_with(pa_token_acquire, &token_start(&[item], true)));
    assert_eq!(events[0]["error"]["kind"], "InvalidInput");
    assert_eq!(events[0]["error"]["tenantId"], TENANT);
}
