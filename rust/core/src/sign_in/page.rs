//! What the browser shows at the end of a sign-in: static, without a script, a network or a token.

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

/// The sign-in worked.
pub const DONE: &str = page!(
    "Signed in",
    "You are signed in.",
    "PowerShell goes on by itself. You can close this window."
);

/// The sign-in failed or was declined; PowerShell says why.
pub const FAILED: &str = page!(
    "Not signed in",
    "The sign-in did not work.",
    "PowerShell says why. You can close this window."
);

/// A request that belongs to no sign-in.
pub const FOREIGN: &str = page!(
    "Nothing here",
    "This address waits for a sign-in, and this was none.",
    "Go on in the window where you sign in, or run the command again."
);
