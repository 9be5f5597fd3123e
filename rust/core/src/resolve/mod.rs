//! What an error means that somebody else told: a text from a log, a service's body, a bare code. Nobody is asked.

mod codes;
mod mask;
mod pattern;

use crate::error::clean;
use crate::guidance::{Advice, Guidance, TokenKind};
use codes::Found;
use pattern::Pattern;

/// The kind of what the table does not know.
const UNKNOWN: &str = "Unknown";

/// What is known about a failure. Nothing in it is a secret, whatever the text held.
#[derive(Debug)]
pub struct Resolution {
    /// The code as its service writes it; nothing when the text holds none.
    pub code: Option<String>,
    /// The service that uses the code; nothing when the table does not know the code.
    pub service: Option<&'static str>,
    /// True when the table knows the code.
    pub known: bool,
    /// The kind, which is the ErrorId, or `Unknown`.
    pub kind: String,
    /// One sentence: what it means.
    pub meaning: String,
    /// Why it happens.
    pub cause: Option<String>,
    /// What to do.
    pub remedy: String,
    /// The name of the code's class.
    pub class: Option<&'static str>,
    /// True when the credential itself fails: every other tenant would fail alike.
    pub credential: bool,
    /// True when the same call may succeed later.
    pub retryable: bool,
    /// The tenant's id, where the text says it.
    pub tenant_id: Option<String>,
    /// Correlation id, where the text says it; else the request's or trace's id.
    pub correlation_id: Option<String>,
    /// The text on one line, at most 1 KiB, its secrets masked.
    pub text: String,
}

static CORRELATION: Pattern = Pattern::new(
    r#"(?i)(?:correlation[\s_-]?id|client-request-id)["']?[\s:="'*]{0,6}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"#,
);
static REQUEST: Pattern =
    Pattern::new(r#"(?i)(?:request|trace)[\s_-]?id["']?[\s:="'*]{0,6}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"#);
static TENANT: Pattern = Pattern::new(
    r#"(?i)\b(?:tenant(?:[\s_-]?id)?|tid)["']?(?: named)?[\s:="'({]{0,6}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"#,
);
/// The tenant in an address of the sign-in service.
static TENANT_PATH: Pattern =
    Pattern::new(r"(?i)\b(?:login|sts)\.[a-z0-9.-]+/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

/// Looks up what a text says: the first code in it that the table knows.
///
/// The text may be a service's body, a line of a log, one that is escaped for HTML, JSON or an address, or a code alone.
#[must_use]
pub fn resolve(text: &str) -> Resolution {
    let text = mask::mask(&mask::unescape(text));
    let correlation_id = CORRELATION.first(&text).or_else(|| REQUEST.first(&text));
    let tenant_id = TENANT.first(&text).or_else(|| TENANT_PATH.first(&text));
    let resolution = match codes::find(&text) {
        Found::Known(guidance) => known(guidance),
        Found::Unknown(code) => unknown(Some(code), correlation_id.as_deref()),
        Found::Nothing => unknown(None, correlation_id.as_deref()),
    };
    Resolution {
        tenant_id,
        correlation_id,
        text: clean(&text),
        ..resolution
    }
}

fn known(guidance: &'static Guidance) -> Resolution {
    let Advice { cause, remedy } = guidance.advice(TokenKind::Unknown);
    Resolution {
        code: Some(guidance.code_of_service().to_owned()),
        service: Some(guidance.service()),
        known: true,
        kind: guidance.kind.to_string(),
        meaning: guidance.meaning.clone(),
        cause: Some(cause),
        remedy,
        class: Some(&guidance.class),
        credential: guidance.credential,
        retryable: guidance.retryable,
        tenant_id: None,
        correlation_id: None,
        text: String::new(),
    }
}

fn unknown(code: Option<String>, correlation_id: Option<&str>) -> Resolution {
    let meaning = match &code {
        Some(code) => format!("The code {code} is unknown."),
        None => "There is no code in it that is known.".to_owned(),
    };
    let remedy = match correlation_id {
        Some(id) => format!("Read the service's own words, and give Microsoft's support the correlation id {id}."),
        None => {
            "Read the service's own words, and keep the correlation id of the request: Microsoft's support finds it by \
                 that."
                .to_owned()
        }
    };
    Resolution {
        code,
        service: None,
        known: false,
        kind: UNKNOWN.to_owned(),
        meaning,
        cause: None,
        remedy,
        class: None,
        credential: false,
        retryable: false,
        tenant_id: None,
        correlation_id: None,
        text: String::new(),
    }
}

#[cfg(test)]
mod tests;
