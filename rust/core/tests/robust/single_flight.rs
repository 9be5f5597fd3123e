//! Callers in great number: one request for one token, and nobody waits for a tenant that hangs.

use crate::support::{CUSTOMER, Notes, Reply, Server, account, client, graph, refusal, token, token_body};
use partner_auth::{Account, ErrorKind, PartnerClient};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

#[tokio::test]
async fn a_thousand_callers_share_one_failure_and_the_next_one_asks_again() {
    let gate = Arc::new(Notify::new());
    let open = Arc::clone(&gate);
    let server = Server::start(move |_, n| match (n, refusal(65001)) {
        (0, Reply::Bytes(refusal)) => Reply::After(Arc::clone(&open), refusal),
        _ => token("t", 3600),
    })
    .await;
    let (client, _, notes) = client();
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let mut callers: Vec<_> = (0..1000)
        .map(|_| {
            let (client, request, notes) = (Arc::clone(&client), request.clone(), Arc::clone(&notes));
            Box::pin(async move { client.acquire(&request, notes).await })
        })
        .collect();
    // All of them wait before the one answer comes.
    for caller in &mut callers {
        assert!(futures_util::poll!(caller.as_mut()).is_pending());
    }
    gate.notify_one();
    for caller in callers {
        assert_eq!(caller.await.unwrap_err().kind(), ErrorKind::ConsentMissing);
    }
    assert_eq!(server.count(), 1);
    println!("figure C1: 1000 callers, 1 request");
    assert_eq!(
        client
            .acquire(&request, notes)
            .await
            .unwrap()
            .token
            .access_token
            .expose(),
        "t"
    );
    assert_eq!(server.count(), 2);
}

/// Asks for the tokens of 500 tenants, from that number on, and tells how long the slowest hundredth took at least.
async fn five_hundred(client: &Arc<PartnerClient>, account: &Account, first: usize) -> Duration {
    let calls: Vec<_> = (first..first + 500)
        .map(|number| {
            let request = graph(account, &format!("{number:08}-2222-3333-4444-555555555556"));
            let client = Arc::clone(client);
            tokio::spawn(async move {
                let begin = Instant::now();
                client.acquire(&request, Arc::new(Notes::default())).await.unwrap();
                begin.elapsed()
            })
        })
        .collect();
    let mut took = Vec::new();
    for call in calls {
        took.push(call.await.unwrap());
    }
    took.sort();
    took[took.len() - 5]
}

#[tokio::test]
async fn a_tenant_that_hangs_keeps_none_of_five_hundred_others() {
    let body = token_body("t", 3600);
    let server = Server::start(move |request, _| {
        if request.contains(CUSTOMER) {
            Reply::After(Arc::new(Notify::new()), Vec::new())
        } else {
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            Reply::Bytes(answer.into_bytes())
        }
    })
    .await;
    let (client, _, notes) = client();
    let account = account(&server.cloud());
    five_hundred(&client, &account, 0).await;
    let alone = five_hundred(&client, &account, 500).await;
    let hanging = tokio::spawn({
        let (client, request) = (Arc::clone(&client), graph(&account, CUSTOMER));
        async move { client.acquire(&request, notes).await }
    });
    let beside = five_hundred(&client, &account, 1000).await;
    assert!(!hanging.is_finished());
    hanging.abort();
    println!(
        "figure C2: the slowest hundredth of 500 tenants took {:.2} times as long beside one that hangs",
        beside.as_secs_f64() / alone.as_secs_f64()
    );
}
