//! Seals: what the sandbox gives away and wants back unchanged and unread (refresh tokens, codes, what a page remembers).

use crate::error::Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Seals values with a key that no other sandbox has.
pub struct Seals {
    key: LessSafeKey,
}

impl Seals {
    /// A new key.
    ///
    /// # Errors
    /// [`Error::Random`].
    pub fn new() -> Result<Self, Error> {
        let mut bytes = [0; 32];
        SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Random)?;
        let key = UnboundKey::new(&AES_256_GCM, &bytes).map_err(|_| Error::Random)?;
        Ok(Self {
            key: LessSafeKey::new(key),
        })
    }

    /// A value as a text that only this sandbox reads, for one purpose.
    pub fn seal(&self, purpose: &str, value: &impl Serialize) -> String {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut text = serde_json::to_vec(value).unwrap_or_default();
        let sealed = Nonce::assume_unique_for_key(nonce);
        // It fails for texts of gibibytes alone; what comes out then is not sealed and opens nothing.
        let whole = self.key.seal_in_place_append_tag(sealed, Aad::from(purpose), &mut text);
        match whole {
            Ok(()) => URL_SAFE_NO_PAD.encode([nonce.as_slice(), &text].concat()),
            Err(_) => String::new(),
        }
    }

    /// The value of a text that was sealed here for that purpose.
    pub fn open<T: DeserializeOwned>(&self, purpose: &str, text: &str) -> Option<T> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut sealed = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = self.key.open_in_place(nonce, Aad::from(purpose), &mut sealed).ok()?;
        serde_json::from_slice(opened).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_here_for_its_purpose_and_nowhere_else() {
        let (seals, other) = (Seals::new().unwrap(), Seals::new().unwrap());
        let sealed = seals.seal("code", &"secret");
        assert_eq!(seals.open::<String>("code", &sealed).as_deref(), Some("secret"));
        assert_eq!(seals.open::<String>("refresh_token", &sealed), None);
        assert_eq!(other.open::<String>("code", &sealed), None);
        assert!(!sealed.contains("secret") && sealed != seals.seal("code", &"secret"));
    }

    #[test]
    fn what_was_changed_or_cut_opens_nothing() {
        let seals = Seals::new().unwrap();
        let sealed = seals.seal("code", &"secret");
        let longer = format!("A{sealed}");
        for bad in ["", "A", &longer, &sealed[..sealed.len() - 1], "not base64!"] {
            assert_eq!(seals.open::<String>("code", bad), None, "{bad}");
        }
    }
}
