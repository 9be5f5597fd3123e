//! Application consents of customers (Partner Center, "Control panel vendor APIs").

use super::{Call, Caller};
use crate::client_id::ClientId;
use crate::error::{Error, ErrorKind};
use crate::http::BODY_LIMIT;
use crate::tenant::Tenant;
use crate::token::consented_scopes;
use reqwest::Method;
use serde::Serialize;
use serde::de::IgnoredAny;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The service's words for a grant that is already there. The status with it is 400 or 409.
const ALREADY_THERE: &str = "Permission entry already exists";

/// What to consent to for one customer.
#[derive(Clone, Debug)]
pub struct ConsentRequest {
    /// The customer.
    pub customer: Tenant,
    /// The application.
    pub application_id: ClientId,
    /// Its name as the customer sees it.
    pub display_name: Option<String>,
    /// One grant per resource, posted in this order.
    pub grants: Vec<Grant>,
}

/// Delegated permissions of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Application id of the resource.
    pub enterprise_application_id: ClientId,
    /// Scope names, for example `Directory.Read.All`.
    pub scopes: Vec<String>,
}

/// What is consented for one customer.
#[derive(Clone, Debug)]
pub struct Consent {
    /// The customer's tenant id.
    pub tenant_id: String,
    /// True when each grant was created now or read back as covered; nothing when one could not be read back.
    pub verified: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    application_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<&'a str>,
    application_grants: [GrantBody; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantBody {
    enterprise_application_id: String,
    scope: String,
}

impl ConsentRequest {
    /// The same with one grant per resource, at the place of its first: Partner Center extends no grant, so a second
    /// call for a resource would be refused.
    fn by_resource(&self) -> Self {
        let mut grants: Vec<Grant> = Vec::new();
        for grant in &self.grants {
            let id = grant.enterprise_application_id;
            match grants.iter_mut().find(|g| g.enterprise_application_id == id) {
                Some(first) => {
                    let more = grant.scopes.iter().filter(|s| !first.scopes.contains(s));
                    let more: Vec<String> = more.cloned().collect();
                    first.scopes.extend(more);
                }
                None => grants.push(grant.clone()),
            }
        }
        Self { grants, ..self.clone() }
    }
}

/// Drops a customer's cached tokens at its end, also when the work is given up halfway: they lack the new scopes.
struct Change<'a> {
    caller: &'a Caller<'a>,
    customer: &'a Tenant,
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        self.caller.client.drop_tenant(self.customer);
    }
}

impl Grant {
    /// Reads a grant: scope names separated by commas or white space.
    ///
    /// # Errors
    /// `InvalidInput` when the resource is no GUID, there is no scope, or one is no scope name.
    pub fn parse(enterprise_application_id: &str, scope: &str) -> Result<Self, Error> {
        let enterprise_application_id = ClientId::parse(enterprise_application_id)
            .map_err(|e| e.advise_first("EnterpriseApplicationId is the application id of the resource."))?;
        let scopes: Vec<String> = scope
            .split([',', ' ', '\t', '\r', '\n'])
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect();
        let remedy = "Give scope names, for example Directory.Read.All,User.Read.";
        if scopes.is_empty() {
            return Err(Error::input(
                format!("The grant for {enterprise_application_id} names no scope."),
                remedy,
            ));
        }
        let name = |s: &String| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-:/".contains(&b));
        if let Some(bad) = scopes.iter().find(|s| !name(s)) {
            return Err(Error::input(
                format!("'{}' is no scope name.", crate::error::clean(bad)),
                remedy,
            ));
        }
        Ok(Self {
            enterprise_application_id,
            scopes,
        })
    }
}

/// Refuses a name that customers could not read.
fn check_name(name: Option<&str>) -> Result<(), Error> {
    match name {
        Some(name) if name.trim().is_empty() || name.chars().any(char::is_control) => Err(Error::input(
            "The application's display name is blank or holds a line break.",
            "Give the name as customers shall see it, or leave -DisplayName out.",
        )),
        _ => Ok(()),
    }
}

/// Consents for one customer: one call per resource, in order, up to the first failure. Whatever happens, the customer's
/// cached tokens go: they lack the new scopes.
///
/// # Errors
/// What Partner Center says; `ConsentScopesMissing` when a grant is already there with fewer scopes. The remedy says what
/// was done before.
pub async fn grant(caller: &Caller<'_>, request: &ConsentRequest) -> Result<Consent, Error> {
    let request = &request.by_resource();
    let caller = &Caller {
        ends: Some(caller.client.deadline(caller.timeout)),
        ..*caller
    };
    // Counts from 1; 0 until the first grant is tried.
    let under_way = AtomicUsize::new(0);
    let work = Box::pin(async {
        if request.grants.is_empty() {
            return Err(Error::input(
                "There is no grant to consent to.",
                "Give -ApplicationGrants with at least one resource and its scopes.",
            ));
        }
        check_name(request.display_name.as_deref())?;
        caller.account.check(caller.client.clock().unix())?;
        let customer = caller.resolve(&request.customer).await?;
        let Some(id) = customer.id() else {
            return Err(Error::input(
                "A consent is given in one customer's tenant.",
                "Give the customer's id or one of its domains.",
            ));
        };
        let _change = Change {
            caller,
            customer: &customer,
        };
        Ok(Consent {
            tenant_id: id.to_string(),
            verified: grant_all(caller, request, &customer, &under_way).await?,
        })
    });
    let consent = caller.client.within(caller.timeout, work).await;
    caller.client.dropped().await;
    consent.map_err(|e| {
        let error = match under_way.load(Ordering::Relaxed).checked_sub(1) {
            Some(done) => e.advise_first(&progress(request, done)),
            None => e,
        };
        caller.client.about(error, &caller.account.cloud, &request.customer)
    })
}

async fn grant_all(
    caller: &Caller<'_>,
    request: &ConsentRequest,
    customer: &Tenant,
    under_way: &AtomicUsize,
) -> Result<Option<bool>, Error> {
    let mut verified = Some(true);
    for grant in &request.grants {
        under_way.fetch_add(1, Ordering::Relaxed);
        let covered = match post(
            caller,
            request.application_id,
            request.display_name.as_deref(),
            grant,
            customer,
        )
        .await
        {
            Ok(()) => Some(true),
            Err(error) if is_already_there(&error) => verify(caller, request, grant, customer, error).await?,
            Err(error) => return Err(error),
        };
        if covered.is_none() {
            verified = None;
        }
    }
    Ok(verified)
}

/// Consents to one resource. Where one is there already, that is the error.
///
/// # Errors
/// What Partner Center says.
pub(crate) async fn post(
    caller: &Caller<'_>,
    application_id: ClientId,
    display_name: Option<&str>,
    grant: &Grant,
    customer: &Tenant,
) -> Result<(), Error> {
    let body = Body {
        application_id: application_id.to_string(),
        display_name,
        application_grants: [GrantBody {
            enterprise_application_id: grant.enterprise_application_id.to_string(),
            scope: grant.scopes.join(","),
        }],
    };
    let body = serde_json::to_vec(&body).map_err(|e| Error::internal(format!("The consent can't be written: {e}.")))?;
    let call = Call {
        method: Method::POST,
        path: format!("customers/{customer}/applicationconsents"),
        headers: Vec::new(),
        body: Some(body),
        limit: BODY_LIMIT,
        paced: true,
    };
    let answer = caller.send(&call).await?;
    let is_blank = answer.body.trim_ascii().is_empty();
    // A page of a proxy says 200 as well, and nothing was consented then.
    if is_blank || serde_json::from_slice::<IgnoredAny>(&answer.body).is_ok() {
        Ok(())
    } else {
        Err(answer.unexpected("Partner Center"))
    }
}

/// Takes an application's whole consent in a customer back; false when there was none.
///
/// # Errors
/// What Partner Center says.
pub(crate) async fn delete(caller: &Caller<'_>, application_id: ClientId, customer: &Tenant) -> Result<bool, Error> {
    let call = Call {
        method: Method::DELETE,
        path: format!("customers/{customer}/applicationconsents/{application_id}"),
        headers: Vec::new(),
        body: None,
        limit: BODY_LIMIT,
        paced: true,
    };
    match caller.send(&call).await {
        Ok(_) => Ok(true),
        Err(error) if error.http_status() == Some(404) => Ok(false),
        Err(error) => Err(error),
    }
}

/// True for the refusal of a grant that is there already.
pub(crate) fn is_already_there(error: &Error) -> bool {
    error.service_text().is_some_and(|t| t.contains(ALREADY_THERE)) || error.http_status() == Some(409)
}

/// Reads back what is consented: a token for everything consented of that resource names its scopes.
///
/// Gives true when the grant is covered, and nothing when it can't be read.
async fn verify(
    caller: &Caller<'_>,
    request: &ConsentRequest,
    grant: &Grant,
    customer: &Tenant,
    already_there: Error,
) -> Result<Option<bool>, Error> {
    let account = caller.account;
    let resource = grant.enterprise_application_id;
    let unreadable = |why: &str| {
        caller.report.warning(format!(
            "A consent for {resource} already exists in {customer}, and whether it covers {} can't be read: {why}",
            grant.scopes.join(", ")
        ));
        Ok(None)
    };
    if account.client_id != request.application_id {
        return unreadable("the context belongs to another application.");
    }
    if account.is_app_only() {
        return unreadable("the context has no refresh token.");
    }
    let read = consented_scopes(
        caller.client,
        account,
        customer,
        resource,
        caller.timeout,
        caller.report,
    );
    let have = match read.await {
        Ok(scopes) => scopes,
        Err(error) => return unreadable(&error.to_string()),
    };
    let is_there = |scope: &String| {
        let name = scope.rsplit('/').next().unwrap_or(scope);
        have.iter().any(|h| h.eq_ignore_ascii_case(name))
    };
    let missing: Vec<String> = grant.scopes.iter().filter(|s| !is_there(s)).cloned().collect();
    if missing.is_empty() {
        return Ok(Some(true));
    }
    let remedy = format!(
        "The consent for {resource} lacks {}. Partner Center can't extend a consent: delete it and grant it again with all scopes.",
        missing.join(", ")
    );
    let error = Error::new(ErrorKind::ConsentScopesMissing, already_there.to_string(), remedy)
        .service(
            already_there.service_code().map(str::to_owned),
            already_there.service_text(),
        )
        .correlation(already_there.correlation_id().unwrap_or_default())
        .missing_scopes(missing);
    Err(already_there.http_status().map_or(error.clone(), |s| error.status(s)))
}

/// What was done before a failure, for the person who goes on from here.
fn progress(request: &ConsentRequest, done: usize) -> String {
    let names = |grants: &[Grant]| {
        let ids: Vec<String> = grants.iter().map(|g| g.enterprise_application_id.to_string()).collect();
        if ids.is_empty() {
            "none".to_owned()
        } else {
            ids.join(", ")
        }
    };
    let (before, rest) = request.grants.split_at(done);
    let failed = rest
        .first()
        .map(|g| g.enterprise_application_id.to_string())
        .unwrap_or_default();
    let after = rest.get(1..).unwrap_or_default();
    format!(
        "Failed for {failed}; consented before: {}; not tried: {}.",
        names(before),
        names(after)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

    #[test]
    fn scopes_may_be_separated_by_commas_spaces_or_both() {
        let grant = Grant::parse(GRAPH, "User.Read, Mail.Read Directory.Read.All,,").unwrap();
        assert_eq!(grant.scopes, ["User.Read", "Mail.Read", "Directory.Read.All"]);
    }

    #[test]
    fn a_grant_without_scopes_or_with_what_is_none_is_refused() {
        for (id, scope) in [
            (GRAPH, ""),
            (GRAPH, " , "),
            (GRAPH, "User.Read\u{0}"),
            (GRAPH, "a;b"),
            ("graph", "User.Read"),
        ] {
            assert!(Grant::parse(id, scope).is_err(), "{id} {scope:?}");
        }
    }
}
