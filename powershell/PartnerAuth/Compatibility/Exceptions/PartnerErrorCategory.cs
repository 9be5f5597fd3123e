namespace Microsoft.Store.PartnerCenter.Exceptions;

/// <summary>What kind of failure a service reported, as in the PartnerCenter module.</summary>
public enum PartnerErrorCategory
{
    /// <summary>Not classified.</summary>
    NotSpecified,

    /// <summary>The input is wrong (400).</summary>
    BadInput,

    /// <summary>The credential or token was not accepted (401).</summary>
    Unauthorized,

    /// <summary>Access is denied (403).</summary>
    Forbidden,

    /// <summary>Nothing is there (404).</summary>
    NotFound,

    /// <summary>The service can't answer in that format (406).</summary>
    UnsupportedDataFormat,

    /// <summary>It exists already (409).</summary>
    AlreadyExists,

    /// <summary>The operation does not fit (405).</summary>
    InvalidOperation,

    /// <summary>The service failed.</summary>
    ServerError,

    /// <summary>The service is overloaded (503).</summary>
    ServerBusy,

    /// <summary>There was no answer in time.</summary>
    Timeout,

    /// <summary>The answer can't be read.</summary>
    ResponseParsing,

    /// <summary>Too many requests (429).</summary>
    TooManyRequests,
}
