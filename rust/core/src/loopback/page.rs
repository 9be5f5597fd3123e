//! What the browser shows at the end: static, without a script, a network or a token.

macro_rules! page {
    ($title:literal, $heading:literal, $text:literal) => {
        concat!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">",
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
            "<meta name=\"color-scheme\" content=\"light dark\"><title>",
            $title,
            " - PartnerAuth</title><style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;",
            "padding:0 1.5rem}h1{font-size:1.6rem}</style></head><body><main><h1>",
            $heading,
            "</h1><p>",
            $text,
            "</p></main></body></html>"
        )
    };
}

pub(crate) use page;
