//! Texts of services, made fit for a console.

/// Longest text of a service that is kept, in bytes.
const SERVICE_TEXT_LIMIT: usize = 1024;

/// Makes a service's text fit for a console: no control characters (escape codes among them), no line breaks, capped.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(SERVICE_TEXT_LIMIT));
    let mut gap = false;
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || is_bidi(c) {
            gap = true;
            continue;
        }
        if out.len() + c.len_utf8() + 1 > SERVICE_TEXT_LIMIT {
            break;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// Marks that turn the direction of text, with which a name can pose as another.
fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_text_loses_escape_codes_and_line_breaks_and_is_capped() {
        assert_eq!(clean("a\r\n\tb\u{1b}[31mc\u{202e}d"), "a b [31mc d");
        assert!(clean(&"x".repeat(5000)).len() <= SERVICE_TEXT_LIMIT);
        assert!(clean(&"é".repeat(5000)).len() <= SERVICE_TEXT_LIMIT);
    }
}
