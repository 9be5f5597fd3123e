//! What is not kept, and what of the shelf is not taken.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use crate::support::shelf::{MemoryShelf, again, process, text};
use crate::support::{CUSTOMER, Server, account, client, graph, token};
use futures_util::FutureExt;
use futures_util::future::ready;
use partner_auth::credential::Federated;
use partner_auth::report::Answer;
use partner_auth::{ClientCredential, Question, Report, Tenant};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

const OTHER: &str = "22222222-2222-3333-4444-555555555555";

/// A host whose script answers.
struct Scripted;

impl Report for Scripted {
    fn verbose(&self, _: String) {}
    fn warning(&self, _: String) {}
    fn progress(&self, _: String) {}
    fn ask(&self, _: Question) -> Answer {
        ready(Ok(Zeroizing::new(b"partner-sandbox.proof".to_vec()))).boxed()
    }
}

#[tokio::test]
async fn without_a_lease_the_refresh_token_is_kept_and_the_access_token_is_not() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    *shelf.is_busy.lock().unwrap() = true;
    let request = graph(&account(&server.cloud()), CUSTOMER);
    let (first, _, notes) = process(&shelf);
    assert_eq!(text(&first, &request, &notes).await, "t0");
    assert_eq!(shelf.count(), 1);
    let (second, _, notes) = process(&shelf);
    assert_eq!(text(&second, &again(&request), &notes).await, "t1");
}

#[tokio::test]
async fn what_a_script_of_this_process_proves_is_not_kept_as_its_number_is_another_script_elsewhere() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    let shelf = MemoryShelf::default();
    let mut request = graph(&account(&server.cloud()), CUSTOMER);
    request.account.refresh_token = None;
    request.account.credential = ClientCredential::Federated(Federated::Script(1));
    for expected in ["t0", "t1"] {
        let (client, _, _) = process(&shelf);
        let acquired = client.acquire(&request, Arc::new(Scripted)).await.unwrap();
        assert_eq!(acquired.token.access_token.expose(), expected);
    }
    assert_eq!(shelf.count(), 0);
}

#[tokio::test]
async fn a_refresh_token_that_is_too_old_or_of_the_future_replaces_none() {
    let server = Server::start(|_, n| token(&format!("t{n}"), 3600)).await;
    for (kept_at, read_at, is_taken) in [(0, 3600, true), (0, 90 * 24 * 3600, false), (3600, 0, false)] {
        let shelf = MemoryShelf::default();
        let request = graph(&account(&server.cloud()), CUSTOMER);
        let (first, clock, notes) = process(&shelf);
        clock.advance(Duration::from_secs(kept_at));
        text(&first, &request, &notes).await;
        let (second, clock, notes) = process(&shelf);
        clock.advance(Duration::from_secs(read_at));
        let mut next = again(&request);
        next.tenant = Tenant::parse(OTHER).unwrap();
        text(&second, &next, &notes).await;
        let asked = server.requests.lock().unwrap().last().unwrap().clone();
        let given = "refresh_token=partner-sandbox.canary-refresh";
        assert_eq!(
            !asked.contains(given),
            is_taken,
            "kept at {kept_at}, read at {read_at}: {asked}"
        );
    }
}

#[tokio::test]
async fn a_domain_that_is_not_known_here_can_not_be_cleared_where_tokens_are_kept() {
    let domain = Tenant::parse("contoso.example").unwrap();
    let (plain, _, _) = client();
    assert_eq!(plain.clear(Some(&domain)).unwrap(), 0);
    let (keeping, _, _) = process(&MemoryShelf::default());
    let error = keeping.clear(Some(&domain)).unwrap_err();
    assert!(error.to_string().contains("contoso.example"), "{error}");
    assert!(error.remedy().contains("id"), "{error}");
}
