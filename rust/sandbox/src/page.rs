//! The pages that people see: plain forms, which need no script. Texts of others are escaped.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:28rem;margin:3rem auto;padding:0 1rem}\
    label{display:block;margin-top:1rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem}\
    button{font:inherit;padding:.4rem 1.2rem;margin:1rem .5rem 0 0}[role=alert]{border-left:.3rem solid #b00;padding-left:.6rem}\
    footer{margin-top:3rem;font-size:.85rem}";

/// A text in HTML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// An input with its label; its id is its name.
pub fn field(name: &str, label: &str, kind: &str, value: &str, autocomplete: &str) -> String {
    format!(
        "<label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" value=\"{}\" \
         autocomplete=\"{autocomplete}\" autocapitalize=\"none\" spellcheck=\"false\" required>",
        escape(label),
        escape(value)
    )
}

/// Hidden inputs.
pub fn hidden(pairs: &[(&str, &str)]) -> String {
    let input = |(name, value): &(&str, &str)| {
        format!(
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            escape(name),
            escape(value)
        )
    };
    pairs.iter().map(input).collect()
}

/// A form.
pub struct Form<'a> {
    /// The page's title.
    pub title: &'a str,
    /// What it is about.
    pub text: &'a str,
    /// What was wrong with the last one; empty for a first one.
    pub problem: &'a str,
    /// The path it goes to.
    pub action: &'a str,
    /// What goes with it unseen.
    pub hidden: &'a [(&'a str, &'a str)],
    /// Its inputs, HTML.
    pub fields: &'a str,
    /// The value of `action` that its first button sends, and what is on the button; the second sends `cancel`.
    pub button: (&'a str, &'a str),
}

impl Form<'_> {
    /// The page.
    pub fn answer(&self) -> Response {
        let problem = match self.problem {
            "" => String::new(),
            problem => format!("<p role=\"alert\">{}</p>", escape(problem)),
        };
        let (value, label) = self.button;
        let body = format!(
            "<p>{}</p>{problem}<form method=\"post\" action=\"{}\">{}{}\
             <p><button id=\"{value}\" name=\"action\" value=\"{value}\">{}</button>\
             <button id=\"cancel\" name=\"action\" value=\"cancel\" formnovalidate>Cancel</button></p></form>",
            escape(self.text),
            escape(self.action),
            hidden(self.hidden),
            self.fields,
            escape(label)
        );
        page(StatusCode::OK, self.title, &body)
    }
}

/// A page that only says something.
pub fn message(status: StatusCode, title: &str, text: &str) -> Response {
    page(status, title, &format!("<p>{}</p>", escape(text)))
}

/// The sign-in service refuses, and there is nowhere to send its answer to.
pub fn refusal(description: &str) -> Response {
    let body = format!("<p role=\"alert\">{}</p>", escape(description));
    page(
        StatusCode::BAD_REQUEST,
        "Sorry, but we\u{2019}re having trouble signing you in",
        &body,
    )
}

/// A page with this body, which is HTML.
pub fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let title = escape(title);
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{body}</main>\
         <footer>This is a PartnerAuth sandbox on your own machine, not Microsoft.</footer></body></html>"
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_stay_texts() {
        assert_eq!(
            escape("<b a='1' c=\"2\">&"),
            "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;"
        );
        assert!(!field("name", "Name", "text", "\"><script>", "off").contains("<script>"));
        assert!(!hidden(&[("state", "\"><script>")]).contains("<script>"));
    }
}
