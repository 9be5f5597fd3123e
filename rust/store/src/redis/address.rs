//! Where a Redis server is, and who asks it.

use partner_auth::{Error, Secret};
use std::fmt;
use std::sync::Arc;
use url::{Host, Url};

/// The port of a Redis server.
const PORT: u16 = 6379;

/// A server's address with what it takes to get in. Nothing that prints it shows the user or the password.
#[derive(Clone)]
pub struct Address {
    /// The name or the address of the machine.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The number of the database.
    pub database: i64,
    /// True where TLS is spoken.
    pub tls: bool,
    /// The user; the server's default one when left out.
    pub user: Option<Arc<Secret>>,
    /// The password.
    pub password: Option<Arc<Secret>>,
}

impl Address {
    /// Reads `rediss://[user:password@]host[:port][/database]`; `redis://` is for this machine alone.
    ///
    /// # Errors
    /// `InvalidInput`, which repeats nothing of an address that can't be read.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let url = Url::parse(text).map_err(|_| unreadable())?;
        let tls = match url.scheme() {
            "rediss" => true,
            "redis" => false,
            _ => return Err(unreadable()),
        };
        // Not a special scheme: the parser takes a number for a name.
        let (host, is_local) = match url.host().ok_or_else(unreadable)? {
            Host::Domain(name) => match name.parse::<std::net::Ipv4Addr>() {
                Ok(ip) => (name.to_owned(), ip.is_loopback()),
                Err(_) => (name.to_ascii_lowercase(), name.eq_ignore_ascii_case("localhost")),
            },
            Host::Ipv4(ip) => (ip.to_string(), ip.is_loopback()),
            Host::Ipv6(ip) => (ip.to_string(), ip.is_loopback()),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if !host.chars().all(is_plain) || url.query().is_some() || url.fragment().is_some() {
            return Err(unreadable());
        }
        if !tls && !is_local {
            return Err(Error::input(
                format!("redis:// to {host} sends tokens and the password over the network as they are."),
                format!("Give rediss://{host}, which speaks TLS; redis:// is for a server on this machine."),
            ));
        }
        let database = match url.path().trim_start_matches('/') {
            "" => 0,
            number => number.parse().ok().filter(|n| *n >= 0).ok_or_else(unreadable)?,
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(PORT),
            database,
            tls,
            user: decoded(url.username())?,
            password: decoded(url.password().unwrap_or_default())?,
        })
    }

    /// The address with another user and password.
    #[must_use]
    pub fn login(mut self, user: Option<Arc<Secret>>, password: Option<Arc<Secret>>) -> Self {
        if password.is_some() {
            (self.user, self.password) = (user, password);
        }
        self
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.host.contains(':') {
            true => write!(f, "[{}]:{}", self.host, self.port),
            false => write!(f, "{}:{}", self.host, self.port),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// What `%41` stands for in a user or a password; nothing for an empty one.
fn decoded(text: &str) -> Result<Option<Arc<Secret>>, Error> {
    if text.is_empty() {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text.bytes();
    while let Some(byte) = left.next() {
        let mut digit = || {
            left.next()
                .and_then(|b| char::from(b).to_digit(16))
                .ok_or_else(unreadable)
        };
        bytes.push(match byte {
            b'%' => u8::try_from(digit()? * 16 + digit()?).map_err(|_| unreadable())?,
            other => other,
        });
    }
    let text = String::from_utf8(bytes).map_err(|_| unreadable())?;
    Ok(Some(Arc::new(Secret::new(text))))
}

fn unreadable() -> Error {
    Error::input(
        "This is no address of a Redis server.",
        "Give rediss://host:port, or redis://localhost:port for a server on this machine; a database's number may follow as /1.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_host_port_and_database() {
        let address = Address::parse("rediss://cache.example.com:6380/3").unwrap();
        assert_eq!(
            (address.to_string().as_str(), address.database),
            ("cache.example.com:6380", 3)
        );
        assert!(address.tls && address.password.is_none());
        assert_eq!(Address::parse("rediss://cache.example.com").unwrap().port, 6379);
        assert_eq!(Address::parse("redis://[::1]:7").unwrap().to_string(), "[::1]:7");
    }

    #[test]
    fn plain_text_leaves_this_machine_never() {
        for local in [
            "redis://localhost",
            "redis://127.0.0.1:6379",
            "redis://127.9.9.9",
            "redis://[::1]",
        ] {
            assert!(Address::parse(local).is_ok(), "{local}");
        }
        for far in [
            "redis://cache.example.com",
            "redis://10.0.0.1",
            "redis://0.0.0.0",
            "redis://localhost.example.com",
        ] {
            let error = Address::parse(far).unwrap_err();
            assert!(error.remedy().contains("rediss://"), "{far}: {error}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_not_repeated() {
        for text in [
            "",
            "cache",
            "http://cache",
            "rediss://",
            "rediss:///1",
            "rediss://a b",
            "rediss://host/x",
            "rediss://host/-1",
            "rediss://host?ssl=false",
            "rediss://host#a",
            "rediss://u:%zz@host",
            "rediss://u:pass%4@host",
            "unix:///tmp/hunter2",
            "rediss://user:hunter2@host:99999",
        ] {
            let error = Address::parse(text).unwrap_err();
            assert!(!error.to_string().contains("hunter2"), "{text}: {error}");
        }
    }

    #[test]
    fn user_and_password_are_decoded_and_shown_by_nothing() {
        let address = Address::parse("rediss://wor%40ker:hunter%2F2@cache.example.com").unwrap();
        assert_eq!(address.user.as_ref().unwrap().expose(), "wor@ker");
        assert_eq!(address.password.as_ref().unwrap().expose(), "hunter/2");
        for shown in [format!("{address:?}"), address.to_string()] {
            assert!(!shown.contains("hunter") && !shown.contains("wor"), "{shown}");
        }
    }

    #[test]
    fn a_login_that_is_given_takes_the_place_of_the_addresss_own() {
        let address = Address::parse("rediss://a:b@host").unwrap();
        let address = address.login(None, Some(Arc::new(Secret::new("c".to_owned()))));
        assert!(address.user.is_none());
        assert_eq!(address.password.unwrap().expose(), "c");
    }
}
