//! Addresses that a caller gives: checked as they are written, before a parser makes something else of them.

use super::known::CLOUDS;
use crate::error::Error;
use url::{Host, Url};

/// The longest name of a host (RFC 1035 section 2.3.4).
const LONGEST: usize = 253;

/// The hosts of this machine that an address may name.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// An address that a custom cloud may have: `https://host` or `https://host:port`, a slash at its end allowed.
///
/// Everything a reader could take for another host is refused: upper case and punycode letters that look like others,
/// user names, addresses in numbers, names that hold a built-in cloud's host and are not below it.
///
/// # Errors
/// `InvalidInput` with the reason.
pub(super) fn origin(what: &str, given: &str) -> Result<String, Error> {
    let refused = |reason: &str| {
        Error::input(
            format!("'{}' is no address for {what}: {reason}.", crate::error::clean(given)),
            "Give https:// and a host in lower case, with a port if needed: https://login.example.com or https://localhost:5001.",
        )
    };
    let rest = given
        .strip_prefix("https://")
        .ok_or_else(|| refused("it does not begin with https://"))?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = split_port(rest);
    if let Some(port) = port {
        let number = port.parse::<u16>().unwrap_or(0);
        if number == 0 || number.to_string() != port {
            return Err(refused("its port is none"));
        }
    }
    if !LOOPBACK.contains(&host) {
        dns_name(host).map_err(&refused)?;
        if let Some(known) = imitated(host) {
            return Err(refused(&format!("it holds {known} and is another host")));
        }
    }
    // What the parser, and so the HTTP client, makes of it is what was read here.
    let url = Url::parse(given).map_err(|_| refused("it can't be read"))?;
    if url.host_str() != Some(host) {
        return Err(refused("it can be read in two ways"));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The host and the port's digits. The colons of an IPv6 address are within its brackets.
fn split_port(rest: &str) -> (&str, Option<&str>) {
    match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    }
}

/// Checks a name of two labels or more, each of lower-case letters, digits and inner hyphens (RFC 1123 section 2.1).
fn dns_name(host: &str) -> Result<(), &'static str> {
    let labels: Vec<&str> = host.split('.').collect();
    if host.is_empty() || host.len() > LONGEST {
        return Err("it has no host");
    }
    if host.bytes().any(|b| b.is_ascii_uppercase()) {
        return Err("its host holds upper-case letters, of which some look like others");
    }
    let plain = |label: &&str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if !labels.iter().all(plain) {
        return Err("what follows https:// is not the name of a host alone");
    }
    if labels.iter().any(|label| label.starts_with("xn--")) {
        return Err("its host is an international name, which can look like another");
    }
    // The last label of a name holds a letter; an address in numbers, whatever its base, does not begin with one.
    let is_name = labels.len() > 1
        && labels
            .last()
            .is_some_and(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
    if is_name {
        Ok(())
    } else {
        Err("its host is no full DNS name")
    }
}

/// The built-in host that a name holds without being it or below it: `login.microsoftonline.com.example`.
fn imitated(host: &str) -> Option<&'static str> {
    let hosts = || CLOUDS.iter().flat_map(super::KnownCloud::hosts);
    if hosts().any(|known| host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))) {
        return None;
    }
    let spread = host.replace('-', ".");
    hosts().find(|known| spread.contains(&known.replace('-', ".")))
}

/// An address that a sandbox may have: http or https on this machine's loopback, with a path if it likes.
///
/// # Errors
/// `InvalidInput` for every other address.
pub(super) fn loopback(address: &str) -> Result<Url, Error> {
    let refused = || {
        Error::input(
            format!("'{}' is no address of a sandbox.", crate::error::clean(address)),
            "A sandbox listens on loopback (127.0.0.1, [::1] or localhost), over http or https.",
        )
    };
    let url = Url::parse(address).map_err(|_| refused())?;
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => false,
    };
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if local && plain && matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err(refused())
    }
}
