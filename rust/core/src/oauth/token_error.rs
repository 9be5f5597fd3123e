//! A token endpoint's failure (RFC 6749 section 5.2) in Entra ID's shape: codes, trace and correlation ids, claims.

use crate::error::{Error, ErrorKind, Retry, clean};
use crate::guidance::{self, TokenKind};
use crate::http::Answer;
use crate::retry::{UNNAMED, retry_after};
use serde::Deserialize;

#[derive(Default, Deserialize)]
struct ErrorResponse {
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<i64>,
    suberror: Option<String>,
    correlation_id: Option<String>,
    claims: Option<String>,
}

/// Makes an error of an answer that is none of success: JSON in Entra's shape, a plain "Too Many Requests", or neither.
#[must_use]
pub fn read(answer: &Answer, host: &str, now_unix: i64, correlation: String, token: TokenKind) -> Error {
    let asked = answer.retry_after.as_deref().and_then(|v| retry_after(v, now_unix));
    let status = answer.status.as_u16();
    let response: Option<ErrorResponse> = serde_json::from_slice(&answer.body).ok();
    let Some(response) = response else {
        let error = if status == 429 {
            throttled(host, asked)
        } else {
            answer.unexpected(host)
        };
        let error = match (error.retry_when(), asked) {
            (Retry::Soon, Some(asked)) => error.retry(Retry::After(asked)),
            _ => error,
        };
        return error.status(status).correlation(correlation);
    };
    let code = response
        .error_codes
        .first()
        .copied()
        .or_else(|| code_in(&response.error_description));
    let found = response
        .error_codes
        .iter()
        .copied()
        .chain(code)
        .find_map(|c| guidance::of_aadsts(c));
    let correlation = response.correlation_id.clone().unwrap_or(correlation);
    let name = code.map_or_else(|| clean(&response.error), |c| format!("AADSTS{c}"));
    let error = match found {
        Some(guidance) => guidance.error(&name, token),
        None if status == 429 => throttled(host, asked),
        None => by_oauth_error(&response, &name, token),
    };
    let error = match (error.retry_when(), asked) {
        (Retry::Soon | Retry::After(_), Some(asked)) => error.retry(Retry::After(asked)),
        _ => error,
    };
    error
        .named(&response.error)
        .service(Some(name), Some(&response.error_description))
        .status(status)
        .correlation(correlation)
        .claims(response.claims)
}

/// Makes an error of what a sign-in in the browser ended with (RFC 6749 section 4.1.2.1).
#[must_use]
pub fn of_sign_in(error: &str, description: &str) -> Error {
    let code = code_in(description);
    let name = code.map_or_else(|| clean(error), |c| format!("AADSTS{c}"));
    let response = ErrorResponse {
        error: error.to_owned(),
        ..ErrorResponse::default()
    };
    let made = match code.and_then(guidance::of_aadsts) {
        Some(guidance) => guidance.error(&name, TokenKind::Delegated),
        None => by_oauth_error(&response, &name, TokenKind::Delegated),
    };
    made.retry(Retry::Never)
        .named(error)
        .service(Some(name), Some(description))
}

fn throttled(host: &str, asked: Option<std::time::Duration>) -> Error {
    let wait = asked.unwrap_or(UNNAMED);
    Error::new(
        ErrorKind::Throttled,
        format!(
            "{host} asks to wait {} seconds before the next request.",
            wait.as_secs()
        ),
        "Ask less often for the same tenant and scope; tokens from the cache cost nothing.",
    )
    .retry(Retry::After(wait))
}

/// The error of an unknown code, by Entra's `suberror` and OAuth's `error`.
fn by_oauth_error(response: &ErrorResponse, name: &str, token: TokenKind) -> Error {
    let words = [response.suberror.as_deref().unwrap_or_default(), &response.error];
    match words.iter().find_map(|w| guidance::of(&format!("OAuth {w}"))) {
        Some(guidance) => guidance.error(name, token),
        None => Error::new(
            ErrorKind::ConfigurationInvalid,
            format!("The sign-in service refused the request. ({name})"),
            "Read the service's own words, which are kept with this error.",
        ),
    }
}

/// The code in a description's text: some answers hold it nowhere else.
fn code_in(description: &str) -> Option<i64> {
    let digits = description.split_once("AADSTS")?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use zeroize::Zeroizing;

    fn answer(status: u16, retry_after: Option<&str>, body: &str) -> Answer {
        Answer {
            status: reqwest::StatusCode::from_u16(status).unwrap(),
            retry_after: retry_after.map(str::to_owned),
            request_id: None,
            location: None,
            body: Zeroizing::new(body.as_bytes().to_vec()),
        }
    }

    fn error(status: u16, retry_after: Option<&str>, body: &str) -> Error {
        let answer = answer(status, retry_after, body);
        read(&answer, "login.example", 0, "sent".into(), TokenKind::Delegated)
    }

    #[test]
    fn a_name_of_a_failure_that_a_service_makes_up_does_nothing_to_a_console() {
        let error = error(400, None, r#"{"error":"made\u001b[2J\r\nup"}"#);
        assert_eq!(error.oauth_error(), Some("made [2J up"));
    }

    #[test]
    fn entras_codes_become_kinds_with_a_remedy_and_the_services_own_ids() {
        for separator in ["\\r\\n", " "] {
            let body = format!(
                r#"{{"error":"invalid_grant","error_description":"AADSTS65001: The user has not consented.{separator}Trace ID: t{separator}Correlation ID: c","error_codes":[65001],"correlation_id":"theirs","suberror":"consent_required","claims":"{{}}"}}"#
            );
            let error = error(400, None, &body);
            assert_eq!(error.kind(), ErrorKind::ConsentMissing);
            assert_eq!(error.service_code(), Some("AADSTS65001"));
            assert_eq!(error.correlation_id(), Some("theirs"));
            assert_eq!(error.claims_challenge(), Some("{}"));
            assert!(
                error
                    .service_text()
                    .unwrap()
                    .starts_with("AADSTS65001: The user has not consented. Trace ID")
            );
            assert!(!error.remedy().is_empty());
        }
    }

    #[test]
    fn a_code_in_the_description_alone_is_found() {
        let error = error(
            400,
            None,
            r#"{"error":"invalid_grant","error_description":"AADSTS700082: expired"}"#,
        );
        assert_eq!(error.kind(), ErrorKind::RefreshTokenExpired);
    }

    #[test]
    fn a_429_in_plain_text_is_throttling_with_the_services_wait() {
        for (header, seconds) in [(Some("7"), 7), (None, 60)] {
            let error = error(429, header, "Too Many Requests");
            assert_eq!(error.kind(), ErrorKind::Throttled);
            assert_eq!(error.retry_when(), Retry::After(Duration::from_secs(seconds)));
        }
    }

    #[test]
    fn pages_empty_bodies_and_cut_json_have_a_cause() {
        for (status, body, cause) in [
            (502, "<html>", "HTML page"),
            (400, "", "empty body"),
            (400, r#"{"error":"inv"#, "cut off"),
            (403, "no", "not JSON"),
        ] {
            let error = error(status, None, body);
            assert!(error.to_string().contains(cause), "{error}");
            assert_eq!(error.retry_when() == Retry::Soon, status == 502);
        }
    }

    #[test]
    fn an_unknown_code_falls_back_to_oauths_error() {
        let error = error(
            400,
            None,
            r#"{"error":"invalid_client","error_codes":[1],"error_description":"AADSTS1: x"}"#,
        );
        assert_eq!(
            (error.kind(), error.service_code()),
            (ErrorKind::CredentialInvalid, Some("AADSTS1"))
        );
    }
}
