//! What the browser shows at the end of a sign-in.

use crate::loopback::page::page;

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
