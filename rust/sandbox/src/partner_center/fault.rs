//! Partner Center's failures (Partner Center, "Error codes").

use axum::Json;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// How long a caller waits that was throttled, in seconds.
const WAIT: u32 = 60;

/// A failure.
#[derive(Debug)]
pub struct PartnerFault {
    status: StatusCode,
    code: u32,
    description: String,
}

impl PartnerFault {
    /// A failure with the service's code and words.
    pub fn new(status: StatusCode, code: u32, description: &str) -> Self {
        Self {
            status,
            code,
            description: description.to_owned(),
        }
    }

    /// The request can't be understood.
    pub fn bad_request(description: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 2000, description)
    }

    /// The answer.
    pub fn answer(self) -> Response {
        // Throttling has another shape than all else.
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            let message = format!("Rate limit is exceeded. Try again in {WAIT} seconds.");
            let body = json!({ "statusCode": self.status.as_u16(), "message": message });
            return (self.status, [(RETRY_AFTER, HeaderValue::from(WAIT))], Json(body)).into_response();
        }
        let body = json!({
            "code": self.code,
            "description": self.description,
            "data": [],
            "source": "PartnerFD",
        });
        (self.status, Json(body)).into_response()
    }
}
