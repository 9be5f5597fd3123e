//! One error for the whole core: what went wrong, for which tenant, why, and what to do.

use std::fmt;
use std::time::Duration;

pub use crate::error_text::clean;

/// The kind of a failure. Its name is PowerShell's ErrorId, so a kind is never renamed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The application is not consented in that tenant, or not for that resource.
    ConsentMissing,
    /// A consent is there and lacks scopes that were asked for.
    ConsentScopesMissing,
    /// The application's secret, or the refresh token, was refused.
    CredentialInvalid,
    /// The refresh token is dead: idle for 90 days, revoked, or ended by policy.
    RefreshTokenExpired,
    /// The access token that was given has ended.
    TokenExpired,
    /// The sign-in behind the refresh token lacks multifactor authentication.
    MfaRequired,
    /// A conditional access policy or a risk decision blocked the request.
    ConditionalAccess,
    /// The user or the application has no access there: no GDAP relationship, group or role.
    NoAccess,
    /// The user declined the sign-in or the consent.
    SignInDeclined,
    /// The user's account is locked, disabled or its password has ended.
    AccountProblem,
    /// The tenant does not exist in that cloud.
    TenantNotFound,
    /// Partner Center knows no such customer.
    CustomerNotFound,
    /// The application's registration, the scope or the cloud does not fit the request.
    ConfigurationInvalid,
    /// The service asked to wait.
    Throttled,
    /// The service failed for now.
    ServiceUnavailable,
    /// The service answered with something that is no answer.
    ServiceError,
    /// No connection.
    Network,
    /// No answer in time.
    Timeout,
    /// The caller's input is wrong; nothing was sent.
    InvalidInput,
    /// The caller ended the work.
    Cancelled,
    /// A defect in this product.
    InternalError,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 21] = [
        Self::ConsentMissing,
        Self::ConsentScopesMissing,
        Self::CredentialInvalid,
        Self::RefreshTokenExpired,
        Self::TokenExpired,
        Self::MfaRequired,
        Self::ConditionalAccess,
        Self::NoAccess,
        Self::SignInDeclined,
        Self::AccountProblem,
        Self::TenantNotFound,
        Self::CustomerNotFound,
        Self::ConfigurationInvalid,
        Self::Throttled,
        Self::ServiceUnavailable,
        Self::ServiceError,
        Self::Network,
        Self::Timeout,
        Self::InvalidInput,
        Self::Cancelled,
        Self::InternalError,
    ];
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// When the same call may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Never: it would fail again.
    Never,
    /// Soon, with back-off.
    Soon,
    /// Not before this has passed, as the service asked.
    After(Duration),
}

/// A failure.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.message)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug)]
struct Details {
    kind: ErrorKind,
    message: String,
    cause: Option<String>,
    remedy: String,
    retry: Retry,
    tenant: Option<String>,
    tenant_id: Option<String>,
    service_code: Option<String>,
    service_text: Option<String>,
    http_status: Option<u16>,
    correlation_id: Option<String>,
    claims: Option<String>,
    oauth_error: Option<String>,
    missing_scopes: Vec<String>,
    class: Option<&'static str>,
    of_credential: bool,
    held_back: bool,
}

impl Error {
    /// A failure of that kind: one sentence that says what went wrong, and one that says what to do.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            message: message.into(),
            cause: None,
            remedy: remedy.into(),
            retry: Retry::Never,
            tenant: None,
            tenant_id: None,
            service_code: None,
            service_text: None,
            http_status: None,
            correlation_id: None,
            claims: None,
            oauth_error: None,
            missing_scopes: Vec::new(),
            class: None,
            of_credential: false,
            held_back: false,
        }))
    }

    /// Input that can't be right.
    #[must_use]
    pub fn input(message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message, remedy)
    }

    /// A defect of ours.
    #[must_use]
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(
            ErrorKind::InternalError,
            message,
            "This is a defect of PartnerAuth: please report it.",
        )
    }

    /// The caller ended the work.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::new(
            ErrorKind::Cancelled,
            "The operation was cancelled.",
            "Run it again when you are ready.",
        )
    }

    /// Says when to try again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.0.retry = retry;
        self
    }

    /// Says what went wrong in other words: those of the service.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// Says why it happened, where the guidance table knows.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Says for which tenant; the first to say it is right.
    #[must_use]
    pub fn tenant(mut self, tenant: &str) -> Self {
        self.0.tenant.get_or_insert_with(|| tenant.to_owned());
        self
    }

    /// Says for which tenant, whatever was said before: the caller knows whom the whole work was for.
    #[must_use]
    pub fn about(mut self, tenant: &str, id: Option<String>) -> Self {
        self.0.tenant = Some(tenant.to_owned());
        self.0.tenant_id = id;
        self
    }

    /// Says what the service said: its code and its own words.
    #[must_use]
    pub fn service(mut self, code: Option<String>, text: Option<&str>) -> Self {
        self.0.service_code = code;
        self.0.service_text = text.map(clean);
        self
    }

    /// Says the HTTP status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.0.http_status = Some(status);
        self
    }

    /// Says the correlation id.
    #[must_use]
    pub fn correlation(mut self, id: impl Into<String>) -> Self {
        self.0.correlation_id = Some(id.into());
        self
    }

    /// Keeps a claims challenge.
    #[must_use]
    pub fn claims(mut self, claims: Option<String>) -> Self {
        self.0.claims = claims;
        self
    }

    /// Keeps OAuth's own name of the failure.
    #[must_use]
    pub fn named(mut self, oauth_error: &str) -> Self {
        self.0.oauth_error = Some(clean(oauth_error));
        self
    }

    /// Names the scopes that a consent lacks.
    #[must_use]
    pub fn missing_scopes(mut self, scopes: Vec<String>) -> Self {
        self.0.missing_scopes = scopes;
        self
    }

    /// Says what the guidance table says of its code: the class of its cause, and whether the credential itself fails.
    #[must_use]
    pub fn classed(mut self, class: &'static str, of_credential: bool) -> Self {
        self.0.class = Some(class);
        self.0.of_credential = of_credential;
        self
    }

    /// Says that nothing was sent, as the same credential failed before.
    #[must_use]
    pub fn held_back(mut self) -> Self {
        self.0.held_back = true;
        self
    }

    /// Puts a sentence before the remedy, for what a caller higher up knows.
    #[must_use]
    pub fn advise_first(mut self, sentence: &str) -> Self {
        self.0.remedy = format!("{sentence} {}", self.0.remedy);
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Why it happened.
    #[must_use]
    pub fn cause_known(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// The class of the cause: that of the guidance table, or of the kind.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.0.class.unwrap_or_else(|| self.0.kind.class())
    }

    /// True when the credential itself fails: every other tenant would fail alike.
    #[must_use]
    pub fn is_of_credential(&self) -> bool {
        self.0.of_credential
    }

    /// True when nothing was sent, as the same credential failed before.
    #[must_use]
    pub fn is_held_back(&self) -> bool {
        self.0.held_back
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> &str {
        &self.0.remedy
    }

    /// When to try again.
    #[must_use]
    pub fn retry_when(&self) -> Retry {
        self.0.retry
    }

    /// True when the service did not judge the request: none answered, it can't for now, or something else answered. An
    /// answer of 400, 401 or 403 is a judgement in whatever words.
    pub(crate) fn is_no_judgement(&self) -> bool {
        let is_of_the_way = matches!(self.kind(), ErrorKind::Network | ErrorKind::ServiceError);
        let is_judged = self.service_code().is_some() || matches!(self.http_status(), Some(400 | 401 | 403));
        self.retry_when() != Retry::Never || (is_of_the_way && !is_judged)
    }

    /// The tenant as the caller gave it.
    #[must_use]
    pub fn tenant_given(&self) -> Option<&str> {
        self.0.tenant.as_deref()
    }

    /// The tenant's id.
    #[must_use]
    pub fn tenant_guid(&self) -> Option<&str> {
        self.0.tenant_id.as_deref()
    }

    /// The service's code.
    #[must_use]
    pub fn service_code(&self) -> Option<&str> {
        self.0.service_code.as_deref()
    }

    /// The service's own words, at most 1 KiB, without control characters.
    #[must_use]
    pub fn service_text(&self) -> Option<&str> {
        self.0.service_text.as_deref()
    }

    /// The HTTP status.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }

    /// The correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.0.correlation_id.as_deref()
    }

    /// The claims challenge.
    #[must_use]
    pub fn claims_challenge(&self) -> Option<&str> {
        self.0.claims.as_deref()
    }

    /// OAuth's own name of the failure (RFC 6749 section 5.2, RFC 8628 section 3.5).
    #[must_use]
    pub fn oauth_error(&self) -> Option<&str> {
        self.0.oauth_error.as_deref()
    }

    /// The scopes that the consent lacks.
    #[must_use]
    pub fn scopes_missing(&self) -> &[String] {
        &self.0.missing_scopes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_tenant_that_is_said_stays() {
        let error = Error::internal("x").tenant("contoso.com").tenant("fabrikam.com");
        assert_eq!(error.tenant_given(), Some("contoso.com"));
    }
}
