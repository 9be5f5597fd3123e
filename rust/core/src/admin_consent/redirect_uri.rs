//! Where an administrator is sent at the end (RFC 6749 section 3.1.2; Microsoft identity platform, "Redirect URI (reply
//! URL) best practices and limitations").

use crate::error::{Error, clean};
use url::{Host, Url};

/// The longest redirect address that a registration takes.
const LONGEST: usize = 256;

/// A redirect address, as it was given: the sign-in service compares it with the registration's letter by letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Reads an address.
    ///
    /// # Errors
    /// `InvalidInput` for anything but https, or http on this machine's loopback, and for a fragment, a user name,
    /// white space, other than ASCII, and more than 256 characters.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let why = match problem(text) {
            None => return Ok(Self(text.to_owned())),
            Some(why) => why,
        };
        Err(Error::input(
            format!("'{}' is no redirect address: {why}.", shown(text)),
            "Give the address as the application's registration has it: https://partner.example/done, or http://localhost:8400/.",
        ))
    }

    /// That of a listener.
    pub(super) fn of_listener(address: String) -> Self {
        Self(address)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for RedirectUri {
    /// The first address that a sign-in listens on, which a registration has that people sign in with. After the consent
    /// the browser finds nobody there; the consent counts all the same.
    fn default() -> Self {
        Self(format!("http://localhost:{}/", crate::loopback::PORTS.start()))
    }
}

/// Why a text is no redirect address. It is checked as it is written, before a parser makes something else of it.
fn problem(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("it is empty");
    }
    if text.len() > LONGEST {
        return Some("it is longer than 256 characters");
    }
    if !text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
        return Some("it holds white space or another character that no address has");
    }
    let Ok(url) = Url::parse(text) else {
        return Some("it can't be read");
    };
    let Some((_, rest)) = text.split_once("://") else {
        return Some("it is neither https nor http on this machine");
    };
    match rest.split(['/', '?', '#']).next() {
        // A browser takes what follows for the host, however many slashes there are.
        None | Some("") => return Some("it has more than two slashes before its host"),
        Some(authority) if authority.contains('@') => return Some("it holds a user name"),
        Some(_) => {}
    }
    if url.fragment().is_some() {
        return Some("it holds a fragment");
    }
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => None,
        ("http", Some(host)) if is_loopback(&host) => None,
        _ => Some("it is neither https nor http on this machine"),
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// As much of a text as tells what it was.
fn shown(text: &str) -> String {
    clean(text).chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_taken_as_they_are_written() {
        for good in [
            "https://partner.example",
            "https://partner.example:8443/Done?x=1",
            "http://localhost:8400/",
            "http://127.0.0.1/x",
            "http://[::1]:9000/",
        ] {
            assert_eq!(RedirectUri::parse(good).unwrap().as_str(), good);
        }
        assert_eq!(RedirectUri::default().as_str(), "http://localhost:8400/");
    }

    #[test]
    fn what_could_lead_an_answer_astray_is_refused_with_the_reason() {
        for (bad, why) in [
            ("", "empty"),
            (" ", "white space"),
            ("http://partner.example/", "neither https"),
            ("http://localhost.evil.example/", "neither https"),
            ("http://127.0.0.1.evil.example/", "neither https"),
            ("urn:ietf:wg:oauth:2.0:oob", "neither https"),
            ("javascript:alert(1)", "neither https"),
            ("ftp://partner.example/", "neither https"),
            ("partner.example", "can't be read"),
            ("https://", "can't be read"),
            ("https://user:pw@partner.example/", "user name"),
            ("https://partner.example@evil.example/", "user name"),
            ("https://@evil.example", "user name"),
            ("https:///user@evil.example/", "slashes"),
            ("https:////evil.example/", "slashes"),
            ("https://partner.example/#", "fragment"),
            ("https://partner.example/#x", "fragment"),
            ("https://partner.example/\r\nHost: evil", "white space"),
            ("https:\\\\evil.example\\", "white space"),
            ("https://b\u{fc}cher.example/", "white space"),
            (&format!("https://partner.example/{}", "x".repeat(256)), "longer"),
        ] {
            let error = RedirectUri::parse(bad).unwrap_err();
            assert!(error.to_string().contains(why), "{bad:?}: {error}");
        }
    }
}
