//! Partner Center's failures (Partner Center, "Error codes").

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

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
        let body = json!({
            "code": self.code,
            "description": self.description,
            "data": [],
            "source": "PartnerFD",
        });
        (self.status, Json(body)).into_response()
    }
}
