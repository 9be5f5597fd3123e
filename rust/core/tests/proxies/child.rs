//! What a process of its own does for a test: it asks for one token and writes what came.

use crate::service::Service;
use crate::support::{CUSTOMER, Notes, account, client, graph, refresh_token};
use partner_auth::cloud::CustomCloud;
use partner_auth::{ClientCredential, Cloud, Secret};
use serde::{Deserialize, Serialize};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

const ADDRESS: &str = "PARTNERAUTH_TEST_ADDRESS";
const MARK: &str = "said: ";
/// The variables that say something of proxies.
const VARIABLES: [&str; 9] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

/// What the process said.
#[derive(Debug, Deserialize, Serialize)]
pub struct Said {
    /// The access token, if one came.
    pub token: Option<String>,
    /// The error's kind, if none did.
    pub kind: Option<String>,
    /// All that a user could see: message, remedy, debug text, verbose lines, warnings; and all that the process wrote.
    pub text: String,
}

/// A process with these variables of proxies and no others asks for a token at an address.
pub async fn said_with(service: &Service, address: &str, variables: &[(&str, &str)]) -> Said {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "child::the_work_of_a_child",
        "--ignored",
        "--nocapture",
        "--quiet",
    ]);
    for name in VARIABLES {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    command
        .env("SSL_CERT_FILE", service.authority.path())
        .env_remove("SSL_CERT_DIR");
    command.env(ADDRESS, address).env("RUST_LOG", "trace");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::task::spawn_blocking(move || command.output()).await;
    let output = output.unwrap().unwrap();
    let written = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(output.status.success(), "{written:?}");
    let line = written[0].lines().find_map(|line| line.split_once(MARK)).unwrap().1;
    let mut said: Said = serde_json::from_str(line).unwrap();
    said.text = format!("{} {}", said.text, written.concat());
    said
}

#[tokio::test]
#[ignore = "a part of other tests, which start it as a process of its own"]
async fn the_work_of_a_child() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let (client, clock, _) = client();
    let notes: Arc<Notes> = Arc::default();
    let mut request = graph(&account_at(&address), CUSTOMER);
    // The clock is turned for the waits between attempts, and not to the end of the time.
    request.timeout = Duration::from_secs(1000);
    let turn = async {
        loop {
            let wait = clock.sleeper(Duration::from_secs(100)).await;
            clock.advance(wait);
        }
    };
    let result = tokio::select! {
        result = client.acquire(&request, notes.clone()) => result,
        () = turn => unreachable!(),
    };
    let error = result.as_ref().err();
    let lines = [&notes.verbose, &notes.warnings].map(|lines| lines.lock().unwrap().join(" "));
    let text = error.map(|e| format!("{e} {} {:?} {e:?}", e.remedy(), e.service_text()));
    let said = Said {
        kind: error.map(|e| e.kind().to_string()),
        token: result.as_ref().ok().map(|a| a.token.access_token.expose().to_owned()),
        text: format!("{} {}", text.unwrap_or_default(), lines.concat()),
    };
    println!("{MARK}{}", serde_json::to_string(&said).unwrap());
}

/// An account in a cloud at that address: a sandbox where it is plain http.
fn account_at(address: &str) -> partner_auth::Account {
    if address.starts_with("http://") {
        let cloud = Cloud::sandbox("Test", address, address, address, None).unwrap();
        return account(&Arc::new(cloud));
    }
    let cloud = Cloud::custom(CustomCloud {
        name: "Own".to_owned(),
        login: address.to_owned(),
        graph: Some("https://graph.partner.example".to_owned()),
        ..CustomCloud::default()
    });
    let mut account = account(&Arc::new(cloud.unwrap()));
    account.credential = ClientCredential::Secret(Arc::new(Secret::new("our-secret".to_owned())));
    account.refresh_token = Some(refresh_token("our-refresh"));
    account
}
