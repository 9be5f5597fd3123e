//! Asking a service that answers badly.

use super::{Notes, Server, TestClock, account, graph, refresh_token};
use partner_auth::{Cloud, Error, ErrorKind, PartnerClient};
use std::sync::Arc;
use std::time::Duration;

/// Words of a parser or of a defect, which no user can do anything with.
const RAW: [&str; 6] = [
    "at line",
    "column",
    "missing field",
    "invalid type",
    "unwrap",
    "panicked",
];

/// Acquires with the clock turned on for every wait.
pub async fn acquire(
    client: &Arc<PartnerClient>,
    clock: &TestClock,
    server: &Server,
    tenant: &str,
) -> Result<String, Error> {
    acquire_in(client, clock, server.cloud(), tenant).await
}

/// The same, of services at other addresses.
pub async fn acquire_in(
    client: &Arc<PartnerClient>,
    clock: &TestClock,
    cloud: Arc<Cloud>,
    tenant: &str,
) -> Result<String, Error> {
    let mut account = account(&cloud);
    // One of its own, as a credential that failed rests.
    account.refresh_token = Some(refresh_token(&format!("partner-sandbox.{tenant}")));
    let mut request = graph(&account, tenant);
    request.timeout = Duration::from_secs(1000);
    let turn = async {
        loop {
            let wait = clock.sleeper(Duration::from_secs(100)).await;
            clock.advance(wait);
        }
    };
    tokio::select! {
        result = client.acquire(&request, Arc::new(Notes::default())) => result.map(|a| a.token.access_token.expose().to_owned()),
        () = turn => unreachable!(),
    }
}

pub fn assert_explained(about: &str, tenant: &str, error: &Error) {
    let said = format!(
        "{error} {} {}",
        error.remedy(),
        error.service_text().unwrap_or_default()
    );
    assert_ne!(error.kind(), ErrorKind::InternalError, "{about}: {said}");
    assert!(
        !error.remedy().is_empty() && !error.to_string().is_empty(),
        "{about}: {said}"
    );
    assert_eq!(error.tenant_given(), Some(tenant), "{about}: {said}");
    assert!(!said.contains("partner-sandbox."), "{about}: {said}");
    for raw in RAW {
        assert!(!said.contains(raw), "{about}: {said}");
    }
}
