//! A managed identity's token endpoints (Azure App Service, "REST endpoint reference"; Azure virtual machines, "Get a
//! token using HTTP"): what a job in Azure asks in place of holding a secret.

use crate::arrival::Arrival;
use crate::parameters::Parameters;
use crate::partner::{SECRET_MARK, TENANT_ID};
use crate::server::Shared;
use crate::state::State;
use crate::tokens::Claims;
use axum::Json;
use axum::extract::State as Extract;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::{Uuid, uuid};

/// The audience of tokens that are shown in place of a secret (Microsoft Entra, "Configure an application to trust a
/// managed identity").
pub const EXCHANGE: &str = "api://AzureADTokenExchange";
/// The identity that the partner's application trusts: client id, and object id.
pub const TRUSTED: Identity = Identity {
    client: uuid!("66666666-ffff-4fff-8fff-666666666666"),
    principal: uuid!("66666666-ffff-4fff-8fff-777777777777"),
};
/// Another identity of the same machine, which no application trusts.
const STRANGER: Identity = Identity {
    client: uuid!("77777777-ffff-4fff-8fff-666666666666"),
    principal: uuid!("77777777-ffff-4fff-8fff-777777777777"),
};
/// How long a token lives, in seconds: a day, as in reality.
const LIFETIME: u64 = 86_400;

/// A managed identity.
#[derive(Clone, Copy)]
pub struct Identity {
    /// Its client id.
    pub client: Uuid,
    /// Its object id, the subject of its tokens.
    pub principal: Uuid,
}

/// Why there is no token, and the status that says so.
type Refusal = (StatusCode, &'static str, &'static str);

/// `GET /msi/token`, as App Service and Functions have it.
pub async fn app_service(Extract(state): Shared, arrival: Arrival) -> Response {
    let result = ask(&state, &arrival, |header| match header("x-identity-header") {
        Some(secret) if secret == state.identity_header => Ok(()),
        _ => Err((
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "The header X-IDENTITY-HEADER is missing or wrong.",
        )),
    });
    match result {
        Ok(body) => answer(body),
        Err((status, _, message)) => {
            let body = json!({ "statusCode": status.as_u16(), "message": message });
            (status, Json(body)).into_response()
        }
    }
}

/// `GET /metadata/identity/oauth2/token`, as virtual machines have it.
pub async fn machine(Extract(state): Shared, arrival: Arrival) -> Response {
    let result = ask(&state, &arrival, |header| match header("metadata") {
        Some(text) if text.eq_ignore_ascii_case("true") => Ok(()),
        _ => Err((
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "Required metadata header not specified",
        )),
    });
    match result {
        Ok(mut body) => {
            if let Some(fields) = body.as_object_mut() {
                let now = state.clock.now();
                fields.insert("expires_in".to_owned(), json!(LIFETIME.to_string()));
                fields.insert("ext_expires_in".to_owned(), json!(LIFETIME.to_string()));
                fields.insert("not_before".to_owned(), json!(now.to_string()));
            }
            answer(body)
        }
        Err((status, error, message)) => {
            (status, Json(json!({ "error": error, "error_description": message }))).into_response()
        }
    }
}

/// A token of an identity for an audience; it begins with the mark, so that a client of a real cloud refuses it.
pub fn token(state: &State, identity: Identity, audience: &str) -> String {
    let now = state.clock.now();
    let claims = Claims {
        aud: audience.to_owned(),
        iss: state.issuer(&TENANT_ID.to_string()),
        iat: now,
        nbf: now,
        exp: now + LIFETIME,
        appid: identity.client.to_string(),
        oid: identity.principal.to_string(),
        sub: Some(identity.principal.to_string()),
        tid: TENANT_ID.to_string(),
        ver: "2.0".to_owned(),
        uti: Uuid::new_v4().simple().to_string(),
        ..Claims::default()
    };
    format!("{SECRET_MARK}{}", state.tokens.access_token(&claims))
}

fn ask<'a>(
    state: &State,
    arrival: &'a Arrival,
    admit: impl FnOnce(&dyn Fn(&str) -> Option<&'a str>) -> Result<(), Refusal>,
) -> Result<Value, Refusal> {
    arrival.note(state, None, None);
    admit(&|name| arrival.header(name))?;
    let bad = |message| (StatusCode::BAD_REQUEST, "invalid_request", message);
    let query = Parameters::both(arrival.query.as_deref(), &[]);
    query
        .get("api-version")
        .ok_or(bad("The parameter api-version is missing."))?;
    let resource = query.get("resource").ok_or(bad("The parameter resource is missing."))?;
    let given = query.get("client_id").map(Uuid::try_parse);
    let known = [TRUSTED, STRANGER];
    let identity = match given {
        None => Some(TRUSTED),
        Some(id) => id.ok().and_then(|id| known.into_iter().find(|k| k.client == id)),
    };
    let identity = identity.ok_or(bad("No managed identity was found for the given client id."))?;
    Ok(json!({
        "access_token": token(state, identity, resource),
        "client_id": identity.client,
        "expires_on": (state.clock.now() + LIFETIME).to_string(),
        "resource": resource,
        "token_type": "Bearer",
    }))
}

fn answer(body: Value) -> Response {
    ([(CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(body)).into_response()
}
