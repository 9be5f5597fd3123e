//! Many processes on one file.

use crate::child::command;
use crate::support::{Home, read};
use partner_auth::shelf::Shelf;
use partner_sandbox::{Options, Sandbox, Scenario};
use std::collections::HashMap;
use std::fs;
use std::process::{Child, Stdio};
use tokio::sync::Mutex;

/// How many processes there are.
fn processes() -> u32 {
    if std::env::var_os("PARTNERAUTH_LONG").is_some() {
        100
    } else {
        16
    }
}

/// So many processes at a time are enough for a machine: a write that waits long for the others stays in memory.
static IN_TURN: Mutex<()> = Mutex::const_new(());

fn start(work: &str, home: &Home, with: &str) -> Child {
    let mut command = command(work, &home.path, with);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn end(children: Vec<Child>) {
    for child in children {
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && text.contains("done"),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_want_the_same_fifty_tokens_ask_once_for_each() {
    let _turn = IN_TURN.lock().await;
    let scenario = Scenario::parse(r#"{ "consented": true, "customers": 50, "latencyMs": 20 }"#).unwrap();
    let options = Options {
        scenario: Some(scenario),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let document = serde_json::to_string(sandbox.document()).unwrap();
    let home = Home::new();
    let all = tokio::task::spawn_blocking(move || {
        end((0..processes()).map(|_| start("acquire", &home, &document)).collect());
        // And whoever comes later asks nobody.
        end(vec![start("acquire", &home, &document)]);
        home
    });
    let home = all.await.unwrap();
    let mut asked: HashMap<String, u32> = HashMap::new();
    for request in sandbox.requests().into_iter().filter(|r| r.path.ends_with("/token")) {
        *asked.entry(request.tenant.unwrap()).or_default() += 1;
    }
    assert_eq!(asked.len(), 50);
    assert!(asked.values().all(|count| *count == 1), "{asked:?}");
    println!(
        "figure D1: {} processes and 50 tokens: one request for each",
        processes()
    );
    assert!(home.aside().is_empty(), "a file could not be read");
    // A token of the sandbox is a JSON web token, and its secrets carry a mark.
    let bytes = fs::read(&home.path).unwrap();
    let document = sandbox.document();
    for secret in [
        "eyJ",
        "partner-sandbox.",
        &document.client_secret,
        &document.customers[0].tenant_id,
        "graph.microsoft.com",
    ] {
        let is_there = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!is_there, "{secret} is in the file");
    }
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_record_of_any_process_is_lost() {
    let _turn = IN_TURN.lock().await;
    let home = Home::new();
    let all = tokio::task::spawn_blocking(move || {
        end((0..processes())
            .map(|n| start("records", &home, &n.to_string()))
            .collect());
        home
    });
    let home = all.await.unwrap();
    let (shelf, _) = home.open();
    for own in 0..processes() * 50 {
        assert_eq!(read(&shelf, own).await, Some(own.to_string()));
    }
    assert_eq!(shelf.take_warning(), None);
    assert!(home.aside().is_empty());
}
