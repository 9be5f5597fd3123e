//! What many customers share on the way to them: the list of relationships, in a time that is nobody's.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use crate::support::{CUSTOMER, Notes, Reply, Server, TestClock, account, client, http, token};
use partner_auth::access::{Access, Cause, Goal, Outcome, Rung, Step, Survey, test as look};
use partner_auth::partner_center::Caller;
use partner_auth::{PartnerClient, Report, Tenant};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(30);
/// Shorter than the limit, and two are longer.
const PAGE: Duration = Duration::from_secs(20);
const PAGES: usize = 3;

fn is_list(request: &str) -> bool {
    request.contains("/delegatedAdminRelationships?")
}

/// Answers everything beside the list of relationships.
fn other(request: &str) -> Reply {
    if request.contains("/oauth2/v2.0/token") {
        token("t", 3600)
    } else {
        http(200, r#"{"value":[]}"#)
    }
}

/// A server whose list has some pages, each of which takes a time.
async fn slow(clock: Arc<TestClock>) -> Server {
    Server::start(move |request, _| {
        if !is_list(request) {
            return other(request);
        }
        clock.advance(PAGE);
        let number = (1..PAGES).find(|n| request.contains(&format!("page={n}"))).unwrap_or(0);
        let mut page = json!({ "value": [{
            "id": format!("{CUSTOMER}-{CUSTOMER}"), "displayName": "GDAP", "status": "active",
            "customer": { "tenantId": CUSTOMER }, "endDateTime": "2199-01-01T00:00:00Z",
        }] });
        if number + 1 < PAGES {
            let host = request.lines().find_map(|l| l.strip_prefix("host: ")).unwrap();
            let next = number + 1;
            page["@odata.nextLink"] = json!(format!(
                "http://{host}/v1.0/tenantRelationships/delegatedAdminRelationships?page={next}"
            ));
        }
        http(200, &page.to_string())
    })
    .await
}

/// Looks at the same customer twice in one run, while somebody else drops all tokens.
async fn twice(server: &Server, client: &Arc<PartnerClient>, notes: &Arc<Notes>) -> Vec<Access> {
    let (account, report): (_, Arc<dyn Report>) = (account(&server.cloud()), notes.clone());
    let caller = Caller::new(client, &account, LIMIT, &report);
    let survey = Survey::new(false);
    let customer = Tenant::parse(CUSTOMER).unwrap();
    let mut found = Vec::new();
    for _ in 0..2 {
        found.push(look(&survey, &caller, &customer, &Goal::default()).await.unwrap());
        client.clear(None).unwrap();
    }
    found
}

fn relationship(access: &Access) -> &Step {
    access.steps.iter().find(|s| s.rung == Rung::Relationship).unwrap()
}

fn lists(server: &Server) -> usize {
    server.requests.lock().unwrap().iter().filter(|r| is_list(r)).count()
}

#[tokio::test]
async fn a_list_of_relationships_that_takes_longer_than_a_customers_time_is_read_once_and_serves_all() {
    let (client, clock, notes) = client();
    let server = slow(clock).await;
    for access in twice(&server, &client, &notes).await {
        let step = relationship(&access);
        assert_eq!(step.outcome, Outcome::Passed, "{:#?}", access.steps);
    }
    assert_eq!(lists(&server), PAGES);
    assert!(notes.warnings.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_list_of_relationships_that_fails_is_told_once_and_not_begun_again() {
    let server = Server::start(|request, _| match request {
        list if is_list(list) => http(200, "<html>"),
        _ => other(request),
    })
    .await;
    let (client, _, notes) = client();
    for access in twice(&server, &client, &notes).await {
        let step = relationship(&access);
        assert_eq!(
            (step.outcome, step.cause),
            (Outcome::Unknown, Some(Cause::ServiceFailed)),
            "{step:?}"
        );
    }
    assert_eq!(lists(&server), 1);
    let warnings = notes.warnings.lock().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}
