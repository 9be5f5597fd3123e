//! Exchange Online wants its permission on both sides: in the customer's grant, and in the partner's own application.

use crate::application;
use crate::client_id::ClientId;
use crate::error::Error;
use crate::manifest::Manifest;
use crate::partner_center::Caller;
use crate::permissions::EXCHANGE;
use crate::token::{consented_scopes, is_nothing_consented};

/// The permission.
const PERMISSION: &str = "Exchange.Manage";

/// Warns when a manifest wants Exchange.Manage and the partner's own side lacks it: the application's registration, or
/// its consent in the partner's tenant. What can't be read there is told to whoever wants details, and is no failure.
pub async fn check(caller: &Caller<'_>, manifest: &Manifest) {
    let Some((application, service, permission)) = wanted(manifest) else {
        return;
    };
    let report = caller.report;
    match application::asks_for(caller, application, service, permission).await {
        Ok(Some(true)) => {}
        Ok(Some(false)) => report.warning(format!(
            "The registration of application {application} does not name {PERMISSION} of Office 365 Exchange Online. Exchange Online wants it on both sides, there and in each customer's consent: add it under API permissions, as a delegated permission, and consent to it in the partner's own tenant."
        )),
        Ok(None) => report.verbose(format!(
            "The partner's tenant has no registration of application {application}, so whether it names {PERMISSION} is not known."
        )),
        Err(error) => unknown(caller, "registration", application, &error),
    }
    if application != caller.account.client_id {
        report.verbose(format!(
            "Whether the partner's own tenant has consented to {PERMISSION} for application {application} is not known: the context is another application's."
        ));
        return;
    }
    let home = &caller.account.home;
    let read = consented_scopes(caller.client, caller.account, home, service, caller.timeout, report);
    let lacks = match read.await {
        Ok(scopes) => !scopes.iter().any(|s| s.eq_ignore_ascii_case(PERMISSION)),
        Err(error) if is_nothing_consented(&error) => true,
        Err(error) => return unknown(caller, "consent at home", application, &error),
    };
    if lacks {
        report.warning(format!(
            "The partner's own tenant has not consented to {PERMISSION} of Office 365 Exchange Online for application {application}. Exchange Online wants it on both sides: an administrator grants it there, on the page that New-PartnerConsentUrl leads to for the partner's tenant."
        ));
    }
}

/// The application, Exchange Online and the permission's id, where a manifest wants it.
fn wanted(manifest: &Manifest) -> Option<(ClientId, ClientId, &str)> {
    let grant = manifest.grants.iter().find(|g| g.resource.to_string() == EXCHANGE)?;
    let permission = grant
        .delegated
        .iter()
        .find(|p| p.name.eq_ignore_ascii_case(PERMISSION))?;
    Some((manifest.application_id?, grant.resource, &permission.id))
}

fn unknown(caller: &Caller<'_>, what: &str, application: ClientId, error: &Error) {
    caller.report.verbose(format!(
        "Whether the {what} of application {application} has {PERMISSION} can't be read: {error} {}",
        error.remedy()
    ));
}
