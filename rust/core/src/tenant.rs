//! Which tenant: a GUID, a DNS name, or the sign-in service's `organizations`.

use crate::error::Error;
use std::fmt;
use uuid::Uuid;

/// A tenant, valid by construction: what it displays can be a path segment of a URL as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tenant {
    /// The tenant's id.
    Id(Uuid),
    /// One of the tenant's domains, in lower case.
    Domain(String),
    /// Any work or school tenant: the sign-in service takes the user's home.
    Organizations,
}

impl Tenant {
    /// Reads a tenant as a person writes it.
    ///
    /// # Errors
    /// `InvalidInput` for anything that is neither a GUID (with or without braces), a DNS name (RFC 1035 section 2.3.1,
    /// at least two labels, punycode for others than ASCII), `organizations` nor `common`.
    pub fn parse(text: &str) -> Result<Self, Error> {
        // Not trim: a line break is no part of a tenant, and what stands after one may be meant to be another line.
        let given = text.trim_matches(' ');
        if let Ok(id) = Uuid::try_parse(given) {
            return Ok(Self::Id(id));
        }
        let lower = given.to_ascii_lowercase();
        if lower == "organizations" || lower == "common" {
            return Ok(Self::Organizations);
        }
        if is_dns_name(&lower) {
            return Ok(Self::Domain(lower));
        }
        let why = if given.chars().any(char::is_control) {
            "it holds a line break or another control character"
        } else {
            "it is neither a GUID nor a DNS name"
        };
        Err(Error::input(
            format!("'{}' is no tenant: {why}.", crate::error::clean(text)),
            "Give the tenant's id or one of its domains, for example contoso.onmicrosoft.com.",
        )
        .tenant(&crate::error::clean(text)))
    }

    /// The id, where it is known without asking.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match self {
            Self::Id(id) => Some(*id),
            Self::Domain(_) | Self::Organizations => None,
        }
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Domain(name) => f.write_str(name),
            Self::Organizations => f.write_str("organizations"),
        }
    }
}

fn is_dns_name(text: &str) -> bool {
    let label = |l: &str| {
        (1..=63).contains(&l.len())
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(label)
        // An address is no tenant, and a host made of digits would be read as one.
        && text.rsplit('.').next().is_some_and(|l| l.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn guids_domains_and_organizations_are_tenants() {
        let id = "11111111-2222-3333-4444-555555555555";
        assert_eq!(Tenant::parse(id).unwrap().to_string(), id);
        assert_eq!(Tenant::parse(&format!("{{{id}}}")).unwrap().to_string(), id);
        assert_eq!(
            Tenant::parse(" Contoso.OnMicrosoft.com ").unwrap().to_string(),
            "contoso.onmicrosoft.com"
        );
        assert_eq!(Tenant::parse("common").unwrap(), Tenant::Organizations);
    }

    #[test]
    fn what_could_change_the_path_or_the_header_is_no_tenant() {
        for bad in [
            "",
            " ",
            "contoso",
            "a b.com",
            "a/b.com",
            "../x.com",
            "x.com/..",
            "x.com?y",
            "x.com#",
            "x.com\r\nHost: y",
            "x.com\r\n",
            "11111111-2222-3333-4444-555555555555\n",
            "x..com",
            "-x.com",
            "x-.com",
            "1.2.3.4",
            "x.com:443",
            "user@x.com",
            "x.com.",
            "bücher.de",
            "x_y.com",
            "System.Collections.Hashtable[]",
        ] {
            assert!(Tenant::parse(bad).is_err(), "{bad:?} was taken");
        }
        assert!(Tenant::parse(&format!("{}.com", "a".repeat(64))).is_err());
        assert!(Tenant::parse("x.com\r").unwrap_err().to_string().contains("line break"));
    }

    proptest! {
        #[test]
        fn whatever_is_taken_can_stand_in_a_path(text in "\\PC{0,40}") {
            if let Ok(tenant) = Tenant::parse(&text) {
                prop_assert!(tenant.to_string().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.'));
            }
        }
    }
}
