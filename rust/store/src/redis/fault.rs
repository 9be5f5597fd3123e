//! What goes wrong with a Redis server, in words of our own: those of the server and of the library may repeat what was
//! sent.

use partner_auth::{Error, ErrorKind};
use redis::RedisError;
use std::io;

/// The oldest version that will do: it tells who left work lying (`XPENDING` with `IDLE`).
const OLDEST: (u64, u64) = (6, 2);

/// Why a server can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody answers there.
    Unreachable,
    /// Nobody answers in time.
    Slow,
    /// The connection ended.
    Cut,
    /// TLS is spoken there by nobody.
    NoTls,
    /// Nothing comes back where TLS is begun.
    SilentTls,
    /// The certificate is not trusted here.
    Certificate,
    /// Whoever answers is no Redis server.
    Foreign,
    /// The version is older than what will do.
    Old(u64, u64),
    /// A password is wanted.
    NoPassword,
    /// The user or the password is wrong.
    WrongPassword,
    /// A password was given where none is wanted.
    NeedlessPassword,
    /// The user may not do what is needed.
    NotAllowed,
    /// There is no room.
    Full,
    /// It is a replica.
    ReadOnly,
    /// It is a node of a cluster, which knows its own part alone.
    Cluster,
    /// It has no such database.
    NoDatabase,
    /// It is starting.
    Loading,
    /// It answers with an error that nobody thought of.
    Refused,
}

impl Fault {
    /// What an error means.
    pub fn of(error: &RedisError) -> Self {
        if error.is_timeout() {
            return Self::Slow;
        }
        let detail = error.detail().unwrap_or_default();
        match error.code() {
            Some("NOAUTH") => Self::NoPassword,
            Some("WRONGPASS") => Self::WrongPassword,
            Some("NOPERM") => Self::NotAllowed,
            Some("OOM") => Self::Full,
            Some("MISCONF" | "READONLY" | "NOREPLICAS") => Self::ReadOnly,
            Some("MOVED" | "ASK" | "CROSSSLOT" | "CLUSTERDOWN") => Self::Cluster,
            Some("LOADING" | "MASTERDOWN" | "BUSY" | "TRYAGAIN") => Self::Loading,
            // A script's error was told so before version 7.
            Some("ERR") if detail.contains("OOM") => Self::Full,
            Some("ERR") if detail.contains("can't run this command") || detail.contains("can't access") => {
                Self::NotAllowed
            }
            Some("ERR") if detail.contains("invalid password") => Self::WrongPassword,
            Some("ERR") if detail.contains("without any password") || detail.contains("no password is set") => {
                Self::NeedlessPassword
            }
            Some("ERR") if detail.contains("DB index") => Self::NoDatabase,
            Some(_) => Self::Refused,
            None => match error.kind() {
                redis::ErrorKind::Parse | redis::ErrorKind::UnexpectedReturnType => Self::Foreign,
                _ => Self::Cut,
            },
        }
    }

    /// What it means that no connection came about.
    pub fn of_connecting(error: &io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(_)) => Self::Certificate,
            Some(rustls::Error::InvalidMessage(_)) => Self::NoTls,
            Some(_) => Self::NoTls,
            None if error.kind() == io::ErrorKind::TimedOut => Self::Slow,
            None if matches!(
                error.kind(),
                io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset
            ) =>
            {
                Self::Cut
            }
            None => Self::Unreachable,
        }
    }

    /// The version's fault, for one that is too old; what `INFO` says.
    pub fn of_version(info: &str) -> Option<Self> {
        let version = info.lines().find_map(|line| line.strip_prefix("redis_version:"))?;
        let mut numbers = version.split('.').map(|n| n.trim().parse().unwrap_or_default());
        let version = (numbers.next()?, numbers.next().unwrap_or_default());
        (version < OLDEST).then_some(Self::Old(version.0, version.1))
    }

    /// What is wrong, after "Redis at host:port".
    pub fn text(self) -> String {
        match self {
            Self::Unreachable => "can't be reached".to_owned(),
            Self::Slow => "does not answer in time".to_owned(),
            Self::Cut => "ends the connection".to_owned(),
            Self::NoTls => "does not speak TLS".to_owned(),
            Self::SilentTls => "answers nothing where TLS is begun".to_owned(),
            Self::Certificate => "shows a certificate that is not trusted here, or not for that name".to_owned(),
            Self::Foreign => "speaks another protocol than Redis".to_owned(),
            Self::Old(major, minor) => {
                format!(
                    "is version {major}.{minor}, and {}.{} or newer is needed",
                    OLDEST.0, OLDEST.1
                )
            }
            Self::NoPassword => "asks for a password".to_owned(),
            Self::WrongPassword => "refuses the user or the password".to_owned(),
            Self::NeedlessPassword => "has no password, and one was given".to_owned(),
            Self::NotAllowed => "does not allow this user what is needed".to_owned(),
            Self::Full => "is full".to_owned(),
            Self::ReadOnly => "takes no writes".to_owned(),
            Self::Cluster => "is a node of a cluster, and keeps its own part alone".to_owned(),
            Self::NoDatabase => "has no database of that number".to_owned(),
            Self::Loading => "is busy or starting".to_owned(),
            Self::Refused => "refuses what is asked".to_owned(),
        }
    }

    /// The error of a command that needs the server.
    pub fn error(self, at: &str) -> Error {
        let kind = match self {
            Self::Slow => ErrorKind::Timeout,
            Self::Unreachable | Self::Cut => ErrorKind::Network,
            Self::NoPassword | Self::WrongPassword | Self::NeedlessPassword => ErrorKind::CredentialInvalid,
            _ => ErrorKind::ConfigurationInvalid,
        };
        Error::new(kind, format!("Redis at {at} {}.", self.text()), self.remedy())
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Unreachable => "Check the address, the network and whether the server runs.",
            Self::Slow => "Check the network and the server's load.",
            Self::Cut => "Check the port: one that wants TLS takes rediss://, and a proxy may stand in between.",
            Self::NoTls | Self::SilentTls => "Give the server's port for TLS, often 6380.",
            Self::Certificate => {
                "Give the name that the certificate is for, and make this machine trust who issued it."
            }
            Self::Foreign => "Check the port: something else listens there.",
            Self::Old(..) => "Use a newer server.",
            Self::NoPassword => "Give it with -Credential.",
            Self::WrongPassword => {
                "Check -Credential; the user's name is empty or 'default' where the server has no other."
            }
            Self::NeedlessPassword => "Leave -Credential out, or check the address.",
            Self::NotAllowed => {
                "Allow the user EVAL and the commands that docs/fleet.md lists, on keys that begin with pa:."
            }
            Self::Full => "Give it more memory (maxmemory), or let it drop what is old (maxmemory-policy).",
            Self::ReadOnly => "Give the address of the primary, and see whether its disk has room.",
            Self::Cluster => "Give a server without clustering, or the address that stands for the whole of it.",
            Self::NoDatabase => "Give a number below the server's setting 'databases', or none.",
            Self::Loading => "Run the command again when it is up.",
            Self::Refused => "See the server's log, and which commands it allows.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_that_will_do_is_told_to_an_older_one() {
        assert_eq!(Fault::of_version("# Server\r\nredis_version:7.0.15\r\n"), None);
        assert_eq!(Fault::of_version("redis_version:6.2.0"), None);
        assert_eq!(Fault::of_version("redis_version:10.0.0"), None);
        assert_eq!(Fault::of_version("no version"), None);
        let old = Fault::of_version("redis_version:6.0.16\r\n").unwrap();
        assert!(old.error("a:1").to_string().contains("6.0, and 6.2 or newer is needed"));
    }
}
