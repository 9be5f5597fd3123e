//! Answers that are no JSON documents: what proxies, gateways and broken networks give.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use std::io;

/// More than clients read of a token response: two mebibytes.
const HUGE: usize = 2 * 1024 * 1024;

/// 429 as the sign-in service gives it: plain text.
pub fn too_many_requests(seconds: u32) -> Response {
    let wait = [(RETRY_AFTER, HeaderValue::from(seconds))];
    (StatusCode::TOO_MANY_REQUESTS, wait, "Too Many Requests").into_response()
}

/// A gateway's page.
pub fn html_page() -> Response {
    let page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>\
                <body><h1>Bad Gateway</h1><script>document.title</script></body></html>";
    (StatusCode::BAD_GATEWAY, Html(page)).into_response()
}

/// A text that claims to be JSON.
pub fn json_text(text: String) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

/// A token response that does not end where it should.
pub fn huge() -> Response {
    json_text(format!(
        r#"{{"token_type":"Bearer","access_token":"{}"}}"#,
        "A".repeat(HUGE)
    ))
}

/// No answer: a body that fails before its first byte makes the server close the connection.
pub fn reset() -> Response {
    let broken = Err::<Bytes, _>(io::Error::from(io::ErrorKind::ConnectionReset));
    Response::new(Body::from_stream(stream::iter([broken])))
}
