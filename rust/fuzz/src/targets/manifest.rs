//! A manifest of wanted consents, JSON; a PowerShell data file becomes JSON before it is read here.

use super::check;
use partner_auth::manifest::Manifest;

/// The document.
pub fn run(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    match Manifest::parse("m.json", text) {
        Ok(manifest) => {
            assert!(!manifest.grants.is_empty());
            true
        }
        Err(error) => {
            check(&error);
            assert!(error.to_string().starts_with("m.json, line "), "{error}");
            false
        }
    }
}
