//! The class of a cause, where no code says it.

use crate::error::ErrorKind;

impl ErrorKind {
    /// The class of its cause: a name of the guidance table's classes, and four more for what no service says.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::ConsentMissing | Self::ConsentScopesMissing => "consent",
            Self::CredentialInvalid => "cred",
            Self::RefreshTokenExpired | Self::TokenExpired => "rt",
            Self::MfaRequired => "mfa",
            Self::ConditionalAccess => "ca",
            Self::NoAccess => "gdap",
            Self::SignInDeclined | Self::AccountProblem => "account",
            Self::TenantNotFound | Self::CustomerNotFound => "tenant",
            Self::ConfigurationInvalid => "config",
            Self::Throttled => "throttle",
            Self::ServiceUnavailable | Self::ServiceError => "retry",
            Self::Network | Self::Timeout => "network",
            Self::InvalidInput => "input",
            Self::Cancelled => "cancelled",
            Self::InternalError => "defect",
        }
    }
}
