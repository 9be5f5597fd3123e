//! What the browser shows at the end of a consent.

use crate::loopback::page::page;

/// The consent was given.
pub const GRANTED: &str = page!(
    "M7.5 12.5l3 3 6-7",
    "good",
    "Consent given",
    "The consent was given.",
    "PowerShell knows it. You can close this window."
);

/// The consent was declined, or could not be given; PowerShell says why.
pub const NOT_GRANTED: &str = page!(
    "M8.5 8.5l7 7m0-7l-7 7",
    "muted",
    "No consent",
    "The consent was not given.",
    "PowerShell says why. You can close this window."
);

/// A request that answers no link, or one that was answered.
pub const FOREIGN: &str = page!(
    "M12 7v6m0 3.5v.01",
    "muted",
    "Nothing here",
    "This address waits for answers to consent links, and this was none.",
    "A link counts once. Go on in the window where you consent, or ask for a new link."
);
