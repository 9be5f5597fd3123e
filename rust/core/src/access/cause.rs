//! What breaks the way to a customer, by names that do not change.

use crate::error::{Error, ErrorKind};
use crate::guidance;

/// What breaks a step, or will soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The refresh token is dead: idle for 90 days, revoked, or ended by policy.
    RefreshTokenDead,
    /// The application's secret or certificate is refused.
    CredentialInvalid,
    /// The application's registration, the scope or the cloud does not fit the request.
    ConfigurationInvalid,
    /// The sign-in behind the refresh token was without multifactor authentication.
    MfaMissing,
    /// The account acts for an application alone, and GDAP gives such an account nothing.
    AppOnlyToken,
    /// The application's service principal is in a group of GDAP, which has no effect.
    ServicePrincipalInGroup,
    /// There is no relationship with the customer.
    NoRelationship,
    /// The customer has not approved the relationship yet.
    RelationshipPending,
    /// The relationship has ended.
    RelationshipExpired,
    /// The relationship was terminated.
    RelationshipTerminated,
    /// The relationship ends soon.
    RelationshipExpiring,
    /// No group has roles of the relationship.
    NoActiveAssignment,
    /// Groups get their roles, and have not got them yet.
    AssignmentPending,
    /// Groups could not be given their roles.
    AssignmentFailed,
    /// The user is in no group that has roles.
    NotInGroup,
    /// The user is in such a group by another group alone, and that gives no roles.
    NestedGroup,
    /// The user's roles do not open the resource.
    RoleMissing,
    /// The user is a guest in the customer's tenant, who has no roles of GDAP.
    GuestAccount,
    /// A policy of the customer blocks the sign-in.
    ConditionalAccess,
    /// The sign-in is refused, and nothing here says why.
    AccessDenied,
    /// The tenant does not exist any more, or never did.
    TenantGone,
    /// The application is not consented.
    ConsentMissing,
    /// The consent does not have the resource.
    ResourceNotConsented,
    /// The consent has the resource, and lacks a scope.
    ScopeMissing,
    /// The customer's consent lacks Exchange.Manage.
    ExchangeManageNotConsented,
    /// The partner's own application lacks Exchange.Manage.
    ExchangeManageNotRegistered,
    /// The tenant does not have the resource.
    NotLicensed,
    /// The user sees no subscription of Azure.
    NoAzureSubscription,
    /// The service asked to wait.
    Throttled,
    /// No connection, or no answer in time.
    Network,
    /// The service failed, or answered with what is no answer.
    ServiceFailed,
    /// What would tell may not be read.
    PermissionMissing,
}

impl Cause {
    /// What an error of a sign-in or a read comes from.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::RefreshTokenExpired | ErrorKind::AccountProblem => Self::RefreshTokenDead,
            ErrorKind::CredentialInvalid => Self::CredentialInvalid,
            ErrorKind::ConfigurationInvalid => Self::ConfigurationInvalid,
            ErrorKind::MfaRequired => Self::MfaMissing,
            ErrorKind::ConditionalAccess => Self::ConditionalAccess,
            ErrorKind::TenantNotFound => Self::TenantGone,
            ErrorKind::ConsentMissing => Self::ConsentMissing,
            ErrorKind::ConsentScopesMissing => Self::ScopeMissing,
            ErrorKind::Throttled => Self::Throttled,
            ErrorKind::Network | ErrorKind::Timeout => Self::Network,
            ErrorKind::NoAccess | ErrorKind::SignInDeclined | ErrorKind::CustomerNotFound => Self::AccessDenied,
            _ => Self::ServiceFailed,
        }
    }

    /// True when a change of the customer's consent repairs it.
    #[must_use]
    pub fn is_of_consent(self) -> bool {
        matches!(
            self,
            Self::ConsentMissing | Self::ResourceNotConsented | Self::ScopeMissing | Self::ExchangeManageNotConsented
        )
    }

    /// True when the same step may pass later, so that it says nothing of the customer.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Throttled | Self::Network | Self::ServiceFailed)
    }
}

/// True for an error of the credential itself, whichever tenant it was used for.
pub fn is_of_credential(error: &Error) -> bool {
    error
        .service_code()
        .and_then(guidance::of)
        .is_some_and(|g| g.credential)
}
