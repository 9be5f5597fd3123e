//! Secrets: text that is zeroed when it goes and that nothing can print, copy or serialise.

use ring::digest::{SHA256, digest};
use std::fmt;
use zeroize::Zeroizing;

/// Begins every secret that a sandbox issues; real clouds refuse such secrets, and a sandbox refuses all others.
pub const SANDBOX_MARK: &str = "partner-sandbox.";

/// A secret text: refresh token, client secret, access token.
///
/// It has no `Display`, `Clone` or `Serialize` on purpose; share it in an `Arc`.
///
/// ```
/// let secret = partner_auth::Secret::new("hunter2".to_owned());
/// assert_eq!(format!("{secret:?}"), "Secret(***)");
/// ```
///
/// ```compile_fail,E0277
/// let secret = partner_auth::Secret::new("hunter2".to_owned());
/// format!("{secret}");
/// ```
///
/// ```compile_fail,E0599
/// let secret = partner_auth::Secret::new("hunter2".to_owned());
/// secret.clone();
/// ```
///
/// ```compile_fail,E0277
/// let secret = partner_auth::Secret::new("hunter2".to_owned());
/// serde_json::to_string(&secret);
/// ```
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller's copy is gone.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text. Whoever calls this sends it to where it belongs and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// SHA-256 of the text, to tell two secrets apart without holding either.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.0.as_bytes())
    }

    /// True when a sandbox issued it.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.0.starts_with(SANDBOX_MARK)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// SHA-256 of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// SHA-256 of that.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
        Self(hash)
    }

    /// The hash.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprint")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_character_of_the_secret() {
        assert_eq!(format!("{:?}", Secret::new("hunter2".into())), "Secret(***)");
    }

    #[test]
    fn equal_secrets_have_equal_fingerprints_and_others_do_not() {
        let a = Secret::new("a".into()).fingerprint();
        assert_eq!(a, Secret::new("a".into()).fingerprint());
        assert_ne!(a, Secret::new("b".into()).fingerprint());
    }
}
