using System.Collections.Generic;
using System.Globalization;
using Microsoft.Store.PartnerCenter.Exceptions;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;

/// <summary>What is kept of a service's answer.</summary>
public sealed class HttpResponseInfo
{
    internal HttpResponseInfo(PartnerException exception)
    {
        Body = exception.ServiceErrorPayload?.ErrorMessage;
        ResponseStatusCode = exception.StatusCode?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The words in the answer's body, capped and without control characters.</summary>
    public string? Body { get; }

    /// <summary>Empty: no headers are kept.</summary>
    public IDictionary<string, IEnumerable<string>> Headers { get; } = new Dictionary<string, IEnumerable<string>>();

    /// <summary>The HTTP status.</summary>
    public string? ResponseStatusCode { get; }

    /// <summary>The status in braces.</summary>
    public override string ToString() => $"{{{ResponseStatusCode}}}";
}
