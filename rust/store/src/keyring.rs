//! The keyring of this system: Credential Manager on Windows, the login keychain on macOS, the kernel's keyring on Linux.

use crate::file_shelf::KeyStore;
use keyring_core::{CredentialStore, Entry};
use std::collections::HashMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Whose keys they are.
const SERVICE: &str = "PartnerAuth";

/// The keyring of this system.
pub struct Keyring;

impl KeyStore for Keyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring_core::Error::NoEntry) => Ok(None),
            Err(error) => Err(text(&error)),
        }
    }

    fn set(&self, name: &str, key: &[u8]) -> Result<(), String> {
        entry(name)?.set_secret(key).map_err(|e| text(&e))
    }
}

fn entry(name: &str) -> Result<Entry, String> {
    // As the file is this machine's, its key goes nowhere with a roaming profile.
    let stays = HashMap::from([("persistence", "Local")]);
    let modifiers = cfg!(windows).then_some(&stays);
    store()?.build(SERVICE, name, modifiers).map_err(|e| text(&e))
}

#[cfg(target_os = "linux")]
fn store() -> Result<Arc<CredentialStore>, String> {
    let store = linux_keyutils_keyring_store::Store::new().map_err(|e| text(&e))?;
    Ok(store)
}

#[cfg(windows)]
fn store() -> Result<Arc<CredentialStore>, String> {
    let store = windows_native_keyring_store::Store::new().map_err(|e| text(&e))?;
    Ok(store)
}

#[cfg(target_os = "macos")]
fn store() -> Result<Arc<CredentialStore>, String> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(|e| text(&e))?;
    Ok(store)
}

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
fn store() -> Result<Arc<CredentialStore>, String> {
    Err("none is known for it".to_owned())
}

/// What went wrong, without what was read: some of its errors hold that.
fn text(error: &keyring_core::Error) -> String {
    use keyring_core::Error;
    match error {
        Error::PlatformFailure(cause) | Error::NoStorageAccess(cause) => cause.to_string(),
        Error::TooLong(..) | Error::Invalid(..) => "it does not take that name".to_owned(),
        Error::Ambiguous(_) => "it has several of them".to_owned(),
        _ => "it does not work".to_owned(),
    }
}
