//! What every handler wants to know of a request beside its body.

use crate::requests::Request;
use crate::state::State;
use crate::tenant::Tenant;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use std::convert::Infallible;
use uuid::Uuid;

/// A request's head.
pub struct Arrival {
    method: Method,
    /// Its path without the query.
    pub path: String,
    /// Its query.
    pub query: Option<String>,
    /// Its headers.
    pub headers: HeaderMap,
}

impl<S: Sync> FromRequestParts<S> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers.clone(),
        })
    }
}

impl Arrival {
    /// Remembers the request, with the tenant it is about and the scope it asks for.
    pub fn note(&self, state: &State, tenant: Option<&Tenant>, scope: Option<&str>) {
        let request_id = self.header("ms-requestid").or_else(|| self.header("client-request-id"));
        state.requests.add(Request {
            method: self.method.to_string(),
            path: self.path.clone(),
            tenant: tenant.map(|t| t.id.to_string()),
            scope: scope.map(str::to_owned),
            request_id: request_id.map(str::to_owned),
        });
    }

    /// A header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The client's correlation id where it is a GUID, and a new one where not.
    pub fn correlation_id(&self) -> String {
        let given = self.header("client-request-id").and_then(|id| Uuid::try_parse(id).ok());
        given.unwrap_or_else(Uuid::new_v4).to_string()
    }

    /// The bearer token (RFC 6750 section 2.1).
    pub fn bearer(&self) -> Option<&str> {
        let (scheme, token) = self.header(AUTHORIZATION.as_str())?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    }
}
