//! Sealing what is kept: AES-256-GCM for the records, keyed hashes for their names, both under one secret.

use super::RecordName;
use crate::error::Error;
use crate::secret::Secret;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hmac, pbkdf2};
use std::num::NonZeroU32;
use zeroize::Zeroizing;

/// The version of a sealed record: another one is not opened.
const VERSION: u8 = 1;
/// Bytes of a key's id.
pub const KEY_ID: usize = 8;
/// Bytes before the ciphertext: version, key id, nonce.
const HEAD: usize = 1 + KEY_ID + NONCE_LEN;
/// Separates keys made here from any others of the same secret.
const SALT: &[u8] = b"PartnerAuth kept tokens";
/// Rounds of PBKDF2 with SHA-256 over a passphrase (OWASP, "Password Storage Cheat Sheet").
pub const ROUNDS: u32 = 600_000;
/// The fewest characters of a passphrase.
pub const SHORTEST: usize = 16;

/// Seals and opens records under one secret.
pub struct Seal {
    records: LessSafeKey,
    names: hmac::Key,
    key_id: [u8; KEY_ID],
}

impl Seal {
    /// The seal of a secret that nobody can guess.
    ///
    /// # Errors
    /// `InternalError`, never seen.
    pub fn new(secret: &[u8; 32]) -> Result<Self, Error> {
        let from = Salt::new(HKDF_SHA256, SALT).extract(secret);
        let no_key = |_| Error::internal("No key can be derived.");
        let names: hmac::Key = from.expand(&[b"names"], hmac::HMAC_SHA256).map_err(no_key)?.into();
        let tag = hmac::sign(&names, b"key id");
        let mut key_id = [0; KEY_ID];
        key_id.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        let records: UnboundKey = from.expand(&[b"records"], &AES_256_GCM).map_err(no_key)?.into();
        Ok(Self {
            records: LessSafeKey::new(records),
            names,
            key_id,
        })
    }

    /// The seal of a passphrase that a person chose, stretched with a salt that is no secret.
    ///
    /// # Errors
    /// `InvalidInput` for a short one.
    pub fn of_passphrase(passphrase: &Secret, salt: &[u8], rounds: NonZeroU32) -> Result<Self, Error> {
        check_passphrase(passphrase)?;
        let mut secret = Zeroizing::new([0; 32]);
        let text = passphrase.expose().as_bytes();
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, text, &mut *secret);
        Self::new(&secret)
    }

    /// Tells keys apart, and nothing of them.
    #[must_use]
    pub fn key_id(&self) -> [u8; KEY_ID] {
        self.key_id
    }

    /// The name of a record: keyed hashes of what it belongs to and of everything it depends on.
    #[must_use]
    pub fn name(&self, group: &[&[u8]], own: &[&[u8]]) -> RecordName {
        RecordName {
            group: self.hash(b"group", group),
            own: self.hash(b"record", own),
        }
    }

    /// A keyed hash of parts; other parts have another one, however their bytes are divided.
    #[must_use]
    pub fn hash(&self, what: &[u8], parts: &[&[u8]]) -> [u8; 16] {
        let mut context = hmac::Context::with_key(&self.names);
        for part in std::iter::once(&what).chain(parts) {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
            context.update(part);
        }
        let mut hash = [0; 16];
        let tag = context.sign();
        hash.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        hash
    }

    /// Seals a record for that name; nothing where the system gives no random numbers.
    #[must_use]
    pub fn seal(&self, name: RecordName, plain: &[u8]) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).ok()?;
        let room = HEAD.checked_add(plain.len())?.checked_add(AES_256_GCM.tag_len())?;
        // Never grown: what is left behind would hold a token.
        let mut sealed = Vec::with_capacity(room);
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.key_id);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let aad = Aad::from(self.context(name));
        let body = sealed.get_mut(HEAD..)?;
        let tag = self
            .records
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad, body)
            .ok()?;
        sealed.extend_from_slice(tag.as_ref());
        Some(sealed)
    }

    /// Opens a record of that name; nothing for what was sealed with another key, for another name, in another version,
    /// or was changed since.
    #[must_use]
    pub fn open(&self, name: RecordName, sealed: Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
        let mut plain = Zeroizing::new(sealed);
        let (version, rest) = plain.split_first()?;
        let nonce = rest.get(KEY_ID..KEY_ID + NONCE_LEN)?;
        if *version != VERSION || rest.get(..KEY_ID)? != self.key_id {
            return None;
        }
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let aad = Aad::from(self.context(name));
        let opened = self.records.open_in_place(nonce, aad, plain.get_mut(HEAD..)?).ok()?;
        let length = opened.len();
        plain.copy_within(HEAD..HEAD.checked_add(length)?, 0);
        plain.truncate(length);
        Some(plain)
    }

    /// What a record is bound to beside its content.
    fn context(&self, name: RecordName) -> Vec<u8> {
        [&[VERSION], &self.key_id[..], &name.group, &name.own].concat()
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal(***)")
    }
}

/// Refuses a passphrase that can be guessed by trying.
///
/// # Errors
/// `InvalidInput`.
pub fn check_passphrase(passphrase: &Secret) -> Result<(), Error> {
    if passphrase.expose().chars().count() < SHORTEST {
        return Err(Error::input(
            format!("The encryption key has fewer than {SHORTEST} characters."),
            "Give a long random text from your vault; everybody who shares the tokens gives the same.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &[u8] = b"{\"accessToken\":\"canary\"}";

    fn seal(byte: u8) -> Seal {
        Seal::new(&[byte; 32]).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_again_and_shows_nothing() {
        let seal = seal(1);
        let name = seal.name(&[b"tenant"], &[b"a", b"b"]);
        let sealed = seal.seal(name, TOKEN).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"canary"));
        assert_ne!(seal.seal(name, TOKEN).unwrap(), sealed, "a nonce was used twice");
        assert_eq!(*seal.open(name, sealed).unwrap(), TOKEN);
    }

    #[test]
    fn no_changed_bit_and_no_missing_byte_goes_unseen() {
        let seal = seal(1);
        let name = seal.name(&[b"tenant"], &[b"a"]);
        let sealed = seal.seal(name, TOKEN).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(seal.open(name, changed).is_none(), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert!(seal.open(name, sealed[..length].to_vec()).is_none(), "{length} bytes");
        }
    }

    #[test]
    fn another_key_and_another_name_do_not_open_it() {
        let (seal, other) = (seal(1), seal(2));
        let name = seal.name(&[b"tenant"], &[b"a"]);
        let sealed = seal.seal(name, TOKEN).unwrap();
        assert!(other.open(name, sealed.clone()).is_none());
        for name in [seal.name(&[b"tenant"], &[b"b"]), seal.name(&[b"other"], &[b"a"])] {
            assert!(seal.open(name, sealed.clone()).is_none());
        }
        // Under the id of the right key, so that the cipher alone refuses it.
        let mut forged = other.seal(name, TOKEN).unwrap();
        forged[1..=KEY_ID].copy_from_slice(&seal.key_id());
        assert!(seal.open(name, forged).is_none());
    }

    #[test]
    fn names_differ_by_key_and_by_how_their_parts_are_divided() {
        let (seal, other) = (seal(1), seal(2));
        let name = seal.name(&[b"t"], &[b"ab", b"c"]);
        assert_eq!(name, seal.name(&[b"t"], &[b"ab", b"c"]));
        for unlike in [
            seal.name(&[b"t"], &[b"a", b"bc"]),
            seal.name(&[b"t"], &[b"abc"]),
            other.name(&[b"t"], &[b"ab", b"c"]),
        ] {
            assert_ne!(name.own, unlike.own);
        }
        assert_eq!(name.group, seal.name(&[b"t"], &[]).group);
        assert_ne!(name.group, other.name(&[b"t"], &[]).group);
    }

    #[test]
    fn a_passphrase_is_stretched_with_its_salt_and_a_short_one_is_refused() {
        let rounds = NonZeroU32::new(10).unwrap();
        let of = |text: &str, salt: &[u8]| Seal::of_passphrase(&Secret::new(text.to_owned()), salt, rounds);
        let id = of("a passphrase of length", b"salt").unwrap().key_id();
        assert_eq!(id, of("a passphrase of length", b"salt").unwrap().key_id());
        assert_ne!(id, of("a passphrase of length", b"other").unwrap().key_id());
        assert_ne!(id, of("a passphrase of lengtH", b"salt").unwrap().key_id());
        let error = of("fifteen letters", b"salt").unwrap_err();
        assert!(error.to_string().contains("fewer than 16"), "{error}");
    }
}
