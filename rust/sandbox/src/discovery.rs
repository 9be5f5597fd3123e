//! OpenID Connect discovery (OpenID Connect Discovery 1.0 section 4) and Entra ID's instance discovery.

use crate::arrival::Arrival;
use crate::entra_error::{EntraError, bad_request};
use crate::faults::Fault;
use crate::server::Shared;
use crate::state::State;
use crate::tenant::Tenant;
use axum::Json;
use axum::extract::{Path, Query, State as Extract};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Names that stand for whichever tenant the user is of.
const ANY_TENANT: [&str; 2] = ["common", "organizations"];

/// True for a name that stands for whichever tenant the user is of.
pub fn is_any(name: &str) -> bool {
    ANY_TENANT.contains(&name)
}

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`.
pub async fn configuration(Extract(state): Shared, Path(name): Path<String>, arrival: Arrival) -> Response {
    let tenant = find(&state, &name);
    arrival.note(&state, tenant.as_ref().ok().copied(), None);
    match tenant {
        Ok(tenant) => {
            tenant.wait().await;
            let any = is_any(&name);
            let id = if any {
                "{tenantid}".to_owned()
            } else {
                tenant.id.to_string()
            };
            Json(document(&state.login, &id, if any { &name } else { &id })).into_response()
        }
        Err(error) => error.answer(&arrival),
    }
}

/// `GET /common/discovery/instance`: which hosts belong together.
pub async fn instance(
    Extract(state): Shared,
    Query(query): Query<HashMap<String, String>>,
    arrival: Arrival,
) -> Response {
    arrival.note(&state, None, None);
    let login = state.login.as_str();
    let asked = query.get("authorization_endpoint").and_then(|e| e.strip_prefix(login));
    let Some(tenant) = asked.and_then(|path| path.split('/').nth(1)) else {
        let text = "The authority is not known here: authorization_endpoint must be one of this sandbox.".to_owned();
        return bad_request("invalid_instance", 50049, text).answer(&arrival);
    };
    let host = login.split_once("://").map_or(login, |(_, host)| host);
    let body = json!({
        "tenant_discovery_endpoint": format!("{login}/{tenant}/v2.0/.well-known/openid-configuration"),
        "api-version": "1.1",
        "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
    });
    Json(body).into_response()
}

/// The tenant that a path of the sign-in service names.
///
/// # Errors
/// AADSTS900023 for what can't be a tenant, AADSTS90002 for one that is not there.
pub fn find<'a>(state: &'a State, name: &str) -> Result<&'a Tenant, EntraError> {
    let found = if is_any(name) { state.home() } else { state.tenant(name) };
    match found {
        Some(tenant) if tenant.fault != Some(Fault::TenantNotFound) => Ok(tenant),
        None if !name.contains('.') && uuid::Uuid::try_parse(name).is_err() && name != "consumers" => Err(bad_request(
            "invalid_request",
            900_023,
            format!("Specified tenant identifier '{name}' is neither a valid DNS name, nor a valid external domain."),
        )),
        _ => Err(bad_request(
            "invalid_tenant",
            90002,
            format!(
                "Tenant '{name}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
            ),
        )),
    }
}

fn document(login: &str, id: &str, path: &str) -> Value {
    json!({
        "device_authorization_endpoint": format!("{login}/{path}/oauth2/v2.0/devicecode"),
        "token_endpoint": format!("{login}/{path}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "jwks_uri": format!("{login}/{path}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": format!("{login}/{id}/v2.0"),
        "request_uri_parameter_supported": false,
        "authorization_endpoint": format!("{login}/{path}/oauth2/v2.0/authorize"),
        "tenant_region_scope": "EU",
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
    })
}
