//! What the browser shows at the end of a sign-in.

use crate::loopback::page::page;

/// The sign-in worked.
pub const DONE: &str = page!(
    "M7.5 12.5l3 3 6-7",
    "good",
    "Signed in",
    "You are signed in.",
    "PowerShell goes on by itself. You can close this window."
);

/// The person said no.
pub const DECLINED: &str = page!(
    "M8.5 8.5l7 7m0-7l-7 7",
    "muted",
    "Not signed in",
    "You are not signed in.",
    "The sign-in was cancelled, or the consent was declined. You can close this window."
);

/// The sign-in failed; PowerShell says why.
pub const FAILED: &str = page!(
    "M12 7v6m0 3.5v.01",
    "bad",
    "Not signed in",
    "The sign-in did not work.",
    "PowerShell says why. You can close this window."
);

/// A request that belongs to no sign-in.
pub const FOREIGN: &str = page!(
    "M12 7v6m0 3.5v.01",
    "muted",
    "Nothing here",
    "This was no sign-in.",
    "PowerShell waits here for the answer of one. Go on in the window where you sign in, or run the command again."
);
