//! What a process of its own does for a test.

use crate::support::{HOUR, Keys, PASSPHRASE, kept, name, open_with, write};
use futures_util::future::join_all;
use partner_auth::shelf::{Kept, Shelf};
use partner_auth::{
    Account, ClientCredential, ClientId, Cloud, PartnerClient, RefreshToken, Scopes, Secret, Silent, Tenant,
    TokenRequest,
};
use partner_store::file_shelf::Waits;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

const WORK: &str = "PARTNERAUTH_TEST_WORK";
const PATH: &str = "PARTNERAUTH_TEST_PATH";
const WITH: &str = "PARTNERAUTH_TEST_WITH";

/// A process that does that work on a file.
pub fn command(work: &str, path: &Path, with: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(arguments());
    command.env(WORK, work).env(PATH, path).env(WITH, with);
    command
}

/// The arguments that make this program do what a child does.
pub fn arguments() -> [&'static str; 5] {
    [
        "--exact",
        "child::the_work_of_a_child",
        "--ignored",
        "--nocapture",
        "--quiet",
    ]
}

#[tokio::test]
#[ignore = "a part of other tests, which start it as a process of its own"]
async fn the_work_of_a_child() {
    let (Ok(work), Ok(path), Ok(with)) = (std::env::var(WORK), std::env::var(PATH), std::env::var(WITH)) else {
        return;
    };
    let waits = Waits {
        lock: Duration::from_secs(60),
        rest: Duration::ZERO,
    };
    let (shelf, seal) = kept(open_with(Path::new(&path), Some(PASSPHRASE), &Keys::default(), waits).unwrap());
    match work.as_str() {
        // One record, over the old one.
        "write" => {
            let lease = shelf.lease(name(1), Duration::ZERO).await.unwrap();
            shelf.write(name(1), with.into_bytes(), HOUR, lease.fence()).await;
            drop(lease);
        }
        // Fifty records of its own, a few at a time.
        "records" => {
            let first: u32 = with.parse::<u32>().unwrap() * 50;
            for tens in 0..5 {
                let own = |n: u32| first + tens * 10 + n;
                let writes = (0..10).map(|n| async move { own(n) });
                let names = join_all(writes).await;
                join_all(names.into_iter().map(|own| {
                    let shelf = &shelf;
                    async move { write(shelf, own, &own.to_string()).await }
                }))
                .await;
            }
        }
        "acquire" => acquire(Arc::new(Kept::new(Arc::new(shelf), seal)), &with).await,
        other => panic!("{other}"),
    }
    println!("done");
}

/// A token of every customer, by a client that keeps them.
async fn acquire(kept: Arc<Kept>, sandbox: &str) {
    let client = Arc::new(PartnerClient::default());
    client.keep(Some(Arc::clone(&kept)));
    let document: Value = serde_json::from_str(sandbox).unwrap();
    let account = account(&document);
    let customers = document["customers"].as_array().unwrap();
    let calls = customers.iter().map(|customer| {
        let (client, account) = (&client, &account);
        async move {
            let request = TokenRequest {
                account: account.clone(),
                tenant: Tenant::parse(customer["tenantId"].as_str().unwrap()).unwrap(),
                scopes: Scopes::parse(&account.cloud, &["Graph".to_owned()]).unwrap(),
                minimum_lifetime: Duration::from_secs(900),
                timeout: Duration::from_secs(100),
                force_refresh: false,
            };
            client.acquire(&request, Arc::new(Silent)).await.unwrap();
        }
    });
    join_all(calls).await;
    if let Some(warning) = kept.take_warning() {
        panic!("{warning}");
    }
}

/// The partner's application and user, as a script of another process reads them.
fn account(document: &Value) -> Account {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let at = &document["environment"];
    let [login, graph, center] = [&at["login"], &at["graph"], &at["partnerCenter"]].map(text);
    let secret = |name: &str| Arc::new(Secret::new(text(&document[name])));
    Account {
        cloud: Arc::new(Cloud::sandbox("Sandbox", &login, &graph, &center, None).unwrap()),
        home: Tenant::parse(&text(&document["tenantId"])).unwrap(),
        client_id: ClientId::parse(&text(&document["applicationId"])).unwrap(),
        credential: ClientCredential::Secret(secret("clientSecret")),
        access_token: None,
        refresh_token: Some(Arc::new(RefreshToken::new(secret("refreshToken")))),
    }
}
