//! A text that somebody pastes to learn what it means: it comes out masked, short and harmless.

use partner_auth::error::clean;
use partner_auth::resolve;

/// Something like a token: its first part is of every JSON web token's, so that none is in here by chance.
const TOKEN: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoIn0.c2lnbmF0dXJlLW9mLWEtdG9rZW4";

/// The text alone, and with a token after it.
pub fn run(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let shown = clean(&text);
    assert!(shown.len() <= 1024 && !shown.chars().any(char::is_control));
    let found = resolve::resolve(&text);
    check(&found);
    let with_token = resolve::resolve(&format!("{text} {TOKEN}"));
    check(&with_token);
    assert!(!format!("{with_token:?}").contains("eyJhdWQiOiJodHRwczovL2dyYXBoIn0"));
    found.known
}

fn check(found: &resolve::Resolution) {
    assert!(!found.kind.is_empty() && !found.meaning.is_empty() && !found.remedy.is_empty());
    let texts = [
        found.code.as_deref(),
        found.tenant_id.as_deref(),
        found.correlation_id.as_deref(),
        Some(found.text.as_str()),
        Some(found.meaning.as_str()),
        Some(found.remedy.as_str()),
    ];
    for text in texts.into_iter().flatten() {
        assert!(
            text.len() <= 8 * 1024 && !text.chars().any(char::is_control),
            "{text:?}"
        );
    }
}
