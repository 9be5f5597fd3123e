//! The partner's own application as Microsoft Graph knows it ("Get application"): when its secrets and certificates end,
//! and what it is registered for.

use crate::account::Account;
use crate::client::PartnerClient;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::graph;
use crate::partner_center::Caller;
use crate::report::Report;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

const READING: &str = "Reading an application's registration";
/// What lets read it.
const PERMISSION: &str = "Application.Read.All";

/// A secret or certificate of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisteredCredential {
    /// True for a certificate.
    pub is_certificate: bool,
    /// Its name, as its maker wrote it.
    pub name: Option<String>,
    /// Its end, ISO 8601 as the service writes it.
    pub ends_on: String,
}

#[derive(Deserialize)]
struct Listed<T> {
    value: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Registration {
    #[serde(default)]
    required_resource_access: Vec<RequiredAccess>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequiredAccess {
    resource_app_id: String,
    #[serde(default)]
    resource_access: Vec<Access>,
}

#[derive(Deserialize)]
struct Access {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Application {
    password_credentials: Vec<Entry>,
    key_credentials: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    display_name: Option<String>,
    end_date_time: Option<String>,
}

/// The secrets and certificates of the account's application, read in the home tenant. It needs Application.Read.All.
///
/// # Errors
/// Those of a Graph token for the home tenant and of Graph itself.
pub async fn credentials(
    client: &Arc<PartnerClient>,
    account: &Account,
    timeout: Duration,
    report: &Arc<dyn Report>,
) -> Result<Vec<RegisteredCredential>, Error> {
    let path = format!(
        "/v1.0/applications?$filter=appId eq '{}'&$select=passwordCredentials,keyCredentials",
        account.client_id
    );
    let found: Listed<Application> = graph::get(client, account, &account.home, &path, timeout, report)
        .await
        .map_err(|e| graph::needing(e, READING, PERMISSION))?;
    let one = found.value.into_iter().next().unwrap_or_default();
    let secrets = one.password_credentials.into_iter().map(|e| (false, e));
    let certificates = one.key_credentials.into_iter().map(|e| (true, e));
    let with_end = |(is_certificate, entry): (bool, Entry)| {
        Some(RegisteredCredential {
            is_certificate,
            name: entry.display_name.map(|n| crate::error::clean(&n)),
            ends_on: entry.end_date_time?,
        })
    };
    Ok(secrets.chain(certificates).filter_map(with_end).collect())
}

/// Whether the registration of an application in the home tenant asks for a permission of a service, by its id; nothing
/// when the home tenant has no such application. It needs Application.Read.All.
///
/// # Errors
/// Those of a Graph token for the home tenant and of Graph itself.
pub(crate) async fn asks_for(
    caller: &Caller<'_>,
    application: ClientId,
    service: ClientId,
    permission: &str,
) -> Result<Option<bool>, Error> {
    let Caller {
        client,
        account,
        timeout,
        report,
        ..
    } = caller;
    let path = format!("/v1.0/applications?$filter=appId eq '{application}'&$select=requiredResourceAccess");
    let found: Listed<Registration> = graph::get(client, account, &account.home, &path, *timeout, report)
        .await
        .map_err(|e| graph::needing(e, READING, PERMISSION))?;
    let service = service.to_string();
    let asks = |one: Registration| {
        let of_service = one.required_resource_access.iter();
        let mut of_service = of_service.filter(|r| r.resource_app_id.eq_ignore_ascii_case(&service));
        of_service.any(|r| r.resource_access.iter().any(|a| a.id.eq_ignore_ascii_case(permission)))
    };
    Ok(found.value.into_iter().next().map(asks))
}
