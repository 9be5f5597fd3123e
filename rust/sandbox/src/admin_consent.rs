//! `/{tenant}/adminconsent` and `/{tenant}/v2.0/adminconsent`: where a customer's administrator consents (Microsoft
//! identity platform, "Admin consent on the Microsoft identity platform").

use crate::accounts::Account;
use crate::arrival::Arrival;
use crate::authorize::{Reply, cancelled, foreign, is_loopback};
use crate::consents::{self, Grants};
use crate::discovery;
use crate::entra_error::{EntraError, invalid_grant};
use crate::grants::{Client, Place, user};
use crate::page::{self, Form};
use crate::parameters::Parameters;
use crate::resources;
use crate::scope::{self, OPENID};
use crate::server::Shared;
use crate::sign_in::{self, FIELDS, Progress, Prompt};
use crate::state::State;
use crate::tenant::Tenant;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::response::Response;
use std::collections::BTreeSet;
use uuid::Uuid;

const TITLE: &str = "Permissions requested: review for your organization";

/// Answers the first version: everything that partners usually consent to.
pub async fn first(extract: Shared, path: Path<String>, arrival: Arrival, body: Bytes) -> Response {
    answer(extract, path, arrival, body, false).await
}

/// Answers the second version: what its `scope` names.
pub async fn second(extract: Shared, path: Path<String>, arrival: Arrival, body: Bytes) -> Response {
    answer(extract, path, arrival, body, true).await
}

async fn answer(
    Extract(state): Shared,
    Path(name): Path<String>,
    arrival: Arrival,
    body: Bytes,
    has_scope: bool,
) -> Response {
    let parameters = Parameters::both(arrival.query.as_deref(), &body);
    let tenant = discovery::find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), parameters.get("scope"));
    let correlation = arrival.correlation_id();
    let begun =
        tenant.and_then(|tenant| begin(&state, tenant, &parameters).map(|(client, reply)| (tenant, client, reply)));
    let (tenant, client, reply) = match begun {
        Ok(begun) => begun,
        Err(error) => return page::refusal(&error.description(&correlation)),
    };
    tenant.wait().await;
    let request = Request {
        place: Place::new(tenant, &name),
        client: &client,
        reply: &reply,
        has_scope,
    };
    let answer = request.answer(&state, &parameters, &arrival);
    answer.unwrap_or_else(|error| reply.error(&error, &correlation, ""))
}

/// The client and where its answer goes.
fn begin(state: &State, tenant: &Tenant, parameters: &Parameters) -> Result<(Client, Reply), EntraError> {
    let client = Client::known(state, tenant, parameters)?;
    let redirect_uri = parameters.require("redirect_uri")?;
    if !is_loopback(redirect_uri) {
        return Err(foreign(redirect_uri, &client));
    }
    let reply = Reply {
        redirect_uri: redirect_uri.to_owned(),
        form_post: false,
        state: parameters.get("state").map(str::to_owned),
    };
    Ok((client, reply))
}

/// A request for consent.
struct Request<'a> {
    place: Place<'a>,
    client: &'a Client,
    reply: &'a Reply,
    has_scope: bool,
}

impl Request<'_> {
    fn answer(&self, state: &State, parameters: &Parameters, arrival: &Arrival) -> Result<Response, EntraError> {
        let scope = self.has_scope.then(|| parameters.require("scope")).transpose()?;
        let kept = parameters.without(&FIELDS);
        let client = &self.client.name;
        let prompt = Prompt {
            title: TITLE,
            intro: &format!("{client} asks for permissions in your organization. Sign in as its administrator."),
            action: &arrival.path,
            hidden: &kept,
            hint: parameters.get("login_hint"),
        };
        let signed_in = match sign_in::progress(state, parameters, &prompt) {
            Progress::Ask(page) => return Ok(page),
            Progress::Cancelled => return Err(cancelled()),
            Progress::Done(signed_in) => signed_in,
        };
        let tenant = self.place.of_user(state, &signed_in.identity)?;
        may_consent(&signed_in.account, tenant)?;
        let asked = Asked::read(scope, tenant)?;
        if parameters.get("action") != Some("accept") {
            let text = format!("{client} wants, in {}: {}.", tenant.domain, asked.words());
            let mut kept = prompt.hidden.to_vec();
            kept.push(("session", &signed_in.session));
            let form = Form {
                title: TITLE,
                text: &text,
                problem: "",
                action: prompt.action,
                hidden: &kept,
                fields: "",
                button: ("accept", "Accept"),
            };
            return Ok(form.answer());
        }
        let now = state.clock.millis();
        tenant
            .consents()
            .extend(self.client.id, asked.grants, &asked.roles, now);
        let id = tenant.id.to_string();
        let mut pairs = vec![("admin_consent", "True"), ("tenant", id.as_str())];
        pairs.extend(scope.map(|scope| ("scope", scope)));
        Ok(self.reply.send(&pairs))
    }
}

/// What is asked for.
struct Asked {
    grants: Grants,
    /// The services whose permissions of an application are asked for, too.
    roles: BTreeSet<Uuid>,
}

impl Asked {
    /// Everything usual without a scope; with one, what it names. `.default` is everything usual of a service.
    fn read(scope: Option<&str>, tenant: &Tenant) -> Result<Self, EntraError> {
        let Some(scope) = scope else {
            let mut grants = consents::usual();
            grants.retain(|resource, _| tenant.consents().has_service(*resource));
            let roles = grants.keys().copied().collect();
            return Ok(Self { grants, roles });
        };
        let (mut grants, mut roles) = (Grants::new(), BTreeSet::new());
        for word in scope.split_whitespace().filter(|s| !OPENID.contains(s)) {
            let (audience, permission) = scope::split(word).ok_or_else(|| scope::invalid(scope))?;
            let resource = resources::by_audience(audience, tenant.sharepoint())
                .and_then(resources::by_id)
                .filter(|r| tenant.consents().has_service(r.id))
                .ok_or_else(|| scope::not_there(audience, tenant))?;
            let granted = grants.entry(resource.id).or_default();
            if permission == ".default" {
                granted.extend(resource.scopes.iter().map(|s| (*s).to_owned()));
                roles.insert(resource.id);
            } else {
                granted.insert(permission.to_owned());
            }
        }
        Ok(Self { grants, roles })
    }

    fn words(&self) -> String {
        let scopes = self.grants.values().flatten().map(String::as_str);
        scopes.collect::<Vec<_>>().join(", ")
    }
}

/// Refuses who is no administrator of that tenant.
fn may_consent(account: &Account, tenant: &Tenant) -> Result<(), EntraError> {
    if account.tenant != tenant.id {
        return Err(user::no_account(&account.user_principal_name));
    }
    if !account.is_administrator {
        let text = "Administrator consent is required; this account is no administrator.";
        return Err(invalid_grant(90094, text.to_owned()).error("permission_denied"));
    }
    Ok(())
}
