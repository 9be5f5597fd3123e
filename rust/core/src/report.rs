//! How the core tells what it does while it does it.

/// Takes what a person may want to know during a call. Texts never hold a secret.
pub trait Report: Send + Sync {
    /// What is asked of whom, and how it went.
    fn verbose(&self, message: String);
    /// Something to know although the call goes on.
    fn warning(&self, message: String);
    /// How far the call is.
    fn progress(&self, message: String);
}

/// Tells nobody.
pub struct Silent;

impl Report for Silent {
    fn verbose(&self, _: String) {}
    fn warning(&self, _: String) {}
    fn progress(&self, _: String) {}
}
