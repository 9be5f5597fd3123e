//! Microsoft Graph's errors (Microsoft Graph, "Error responses and resource types").

use axum::Json;
use axum::http::header::WWW_AUTHENTICATE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

/// An error in Graph's shape.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
    /// Claims that a new token must satisfy.
    challenge: Option<&'static str>,
}

impl Refusal {
    /// An error with the service's code and words.
    pub fn new(status: StatusCode, code: &str, message: String) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message,
            challenge: None,
        }
    }

    /// The token is not accepted.
    pub fn unauthorized(message: &str) -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            message.to_owned(),
        )
    }

    /// The token is not accepted before it satisfies claims.
    pub fn challenge(claims: &'static str) -> Self {
        Self {
            challenge: Some(claims),
            ..Self::unauthorized("The token lacks claims that are wanted here.")
        }
    }

    /// The token does not allow this.
    pub fn denied() -> Self {
        let text = "Insufficient privileges to complete the operation.";
        Self::new(StatusCode::FORBIDDEN, "Authorization_RequestDenied", text.to_owned())
    }

    /// The request can't be understood.
    pub fn bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message.to_owned())
    }

    /// There is no such object.
    pub fn not_found(id: &str) -> Self {
        let text =
            format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
        Self::new(StatusCode::NOT_FOUND, "Request_ResourceNotFound", text)
    }

    /// The answer.
    pub fn answer(self, request_id: &str) -> Response {
        let body = json!({
            "error": { "code": self.code, "message": self.message, "innerError": { "request-id": request_id } },
        });
        let mut response = (self.status, Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = self.challenge.map_or_else(
                || "Bearer".to_owned(),
                |claims| {
                    let claims = URL_SAFE_NO_PAD.encode(claims);
                    format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\"")
                },
            );
            if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            }
        }
        response
    }
}
