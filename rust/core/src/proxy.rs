//! The proxy on the way to a host: reqwest finds and uses it, and its errors do not say which it was.

use crate::error::{Error, ErrorKind, Retry, clean};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use std::fmt;
use url::Url;

/// A host that stands for all of those that have no rule of their own.
const ANYWHERE: &str = "https://anywhere.invalid/";

/// The variables for HTTPS and for all, each in both cases.
const VARIABLES: [[&str; 2]; 2] = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];

/// How an address with a login is written.
const WITH_LOGIN: &str =
    "http://USER:PASSWORD@HOST:PORT, with @ in the password as %40, : as %3A, / as %2F and # as %23";

/// How errors of a connection that a proxy was asked for begin.
const TUNNEL: &str = "tunnel error: ";

/// The proxies of the environment and of the system, as reqwest reads them.
pub struct Proxies {
    /// Nothing where hosts are reached without one.
    matcher: Option<Matcher>,
    /// The variable whose text is no address of a proxy, so that it is not followed.
    unreadable: Option<&'static str>,
}

impl Proxies {
    /// Those of the environment, and of the system where it says nothing.
    pub fn of_system() -> Self {
        let matcher = Matcher::from_system();
        // The matcher takes a `*` in NO_PROXY for all names, and not for hosts that are numbers.
        let mut is_used = is_followed(&matcher);
        let mut unreadable = None;
        let set = VARIABLES.into_iter().filter_map(first);
        // The first that is an address is followed, and those after it are not asked.
        for (name, text) in set.filter(|(_, text)| !text.is_empty()) {
            let is_cut = is_cut(&text);
            if !is_cut && is_followed(&Matcher::builder().https(text).build()) {
                break;
            }
            unreadable = unreadable.or(Some(name));
            if is_cut {
                is_used = false;
                break;
            }
        }
        Self {
            matcher: is_used.then_some(matcher),
            unreadable,
        }
    }

    /// Whether every host is reached without a proxy.
    pub fn is_none(&self) -> bool {
        self.matcher.is_none()
    }

    /// The proxy for an address, if it has one.
    pub fn of(&self, url: &Url) -> Option<Proxy> {
        let found = self.matcher.as_ref()?.intercept(&url.as_str().parse().ok()?)?;
        Some(Proxy { found })
    }

    /// What to say where a host can't be reached: the variable that was meant to name a proxy and does not.
    pub fn advice(&self) -> Option<String> {
        let name = self.unreadable?;
        Some(format!(
            "{name} holds no address of a proxy and is not followed: write it as http://HOST:PORT or {WITH_LOGIN}."
        ))
    }
}

fn is_followed(matcher: &Matcher) -> bool {
    ANYWHERE.parse().is_ok_and(|uri| matcher.intercept(&uri).is_some())
}

/// The first of these variables that is set.
fn first(names: [&'static str; 2]) -> Option<(&'static str, String)> {
    names
        .into_iter()
        .find_map(|name| Some((name, std::env::var(name).ok()?)))
}

/// Whether a login was written as it is, so that a `/`, `?`, `#` or `@` in it seems to end it, and what is left of it seems
/// to be of the host: it would be asked, and shown.
fn is_cut(text: &str) -> bool {
    let address = text.split_once("://").map_or(text, |(_, rest)| rest);
    let (authority, rest) = address.split_at(address.find(['/', '?', '#']).unwrap_or(address.len()));
    authority.matches('@').count() > 1 || rest.contains('@')
}

/// A proxy, shown without its login.
pub struct Proxy {
    found: Intercept,
}

impl Proxy {
    /// The error for a proxy that did not connect to that host; `None` when the failure is not the proxy's own.
    pub fn fault(&self, host: &str, error: &reqwest::Error) -> Option<Error> {
        let said = said(error)?;
        let network = |message: String, remedy: &str| Error::new(ErrorKind::Network, message, remedy);
        let login = format!("Write HTTPS_PROXY as {WITH_LOGIN}, and start the session anew.");
        let fault = match said.as_str() {
            // Not tried again: a login that is refused a few times is locked by some.
            "proxy authorization required" => {
                let has_login = self.found.basic_auth().is_some();
                let what = if has_login {
                    "does not take its login (407)"
                } else {
                    "wants a login (407)"
                };
                network(format!("The proxy {self} {what}; {host} was not reached."), &login).status(407)
            }
            "unsuccessful" => network(
                format!("The proxy {self} refused the way to {host}."),
                "Ask whoever runs the proxy to allow the host, or add it to NO_PROXY if it is reached without a proxy.",
            )
            .retry(Retry::Soon),
            "unexpected end of file" => network(
                format!("The proxy {self} closed the connection to {host} before it was there."),
                "Check that the address in HTTPS_PROXY is that of an HTTP proxy.",
            )
            .retry(Retry::Soon),
            _ => return None,
        };
        Some(fault)
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let uri = self.found.uri();
        let part = |text: Option<&str>| clean(text.unwrap_or_default());
        let authority = uri.authority().map(|a| a.as_str());
        write!(f, "{}://{}", part(uri.scheme_str()), part(authority))
    }
}

/// What the tunnel's error says, wherever in the chain it stands.
fn said(error: &reqwest::Error) -> Option<String> {
    let mut inner: &dyn std::error::Error = error;
    while let Some(next) = inner.source() {
        inner = next;
        if let Some(said) = inner.to_string().strip_prefix(TUNNEL) {
            return Some(said.to_owned());
        }
    }
    None
}
