//! Every row of the guidance table against the sandbox, which answers with the service's own code: what the table says is
//! what a caller gets.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

use crate::support::{TestClock, client, graph};
use partner_auth::guidance::{self, Guidance};
use partner_auth::partner_center::{Caller, customers};
use partner_auth::{Account, Report, Tenant};
use partner_sandbox::{Options, Sandbox, Scenario};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// A sandbox with one customer per row, and an account there.
async fn practice(rows: &[&Guidance]) -> (Sandbox, Account) {
    let tenants: Vec<_> = rows
        .iter()
        .enumerate()
        .map(
            |(n, row)| json!({ "domain": format!("row{n}.onmicrosoft.example"), "fault": row.code, "consented": true }),
        )
        .collect();
    let scenario = Scenario::parse(&json!({ "tenants": tenants }).to_string()).unwrap();
    let options = Options {
        scenario: Some(scenario),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let account = crate::support::account_of(&sandbox);
    (sandbox, account)
}

/// Turns the clock on whenever somebody waits before the next attempt.
fn impatient(clock: Arc<TestClock>) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let wait = clock.sleeper(Duration::from_secs(61)).await;
            clock.advance(wait);
        }
    })
}

#[tokio::test]
async fn every_code_of_entra_id_is_the_error_that_the_table_says() {
    let rows: Vec<_> = guidance::rows()
        .filter(|r| r.code.starts_with("AADSTS") && !r.text)
        .collect();
    assert!(rows.len() >= 80, "{}", rows.len());
    let (sandbox, account) = practice(&rows).await;
    for (row, customer) in rows.iter().zip(&sandbox.document().customers) {
        // A process of its own: one whose credential failed asks no more.
        let (client, clock, notes) = client();
        let clock = impatient(clock);
        let mut request = graph(&account, &customer.tenant_id);
        request.timeout = Duration::from_secs(1000);
        let error = client.acquire(&request, notes.clone()).await.unwrap_err();
        assert_eq!(error.kind(), row.kind, "{}: {error}", row.code);
        assert_eq!(error.service_code(), Some(row.code.as_str()));
        assert_eq!(error.remedy(), row.advice.remedy, "{}", row.code);
        assert!(error.correlation_id().is_some(), "{}", row.code);
        assert_eq!(error.is_of_credential(), row.credential, "{}", row.code);
        assert_eq!(error.class(), row.class, "{}", row.code);
        clock.abort();
    }
}

#[tokio::test]
async fn every_code_of_partner_center_is_the_error_that_the_table_says() {
    let rows: Vec<_> = guidance::rows()
        .filter(|r| r.code.starts_with("PartnerCenter ") && !r.text)
        .collect();
    assert!(!rows.is_empty());
    let (sandbox, account) = practice(&rows).await;
    for (row, customer) in rows.iter().zip(&sandbox.document().customers) {
        let (client, clock, notes) = client();
        let (clock, report): (_, Arc<dyn Report>) = (impatient(clock), notes);
        let caller = Caller::new(&client, &account, Duration::from_secs(1000), &report);
        let customer = Tenant::parse(&customer.tenant_id).unwrap();
        let error = customers::by_id(&caller, &customer).await.unwrap_err();
        assert_eq!(error.kind(), row.kind, "{}: {error}", row.code);
        assert_eq!(error.service_code(), Some(row.code_of_service()), "{}", row.code);
        assert_eq!(error.tenant_guid(), Some(customer.to_string().as_str()), "{}", row.code);
        assert_eq!(error.is_of_credential(), row.credential, "{}", row.code);
        clock.abort();
    }
}
