//! What the browser shows at the end: static, without a script, a network or a token.

/// What these pages may load: nothing; the empty icon keeps browsers from asking for one.
pub const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

macro_rules! page {
    ($mark:literal, $color:literal, $title:literal, $heading:literal, $text:literal) => {
        concat!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\"><title>",
            $title,
            " - PartnerAuth</title><style>",
            ":root{--text:#1f2328;--muted:#57606a;--back:#f3f5f8;--card:#fff;--line:#d0d7de;--good:#1a7f37;--bad:#b3261e}",
            "@media(prefers-color-scheme:dark){:root{--text:#e6edf3;--muted:#9da7b3;--back:#0d1117;--card:#161b22;",
            "--line:#30363d;--good:#3fb950;--bad:#ff8a80}}",
            "*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;",
            "font:1rem/1.6 system-ui,sans-serif;color:var(--text);background:var(--back)}",
            "main{width:100%;max-width:28rem;padding:2rem;text-align:center;text-wrap:balance;background:var(--card);",
            "border:1px solid var(--line);border-radius:.75rem}",
            "svg{display:block;width:3rem;height:3rem;margin:0 auto 1rem;fill:none;stroke-width:2;stroke-linecap:round;",
            "stroke-linejoin:round;stroke:var(--",
            $color,
            ")}h1{margin:0 0 .5rem;font-size:1.4rem;line-height:1.3}p{margin:0;color:var(--muted)}",
            "</style></head><body><main><svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">",
            "<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"",
            $mark,
            "\"/></svg><h1>",
            $heading,
            "</h1><p>",
            $text,
            "</p></main></body></html>"
        )
    };
}

pub(crate) use page;
