//! Partner Center's failures. They come in five shapes: its own, the gateway's, Graph's, empty, and pages.

use crate::error::{Error, ErrorKind, Retry};
use crate::guidance::{self, Guidance, TokenKind};
use crate::http::Answer;
use crate::retry::{LONGEST_ASKED, UNNAMED, retry_after};
use serde::Deserialize;
use serde_json::Value;
use std::time::Duration;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Fault {
    /// A number or a text.
    code: Value,
    description: String,
    /// The gateway's.
    message: String,
    /// Graph's.
    error: Option<InnerFault>,
}

#[derive(Deserialize)]
struct InnerFault {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

/// Makes an error of an answer. Its message is the service's own text where there is one: scripts compare it.
#[must_use]
pub fn read(answer: &Answer, host: &str, now_unix: i64, token: TokenKind) -> Error {
    if answer.status.is_redirection() {
        return answer.unexpected(host);
    }
    let status = answer.status.as_u16();
    let asked = answer.retry_after.as_deref().and_then(|v| retry_after(v, now_unix));
    let fault: Option<Fault> = serde_json::from_slice(&answer.body).ok();
    let (code, text) = fault.map(said).unwrap_or_default();
    let name = code.unwrap_or_else(|| status.to_string());
    let error = match known(&name, &text, status) {
        Some(guidance) => guidance.error(&name, token),
        None => by_status(status, host),
    };
    let error = if text.is_empty() {
        error
    } else {
        error.message(crate::error::clean(&text))
    };
    let retry = match (error.kind(), asked) {
        (ErrorKind::Throttled, asked) => Retry::After(asked.or_else(|| seconds_in(&text)).unwrap_or(UNNAMED)),
        (ErrorKind::ServiceUnavailable, Some(asked)) => Retry::After(asked),
        (ErrorKind::ServiceUnavailable, None) => Retry::Soon,
        _ => Retry::Never,
    };
    let text = (!text.is_empty()).then_some(text.as_str());
    error.retry(retry).service(Some(name), text).status(status)
}

/// What the table knows of Partner Center's code or, as it passes on Graph's failures, of Graph's. A code that only
/// repeats the status says nothing, though 400 alone is the code of a denial as well.
fn known(code: &str, text: &str, status: u16) -> Option<&'static Guidance> {
    let named = || [format!("PartnerCenter {code}"), format!("Graph {code}")];
    let by_code = (code != status.to_string())
        .then(named)
        .and_then(|names| names.iter().find_map(|n| guidance::of(n)));
    by_code.or_else(|| {
        guidance::rows().find(|r| r.text && r.code.starts_with("PartnerCenter ") && text.contains(r.code_of_service()))
    })
}

/// The service's code and words.
fn said(fault: Fault) -> (Option<String>, String) {
    let code = match fault.code {
        Value::Number(n) => Some(n.to_string()),
        Value::String(s) if !s.is_empty() => Some(crate::error::clean(&s)),
        _ => None,
    };
    let inner = fault.error;
    let code = code.or_else(|| {
        inner
            .as_ref()
            .map(|i| crate::error::clean(&i.code))
            .filter(|c| !c.is_empty())
    });
    let texts = [
        fault.description,
        fault.message,
        inner.map(|i| i.message).unwrap_or_default(),
    ];
    (code, texts.into_iter().find(|t| !t.is_empty()).unwrap_or_default())
}

fn by_status(status: u16, host: &str) -> Error {
    let (kind, meaning, remedy) = match status {
        401 => (
            ErrorKind::NoAccess,
            "Partner Center does not accept the token.",
            "Sign in again with multifactor authentication; the user needs the AdminAgents group of the partner tenant.",
        ),
        403 => (
            ErrorKind::NoAccess,
            "Partner Center denies access.",
            "The user needs the AdminAgents group and a GDAP role in that customer; an indirect reseller has no Partner Center API, and works with Get-PartnerCustomer -Source Gdap and New-PartnerConsentUrl.",
        ),
        404 => (
            ErrorKind::CustomerNotFound,
            "Partner Center found nothing there.",
            "Check the customer's id; a customer with GDAP alone is not on Partner Center's list.",
        ),
        429 => (
            ErrorKind::Throttled,
            "Partner Center asks to wait before the next request.",
            "Run the command again later; every request counts towards the limit.",
        ),
        408 | 500 | 502 | 503 | 504 => (
            ErrorKind::ServiceUnavailable,
            "Partner Center fails for now.",
            "Run the command again later.",
        ),
        _ => (
            ErrorKind::ServiceError,
            "Partner Center refused the request.",
            "Check the ids and scopes that were given; the service's own words are kept with this error.",
        ),
    };
    Error::new(kind, format!("{meaning} ({host} answered {status})"), remedy)
}

/// The wait in "Rate limit is exceeded. Try again in 57 seconds.", as long as one in a header may be.
fn seconds_in(text: &str) -> Option<Duration> {
    let (_, rest) = text.split_once("again in ")?;
    let seconds = rest.split_whitespace().next()?.parse().ok().map(Duration::from_secs)?;
    Some(seconds.min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn error(status: u16, body: &str) -> Error {
        let answer = Answer {
            status: reqwest::StatusCode::from_u16(status).unwrap(),
            retry_after: None,
            request_id: None,
            location: None,
            body: Zeroizing::new(body.as_bytes().to_vec()),
        };
        read(&answer, "partner.example", 0, TokenKind::Delegated)
    }

    #[test]
    fn the_services_words_are_the_message_whatever_the_shape() {
        for (body, code) in [
            (r#"{"code":1002,"description":"Said.","source":"PartnerFD"}"#, "1002"),
            (r#"{"code":"1002","description":"Said."}"#, "1002"),
            (r#"{"error":{"code":"Denied","message":"Said."}}"#, "Denied"),
            (r#"{"statusCode":403,"message":"Said."}"#, "403"),
        ] {
            let error = error(403, body);
            assert_eq!(
                (error.to_string().as_str(), error.service_code()),
                ("Said.", Some(code))
            );
            assert_eq!(error.kind(), ErrorKind::NoAccess);
        }
    }

    #[test]
    fn a_code_that_only_repeats_the_status_says_nothing() {
        let kind = |status| error(status, r#"{"code":400,"description":"Said."}"#).kind();
        assert_eq!((kind(400), kind(401)), (ErrorKind::ServiceError, ErrorKind::NoAccess));
        assert!(
            error(401, r#"{"code":400,"description":"Said."}"#)
                .cause_known()
                .is_some()
        );
        assert!(
            error(400, r#"{"code":400,"description":"Said."}"#)
                .cause_known()
                .is_none()
        );
    }

    #[test]
    fn words_that_stand_for_a_code_and_graphs_codes_are_known_too() {
        for (body, kind) in [
            (
                r#"{"code":400,"description":"Permission entry already exists."}"#,
                ErrorKind::ConsentScopesMissing,
            ),
            (
                r#"{"error":{"code":"Authorization_IdentityNotFound","message":"Said."}}"#,
                ErrorKind::ConsentMissing,
            ),
        ] {
            let error = error(400, body);
            assert_eq!(error.kind(), kind);
            assert!(error.cause_known().is_some());
        }
    }

    #[test]
    fn empty_bodies_and_pages_say_the_status() {
        for body in ["", "<html></html>"] {
            assert!(error(404, body).to_string().contains("404"));
        }
    }

    #[test]
    fn the_gateways_throttling_names_its_wait_in_the_text_and_an_hour_at_most() {
        for (said, wait) in [("57", 57), ("18446744073709551615", 3600)] {
            let body =
                format!(r#"{{"statusCode":429,"message":"Rate limit is exceeded. Try again in {said} seconds."}}"#);
            let error = error(429, &body);
            assert_eq!(
                (error.kind(), error.retry_when()),
                (ErrorKind::Throttled, Retry::After(Duration::from_secs(wait)))
            );
        }
    }

    #[test]
    fn a_known_code_beats_the_status() {
        let error = error(
            401,
            r#"{"code":10001,"description":"Authentication failed. MFA required."}"#,
        );
        assert_eq!(error.kind(), ErrorKind::MfaRequired);
    }
}
