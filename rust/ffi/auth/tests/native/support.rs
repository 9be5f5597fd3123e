//! Calls the exports as a host does, and stands in for a sign-in service.

use partner_auth_native::exports::*;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// An export that starts an operation.
pub type Start = unsafe extern "C-unwind" fn(*const u8, u64, *mut u64) -> i32;

/// Every export that starts an operation or keeps something.
pub const STARTS: &[(&str, Start)] = &[
    ("pa_secret_create", pa_secret_create),
    ("pa_refresh_token_create", pa_refresh_token_create),
    ("pa_refresh_token_read", pa_refresh_token_read),
    ("pa_certificate_open", pa_certificate_open),
    ("pa_account_check", pa_account_check),
    ("pa_application_read", pa_application_read),
    ("pa_application_check", pa_application_check),
    ("pa_application_make", pa_application_make),
    ("pa_sign_in", pa_sign_in),
    ("pa_token_acquire", pa_token_acquire),
    ("pa_token_inspect", pa_token_inspect),
    ("pa_token_cache_clear", pa_token_cache_clear),
    ("pa_token_cache_keep", pa_token_cache_keep),
    ("pa_connect_prepare", pa_connect_prepare),
    ("pa_consent_grant", pa_consent_grant),
    ("pa_admin_consent", pa_admin_consent),
    ("pa_customer_list", pa_customer_list),
    ("pa_environment_check", pa_environment_check),
    ("pa_profile_get", pa_profile_get),
    ("pa_relationship_list", pa_relationship_list),
    ("pa_fleet_join", pa_fleet_join),
    ("pa_fleet_results", pa_fleet_results),
    ("pa_access_test", pa_access_test),
    ("pa_access_repair", pa_access_repair),
    ("pa_error_resolve", pa_error_resolve),
    ("pa_manifest_open", pa_manifest_open),
    ("pa_journal_open", pa_journal_open),
    ("pa_journal_note", pa_journal_note),
    ("pa_consent_sync", pa_consent_sync),
    ("pa_consent_read", pa_consent_read),
    ("pa_consent_remove", pa_consent_remove),
    ("pa_timeline_read", pa_timeline_read),
];

pub const TENANT: &str = "11111111-2222-3333-4444-555555555555";

/// Starts an operation.
pub fn start(export: Start, request: &[u8]) -> Result<u64, i32> {
    let mut id = 0;
    // SAFETY: the slice and the number outlive the call.
    match unsafe { export(request.as_ptr(), request.len() as u64, &raw mut id) } {
        0 => Ok(id),
        status => Err(status),
    }
}

/// Starts an operation with a document.
pub fn start_with(export: Start, request: &Value) -> u64 {
    start(export, request.to_string().as_bytes()).unwrap()
}

/// The next event, or the status there is instead.
pub fn next(operation: u64) -> Result<Value, i32> {
    let (mut buffer, mut length) = (vec![0_u8; 64 * 1024], 0);
    // SAFETY: the buffer and the number outlive the call.
    let status = unsafe {
        pa_operation_next(
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

/// Every event but the verbose ones, up to the end; the operation is closed then.
pub fn drain(operation: u64) -> Vec<Value> {
    let mut events = Vec::new();
    let last = loop {
        match next(operation) {
            Ok(event) if event["kind"] == "verbose" => {}
            Ok(event) => events.push(event),
            Err(status) => break status,
        }
    };
    assert_eq!(last, 2);
    assert_eq!(pa_operation_close(operation), 0);
    events
}

/// Keeps a secret and gives its id.
pub fn secret(text: &str) -> u64 {
    let mut id = 0;
    // SAFETY: the text and the number outlive the call.
    let status = unsafe { pa_secret_create(text.as_ptr(), text.len() as u64, &raw mut id) };
    assert_eq!(status, 0);
    id
}

/// Keeps a refresh token and gives its id.
pub fn refresh_token(text: &str) -> u64 {
    let mut id = 0;
    // SAFETY: the text and the number outlive the call.
    let status = unsafe { pa_refresh_token_create(text.as_ptr(), text.len() as u64, &raw mut id) };
    assert_eq!(status, 0);
    id
}

/// An account in a sandbox at that address.
pub fn account(address: &str) -> Value {
    json!({
        "environment": {
            "name": "Sandbox", "login": address,
            "graph": format!("{address}/graph"), "partnerCenter": format!("{address}/partnercenter")
        },
        "clientId": "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
        "clientSecret": secret("partner-sandbox.secret"),
        "refreshToken": refresh_token(&format!("partner-sandbox.refresh.{address}"))
    })
}

/// An item that asks for a Graph token.
pub fn token_item(item: u32, account: &Value) -> Value {
    json!({
        "item": item, "account": account, "tenant": TENANT, "scopes": ["Graph"],
        "minimumLifetimeSeconds": 900, "timeoutSeconds": 60, "forceRefresh": false
    })
}

/// A request for these items.
pub fn token_start(items: &[Value], complete: bool) -> Value {
    json!({ "throttleLimit": 8, "items": items, "complete": complete })
}

/// A sign-in service on loopback.
pub struct Service {
    pub address: String,
    requests: Arc<AtomicUsize>,
}

impl Service {
    /// Answers every request with a token.
    pub fn answering() -> Self {
        let body = json!({
            "token_type": "Bearer", "expires_in": 3600, "ext_expires_in": 7200,
            "scope": "https://graph.microsoft.com/User.Read",
            "access_token": "canary-access", "refresh_token": "partner-sandbox.canary-refresh"
        });
        Self::answering_with(body.to_string())
    }

    /// Answers every request with that body.
    pub fn answering_with(body: String) -> Self {
        Self::start(Some(body))
    }

    /// Takes requests and never answers.
    pub fn silent() -> Self {
        Self::start(None)
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn start(body: Option<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        thread::spawn(move || {
            let mut unanswered = Vec::new();
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                read_request(&mut connection);
                count.fetch_add(1, Ordering::SeqCst);
                match &body {
                    Some(body) => write!(
                        connection,
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                        body.len()
                    )
                    .unwrap(),
                    None => unanswered.push(connection),
                }
            }
        });
        Self { address, requests }
    }
}

fn read_request(connection: &mut TcpStream) {
    let mut reader = BufReader::new(connection);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
            Some(_) => {}
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
}
