using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;
using PartnerAuth.Interop;

namespace PartnerAuth.Errors;

/// <summary>The categories of a kind of failure: PowerShell's, and that of the PartnerCenter module.</summary>
internal static class ErrorCategories
{
    /// <summary>
    /// PowerShell's category of a failure. Scopes are missing from a consent that Partner Center refused to change, as one
    /// exists, or from a token.
    /// </summary>
    internal static ErrorCategory OfRecord(ErrorDocument error) =>
        error is { Kind: Catalog.ErrorKinds.ConsentScopesMissing, HttpStatus: not null }
            ? ErrorCategory.ResourceExists
            : Of(error.Kind);

    /// <summary>PowerShell's category of a kind.</summary>
    internal static ErrorCategory Of(string kind) => kind switch
    {
        Catalog.ErrorKinds.ConsentMissing
            or Catalog.ErrorKinds.ConsentScopesMissing
            or Catalog.ErrorKinds.NoAccess => ErrorCategory.PermissionDenied,
        Catalog.ErrorKinds.CredentialInvalid
            or Catalog.ErrorKinds.RefreshTokenExpired
            or Catalog.ErrorKinds.TokenExpired
            or Catalog.ErrorKinds.MfaRequired
            or Catalog.ErrorKinds.AccountProblem => ErrorCategory.AuthenticationError,
        Catalog.ErrorKinds.ConditionalAccess => ErrorCategory.SecurityError,
        Catalog.ErrorKinds.TenantNotFound or Catalog.ErrorKinds.CustomerNotFound => ErrorCategory.ObjectNotFound,
        Catalog.ErrorKinds.ConfigurationInvalid => ErrorCategory.InvalidOperation,
        Catalog.ErrorKinds.Throttled => ErrorCategory.LimitsExceeded,
        Catalog.ErrorKinds.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
        Catalog.ErrorKinds.ServiceError => ErrorCategory.InvalidResult,
        Catalog.ErrorKinds.Network => ErrorCategory.ConnectionError,
        Catalog.ErrorKinds.Timeout => ErrorCategory.OperationTimeout,
        Catalog.ErrorKinds.InvalidInput => ErrorCategory.InvalidArgument,
        Catalog.ErrorKinds.Cancelled => ErrorCategory.OperationStopped,
        _ => ErrorCategory.NotSpecified,
    };

    /// <summary>
    /// The category that scripts of the PartnerCenter module read: by status where there was an answer.
    /// </summary>
    internal static PartnerErrorCategory Of(ErrorDocument error) => error.HttpStatus switch
    {
        400 => PartnerErrorCategory.BadInput,
        401 => PartnerErrorCategory.Unauthorized,
        403 => PartnerErrorCategory.Forbidden,
        404 => PartnerErrorCategory.NotFound,
        405 => PartnerErrorCategory.InvalidOperation,
        406 => PartnerErrorCategory.UnsupportedDataFormat,
        409 => PartnerErrorCategory.AlreadyExists,
        429 => PartnerErrorCategory.TooManyRequests,
        503 => PartnerErrorCategory.ServerBusy,
        null or 200 => WithoutStatus(error.Kind),
        _ => PartnerErrorCategory.ServerError,
    };

    private static PartnerErrorCategory WithoutStatus(string kind) => kind switch
    {
        Catalog.ErrorKinds.InvalidInput => PartnerErrorCategory.BadInput,
        Catalog.ErrorKinds.ServiceError => PartnerErrorCategory.ResponseParsing,
        Catalog.ErrorKinds.Timeout => PartnerErrorCategory.Timeout,
        Catalog.ErrorKinds.TokenExpired => PartnerErrorCategory.Unauthorized,
        _ => PartnerErrorCategory.NotSpecified,
    };
}
