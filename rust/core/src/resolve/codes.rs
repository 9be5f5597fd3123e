//! Finds codes in a text.

use super::pattern::Pattern;
use crate::guidance::{self, Guidance};

/// What a text holds.
pub enum Found {
    /// A code that the table knows.
    Known(&'static Guidance),
    /// A code that it does not.
    Unknown(String),
    /// No code.
    Nothing,
}

static AADSTS: Pattern = Pattern::new(r"(?i)AADSTS\s?(\d{2,10})\b");
static ERROR_CODES: Pattern = Pattern::new(r#"(?i)error_codes["']?\s*[:=][\s\["']*(\d{2,10})\b"#);
/// `"code": 1002`, `ErrorCode: Authorization_RequestDenied`.
static FIELD: Pattern = Pattern::new(r#"(?i)\b(?:error_?)?code["']?\s*[:=]\s*["']?([a-z][a-z_]{2,63}|\d{4,10})\b"#);
/// `[Authorization_RequestDenied] : Insufficient privileges`, as the Microsoft.Graph modules write.
static BRACKET: Pattern = Pattern::new(r"\[([A-Za-z]+_?[A-Za-z]+)\]\s?:");
static SUBERROR: Pattern = Pattern::new(r#"(?i)\bsuberror["']?\s*[:=]\s*["']?([a-z_]{5,40})\b"#);
static STATUS: Pattern = Pattern::new(
    r#"(?i)(?:status code does not indicate success:|returned an error:|\bstatus(?:_?code)?["']?\s*[:=]|\bhttp(?:/[\d.]+)?|\banswered)\s*\(?(\d{3})\b"#,
);

/// The first code that is known. One of a service goes before OAuth's word for the same failure, and that before the
/// status; what is unknown is told only when nothing is known.
pub fn find(text: &str) -> Found {
    let text = text.trim();
    if let Some(found) = alone(text) {
        return found;
    }
    let mut hits = hits(text);
    hits.sort_by_key(|hit| hit.at);
    let known = hits.iter().find_map(|hit| hit.guidance);
    if let Some(guidance) = known.or_else(|| oauth(text)).or_else(|| status(text)) {
        return Found::Known(guidance);
    }
    hits.into_iter()
        .next()
        .map_or(Found::Nothing, |hit| Found::Unknown(hit.code))
}

/// A code somewhere in a text.
struct Hit {
    at: usize,
    code: String,
    guidance: Option<&'static Guidance>,
}

fn hits(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (pattern, before) in [
        (&AADSTS, "AADSTS"),
        (&ERROR_CODES, "AADSTS"),
        (&FIELD, ""),
        (&BRACKET, ""),
    ] {
        for found in pattern.all(text).filter_map(|c| c.get(1)) {
            let code = format!("{before}{}", found.as_str());
            let guidance = by_name(&code);
            if guidance.is_some() || looks_like_a_code(&code) {
                let at = found.start();
                hits.push(Hit { at, code, guidance });
            }
        }
    }
    // What stands for itself wherever it is: Graph's longer names, and services' words without a code.
    for row in guidance::rows().filter(|r| r.text || (r.code.starts_with("Graph ") && r.code.contains('_'))) {
        if let Some(at) = text.find(row.code_of_service()) {
            let code = row.code_of_service().to_owned();
            hits.push(Hit {
                at,
                code,
                guidance: Some(row),
            });
        }
    }
    hits
}

/// The row of a code as a service writes it.
fn by_name(code: &str) -> Option<&'static Guidance> {
    if code.bytes().all(|b| b.is_ascii_digit()) {
        return guidance::of(&format!("PartnerCenter {code}")).or_else(|| guidance::of(&format!("AADSTS{code}")));
    }
    guidance::rows()
        .find(|r| r.code.eq_ignore_ascii_case(code))
        .or_else(|| {
            let of_graph =
                |r: &&Guidance| r.code.starts_with("Graph ") && r.code_of_service().eq_ignore_ascii_case(code);
            guidance::rows().find(of_graph)
        })
}

/// An unknown one: a number, `Some_Name` or `someName`, and not a word of a sentence. OAuth's words are looked for later,
/// as they say less.
fn looks_like_a_code(code: &str) -> bool {
    let has_inner_capital = code.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let is_number = code.bytes().all(|b| b.is_ascii_digit());
    let is_oauth = guidance::of(&format!("OAuth {code}")).is_some();
    (is_number || has_inner_capital || code.contains('_')) && !is_oauth
}

/// OAuth's words: Entra's more exact suberror first.
fn oauth(text: &str) -> Option<&'static Guidance> {
    let suberror = SUBERROR.first(text);
    let exact = suberror.and_then(|word| guidance::of(&format!("OAuth {}", word.to_ascii_lowercase())));
    exact.or_else(|| {
        let rows = guidance::rows().filter(|r| r.code.starts_with("OAuth "));
        let places = rows.filter_map(|r| Some((word_at(text, r.code_of_service())?, r)));
        places.min_by_key(|(at, _)| *at).map(|(_, row)| row)
    })
}

/// Where a word stands by itself.
fn word_at(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, after) = text.split_at(*at);
        let after = after.strip_prefix(word).unwrap_or_default();
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

fn status(text: &str) -> Option<&'static Guidance> {
    let statuses = STATUS.all(text).filter_map(|c| c.get(1));
    statuses
        .into_iter()
        .find_map(|s| guidance::of(&format!("HTTP {}", s.as_str())))
}

/// A text that is nothing but a code: `65001`, `1002`, `Graph accessDenied`. Nothing when it is more, or no code.
fn alone(text: &str) -> Option<Found> {
    if text.len() > 80 {
        return None;
    }
    if text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit()) {
        let known = by_name(text).or_else(|| guidance::of(&format!("HTTP {text}")));
        return Some(known.map_or_else(|| Found::Unknown(text.chars().take(10).collect()), Found::Known));
    }
    let of_table = guidance::rows()
        .find(|r| r.code.eq_ignore_ascii_case(text) || (r.code_of_service().eq_ignore_ascii_case(text) && !r.text));
    if let Some(row) = of_table {
        return Some(Found::Known(row));
    }
    // A name that looks like Graph's; digits would let a password through.
    let is_name = text.contains('_') && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_');
    is_name.then(|| Found::Unknown(text.to_owned()))
}
