//! A consent that is asked for, and what was posted for it.

use super::{CUSTOMER, Notes, Server, TestClock};
use partner_auth::partner_center::Caller;
use partner_auth::partner_center::consents::{Consent, ConsentRequest, Grant, grant};
use partner_auth::{Account, ClientId, Error, PartnerClient, Report, Tenant};
use std::sync::Arc;
use std::time::Duration;

pub const GRAPH: &str = "00000003-0000-0000-c000-000000000000";
pub const EXCHANGE: &str = "00000002-0000-0ff1-ce00-000000000000";
pub const THERE: &str = r#"{"code":409,"description":"Permission entry already exists.","source":"PartnerFD"}"#;

pub fn request(grants: &[(&str, &str)]) -> ConsentRequest {
    ConsentRequest {
        customer: Tenant::parse(CUSTOMER).unwrap(),
        application_id: ClientId::parse("99999999-2222-3333-4444-555555555555").unwrap(),
        display_name: None,
        grants: grants
            .iter()
            .map(|(id, scope)| Grant::parse(id, scope).unwrap())
            .collect(),
    }
}

pub async fn run(
    client: &Arc<PartnerClient>,
    account: &Account,
    request: &ConsentRequest,
    notes: &Arc<Notes>,
) -> Result<Consent, Error> {
    let report: Arc<dyn Report> = notes.clone();
    grant(
        &Caller::new(client, account, Duration::from_secs(100), &report),
        request,
    )
    .await
}

/// The same for several posts: the clock is turned for the pace between them.
pub async fn run_in_turn(
    client: &Arc<PartnerClient>,
    clock: &TestClock,
    account: &Account,
    request: &ConsentRequest,
    notes: &Arc<Notes>,
) -> Result<Consent, Error> {
    let turn = Duration::from_millis(50);
    let turning = async {
        loop {
            clock.sleeper(turn).await;
            clock.advance(turn);
        }
    };
    tokio::select! {
        done = run(client, account, request, notes) => done,
        () = turning => unreachable!(),
    }
}

pub fn is_token(request: &str) -> bool {
    request.starts_with("POST /") && request.contains("/oauth2/v2.0/token")
}

/// Posts of consents, head and body.
pub fn posts(server: &Server) -> Vec<String> {
    server
        .requests
        .lock()
        .unwrap()
        .iter()
        .filter(|r| r.contains("/applicationconsents"))
        .cloned()
        .collect()
}

pub fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request
        .lines()
        .find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)));
    line.map(|(_, value)| value).unwrap_or_default()
}
