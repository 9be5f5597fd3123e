//! The pages that people see: plain forms, which need no script. Texts of others are escaped.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

/// Light and dark, as the browser asks for; every text has a contrast of 4.5 or more (WCAG 2.2, 1.4.3).
const STYLE: &str = ":root{--text:#1f2328;--muted:#57606a;--back:#f3f5f8;--card:#fff;--line:#d0d7de;--edge:#6e7781;\
    --main:#0b57d0;--on-main:#fff;--bad:#b3261e}\
    @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9da7b3;--back:#0d1117;--card:#161b22;--line:#30363d;\
    --edge:#8b949e;--main:#8ab4f8;--on-main:#0d1117;--bad:#ff8a80}}\
    *{box-sizing:border-box}\
    body{margin:0;min-height:100vh;padding:1rem;display:flex;flex-direction:column;justify-content:center;\
    align-items:center;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--back)}\
    main{width:100%;max-width:27rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.75rem}\
    h1{margin:0 0 .75rem;font-size:1.4rem;line-height:1.3}p{margin:0 0 1rem;overflow-wrap:anywhere}main>:last-child{margin-bottom:0}\
    label{display:block;margin:1rem 0 .3rem;font-weight:600}\
    input{font:inherit;width:100%;padding:.55rem .7rem;color:inherit;background:transparent;border:1px solid var(--edge);\
    border-radius:.4rem}\
    .buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0 0}\
    button{font:inherit;font-weight:600;padding:.55rem 1.4rem;color:var(--main);background:transparent;\
    border:1px solid var(--edge);border-radius:.4rem;cursor:pointer}\
    button.main{color:var(--on-main);background:var(--main);border-color:var(--main)}\
    input:focus-visible,button:focus-visible{outline:3px solid var(--main);outline-offset:2px}\
    [role=alert]{padding:.1rem 0 .1rem .75rem;color:var(--bad);border-left:.25rem solid var(--bad)}\
    footer{margin-top:1.25rem;font-size:.85rem;text-align:center;color:var(--muted)}";

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

/// An input with its label; its id is its name. `is_first` has the cursor when the page opens.
pub fn field(name: &str, label: &str, kind: &str, value: &str, autocomplete: &str, is_first: bool) -> String {
    format!(
        "<label for=\"{name}\">{}</label><input id=\"{name}\" name=\"{name}\" type=\"{kind}\" value=\"{}\" \
         autocomplete=\"{autocomplete}\" autocapitalize=\"none\" spellcheck=\"false\" required{}>",
        escape(label),
        escape(value),
        if is_first { " autofocus" } else { "" }
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
             <p class=\"buttons\"><button id=\"{value}\" class=\"main\" name=\"action\" value=\"{value}\">{}</button>\
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
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">\
         <title>{title}</title><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{body}</main>\
         <footer>This is a PartnerAuth sandbox on your own machine, not Microsoft.</footer></body></html>"
    );
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
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
        assert!(!field("name", "Name", "text", "\"><script>", "off", true).contains("<script>"));
        assert!(!hidden(&[("state", "\"><script>")]).contains("<script>"));
    }
}
