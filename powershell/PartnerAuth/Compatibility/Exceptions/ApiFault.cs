using System.Collections.Generic;

namespace Microsoft.Store.PartnerCenter.Models;

/// <summary>What the service itself said about a failure.</summary>
public sealed class ApiFault
{
    internal ApiFault(string? code, string? message)
    {
        ErrorCode = code;
        ErrorMessage = message;
    }

    /// <summary>The service's code.</summary>
    public string? ErrorCode { get; }

    /// <summary>Further data; the services in use send none that is of use.</summary>
    public IEnumerable<string> ErrorData { get; } = [];

    /// <summary>The service's own words, capped and without control characters.</summary>
    public string? ErrorMessage { get; }

    /// <summary>The code and the words.</summary>
    public override string ToString() => $"{ErrorCode}: {ErrorMessage}";
}
