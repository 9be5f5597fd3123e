//! Errors of the sign-in service, in Entra ID's shape (RFC 6749 section 5.2 with error codes, trace and correlation ids).

use crate::arrival::Arrival;
use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use time::OffsetDateTime;
use uuid::Uuid;

/// An error of the sign-in service.
#[derive(Debug)]
pub struct EntraError {
    status: StatusCode,
    error: &'static str,
    code: u32,
    text: String,
    suberror: Option<&'static str>,
    claims: Option<&'static str>,
}

#[derive(Serialize)]
struct Body<'a> {
    error: &'a str,
    error_description: String,
    error_codes: [u32; 1],
    timestamp: &'a str,
    trace_id: &'a str,
    correlation_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suberror: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    claims: Option<&'a str>,
}

/// The grant is refused.
pub fn invalid_grant(code: u32, text: String) -> EntraError {
    EntraError::new(StatusCode::BAD_REQUEST, "invalid_grant", code, text)
}

/// The application's credential is refused.
pub fn invalid_client(code: u32, text: String) -> EntraError {
    EntraError::new(StatusCode::UNAUTHORIZED, "invalid_client", code, text)
}

/// The request can't be understood or asks for what there is not: `error` is OAuth's name for it.
pub fn bad_request(error: &'static str, code: u32, text: String) -> EntraError {
    EntraError::new(StatusCode::BAD_REQUEST, error, code, text)
}

/// A parameter is missing.
pub fn missing_parameter(name: &str) -> EntraError {
    bad_request(
        "invalid_request",
        900144,
        format!("The request body must contain the following parameter: '{name}'."),
    )
}

impl EntraError {
    fn new(status: StatusCode, error: &'static str, code: u32, text: String) -> Self {
        Self {
            status,
            error,
            code,
            text,
            suberror: None,
            claims: None,
        }
    }

    /// The service fails for now.
    pub fn unavailable() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "temporarily_unavailable",
            90033,
            "A transient error has occurred. Please try again.".to_owned(),
        )
    }

    /// Another status.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Another of OAuth's names.
    pub fn error(mut self, error: &'static str) -> Self {
        self.error = error;
        self
    }

    /// Entra's name below OAuth's.
    pub fn suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    /// A claims challenge, JSON.
    pub fn claims(mut self, claims: &'static str) -> Self {
        self.claims = Some(claims);
        self
    }

    /// OAuth's name for it.
    pub fn name(&self) -> &'static str {
        self.error
    }

    /// Entra's name below OAuth's.
    pub fn sub_name(&self) -> Option<&'static str> {
        self.suberror
    }

    /// Its words for a page or a redirect.
    pub fn description(&self, correlation_id: &str) -> String {
        self.words(&Uuid::new_v4().to_string(), correlation_id, &timestamp())
    }

    fn words(&self, trace_id: &str, correlation_id: &str, timestamp: &str) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}",
            self.code, self.text
        )
    }

    /// The answer to a request.
    pub fn answer(self, arrival: &Arrival) -> Response {
        let (trace, correlation) = (Uuid::new_v4().to_string(), arrival.correlation_id());
        let now = timestamp();
        let body = Body {
            error: self.error,
            error_description: self.words(&trace, &correlation, &now),
            error_codes: [self.code],
            timestamp: &now,
            trace_id: &trace,
            correlation_id: &correlation,
            // Seen with these two alone.
            error_uri: matches!(self.code, 7_000_215 | 500_011)
                .then(|| format!("https://login.microsoftonline.com/error?code={}", self.code)),
            suberror: self.suberror,
            claims: self.claims,
        };
        let mut response = (self.status, Json(body)).into_response();
        for (name, value) in [("x-ms-request-id", &trace), ("client-request-id", &correlation)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}

/// Now, as Entra ID writes it.
fn timestamp() -> String {
    let now = OffsetDateTime::now_utc();
    format!(
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}Z",
        now.year(),
        u8::from(now.month()),
        now.day(),
        now.hour(),
        now.minute(),
        now.second()
    )
}
