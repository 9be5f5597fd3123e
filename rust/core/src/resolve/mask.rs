//! Makes a pasted text readable, and masks what looks like a token or a secret before anything else reads it.

use super::pattern::Pattern;
use std::borrow::Cow;
use url::form_urlencoded;

/// What stands in the place of a secret.
pub const MASK: &str = "***";

static QUOTES: Pattern = Pattern::new(r#"\\+""#);
/// Values that their name gives away.
static NAMED: Pattern = Pattern::new(
    r#"(?i)((?:refresh_?token|access_?token|id_?token|client_?secret|assertion|password|device_?code|subject_token)["']?\s*[:=]\s*["']?)([^\s"'&<>,;{}*]+)"#,
);
/// An authorization code in an address.
static CODE: Pattern = Pattern::new(r#"(?i)([?&#]code=)([^\s"'&<>]+)"#);
static BEARER: Pattern = Pattern::new(r"(?i)(\bbearer\s+)([a-z0-9._~+/=-]{16,})");
/// A JSON web token (RFC 7519), cut or whole: its header begins with `{"`.
static WEB_TOKEN: Pattern = Pattern::new(r"eyJ[A-Za-z0-9_=-]{6,}(?:\.[A-Za-z0-9_=-]*)*");
/// A client secret of Entra ID.
static CLIENT_SECRET: Pattern = Pattern::new(r"[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{20,}");
static SANDBOX: Pattern = Pattern::new(r#"partner-sandbox\.[^\s"'&<>,;]+"#);
/// Refresh tokens and codes have no fixed form, but are long and have letters and digits.
static LONG: Pattern = Pattern::new(r"[A-Za-z0-9_.~+-]{48,}");

/// Undoes what logs and pages do to a text: HTML's and JSON's escapes, and the form of an address.
pub fn unescape(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    for (escaped, plain) in [
        ("&amp;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("\\u0022", "\""),
        ("\\u0026", "&"),
        ("\\u0027", "'"),
        ("\\r\\n", " "),
    ] {
        if text.contains(escaped) {
            text = Cow::Owned(text.replace(escaped, plain));
        }
    }
    // A body that was put into another, once or more often.
    let text = if text.contains("\\\"") {
        Cow::Owned(QUOTES.replace(&text, "\""))
    } else {
        text
    };
    if text.contains("error_description=") {
        let pairs = form_urlencoded::parse(text.as_bytes()).map(|(name, value)| format!("{name}={value}"));
        return pairs.collect::<Vec<_>>().join("&");
    }
    text.into_owned()
}

/// The text without what looks like a secret.
pub fn mask(text: &str) -> String {
    let mut text = text.to_owned();
    for pattern in [&NAMED, &CODE, &BEARER] {
        text = pattern.replace(&text, "${1}***");
    }
    for pattern in [&WEB_TOKEN, &CLIENT_SECRET, &SANDBOX] {
        text = pattern.replace(&text, MASK);
    }
    LONG.mask_if(&text, |run| {
        let has = |is: fn(&u8) -> bool| run.bytes().any(|b| is(&b));
        has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    })
}
