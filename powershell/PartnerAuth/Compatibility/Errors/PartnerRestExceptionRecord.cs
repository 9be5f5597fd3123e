using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;

/// <summary>What is known about an error of this module: a service's failure, or one on the way to it.</summary>
public sealed class PartnerRestExceptionRecord : PartnerExceptionRecord
{
    internal PartnerRestExceptionRecord(PartnerException exception, ErrorRecord? record, ResolutionDocument found)
        : base(exception, record, found)
    {
        ServerMessage = exception.ServiceErrorPayload?.ErrorMessage;
        ServerResponse = exception.StatusCode is null ? null : new HttpResponseInfo(exception);
    }

    /// <summary>The language of the request: the services answer in English.</summary>
    public string Locale { get; } = "en-US";

    /// <summary>Always null: no request id is kept beside the correlation id.</summary>
    public string? RequestId { get; }

    /// <summary>Always null: no request is kept, as it holds a token.</summary>
    public object? RequestMessage { get; }

    /// <summary>The service's own words, capped and without control characters.</summary>
    public string? ServerMessage { get; }

    /// <summary>The service's answer; null when there was none.</summary>
    public HttpResponseInfo? ServerResponse { get; }
}
