//! Whether the user sees a subscription of Azure (Azure Resource Manager, "Subscriptions - List").

use super::Look;
use super::cause::Cause;
use super::step::{Rung, Step};
use crate::error::{Error, ErrorKind};
use crate::http::{Answer, LIST_LIMIT};
use crate::token::Token;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use reqwest::{Method, Request, Url};
use serde::Deserialize;

/// The version of the interface.
const VERSION: &str = "2022-12-01";

#[derive(Deserialize)]
struct Subscriptions {
    value: Vec<Subscription>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subscription {
    subscription_id: String,
}

/// The step. A token alone is no access: roles of Azure are apart from those of GDAP.
pub(super) async fn step(look: &Look<'_>, token: &Token) -> Step {
    let rung = Rung::Service;
    let found = match list(look, token).await {
        Ok(found) => found,
        Err(error) => return Step::of_error(rung, Cause::of(&error), error),
    };
    if let Some(first) = found.value.first() {
        let id = crate::error::clean(&first.subscription_id);
        return Step::passed(
            rung,
            format!("The user sees {} of Azure, {id} among them.", count(found.value.len())),
        );
    }
    let groups = match look.caller.account.is_app_only() {
        true => None,
        false => look.home.groups(look.caller).await.ok(),
    };
    let remedy = match groups.and_then(|g| g.is_admin_agent) {
        Some(false) => {
            "Put a group of the user into AdminAgents, which owns subscriptions of an Azure plan, or have the customer assign a role of Azure: GDAP gives none."
        }
        _ => {
            "Have the customer assign a role of Azure, or sell an Azure plan through which AdminAgents owns its subscriptions: GDAP gives none."
        }
    };
    Step::failed(
        rung,
        Cause::NoAzureSubscription,
        "The user sees no subscription of Azure there.",
        remedy,
    )
}

fn count(subscriptions: usize) -> String {
    match subscriptions {
        1 => "one subscription".to_owned(),
        more => format!("{more} subscriptions"),
    }
}

async fn list(look: &Look<'_>, token: &Token) -> Result<Subscriptions, Error> {
    let caller = look.caller;
    let cloud = &caller.account.cloud;
    let address = format!("{}/subscriptions?api-version={VERSION}", cloud.azure()?);
    let url = Url::parse(&address).map_err(|e| Error::internal(format!("{address} is no address: {e}.")))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    let mut request = Request::new(Method::GET, url);
    let mut bearer = HeaderValue::from_str(&format!("Bearer {}", token.access_token.expose()))
        .map_err(|_| Error::internal("The access token can't stand in a header."))?;
    bearer.set_sensitive(true);
    request.headers_mut().insert(AUTHORIZATION, bearer);
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("application/json"));
    caller
        .report
        .verbose(format!("GET {address} in tenant {}", look.customer));
    let answer = caller.client.http().send(cloud, request, LIST_LIMIT).await?;
    if !answer.is_success() {
        return Err(refusal(&answer, &host));
    }
    serde_json::from_slice(&answer.body).map_err(|_| answer.unexpected(&host))
}

#[derive(Deserialize)]
struct Fault {
    error: FaultBody,
}

#[derive(Deserialize)]
struct FaultBody {
    code: String,
    #[serde(default)]
    message: String,
}

/// What Azure Resource Manager says, in its own words ("Common error codes").
pub(crate) fn refusal(answer: &Answer, host: &str) -> Error {
    let status = answer.status.as_u16();
    let Ok(Fault { error }) = serde_json::from_slice(&answer.body) else {
        return answer.unexpected(host);
    };
    let (kind, what, remedy) = match status {
        429 => (ErrorKind::Throttled, "asks to wait", "Run the command again later."),
        401 | 403 => (
            ErrorKind::NoAccess,
            "denies access",
            "Have the customer assign a role of Azure: GDAP gives none.",
        ),
        _ => return answer.unexpected(host),
    };
    let code = crate::error::clean(&error.code);
    Error::new(kind, format!("Azure Resource Manager {what}. ({code})"), remedy)
        .service(Some(code), Some(&error.message))
        .status(status)
}
