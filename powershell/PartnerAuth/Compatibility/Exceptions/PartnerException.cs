using System;
using System.Collections.Generic;
using Microsoft.Store.PartnerCenter.Models;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.Exceptions;

/// <summary>A failure of a service, or of the way to it. It never holds a secret or a token.</summary>
public sealed class PartnerException : Exception
{
    /// <summary>A failure without words.</summary>
    public PartnerException()
    {
    }

    /// <summary>A failure.</summary>
    /// <param name="message">What went wrong.</param>
    public PartnerException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that comes from another.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">Where it comes from.</param>
    public PartnerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal PartnerException(ErrorDocument error, PartnerErrorCategory category)
        : base(error.Message)
    {
        Cause = error.Cause;
        Claims = error.Claims;
        CorrelationId = error.CorrelationId;
        ErrorCategory = category;
        IsRetryable = error.Retryable;
        Kind = error.Kind;
        MissingScopes = error.MissingScopes.ToArray();
        Remedy = error.Remedy;
        RetryAfter = error.RetryAfterSeconds is null ? null : TimeSpan.FromSeconds(error.RetryAfterSeconds.Value);
        ServiceCode = error.ServiceCode;
        StatusCode = error.HttpStatus;
        TenantId = error.TenantId;
        if (error.ServiceCode is not null || error.ServiceText is not null)
        {
            ServiceErrorPayload = new ApiFault(error.ServiceCode, error.ServiceText);
        }
    }

    /// <summary>Why it happened, where that is known.</summary>
    public string? Cause { get; }

    /// <summary>The claims that a conditional access policy asks for, as the service sent them.</summary>
    public string? Claims { get; }

    /// <summary>Correlation id: Microsoft's support finds the request by it.</summary>
    public string? CorrelationId { get; }

    /// <summary>What kind of failure it is.</summary>
    public PartnerErrorCategory ErrorCategory { get; }

    /// <summary>True when the same call may succeed later.</summary>
    public bool IsRetryable { get; }

    /// <summary>The kind, which is the ErrorId.</summary>
    public string? Kind { get; }

    /// <summary>The scopes that a consent lacks, with ErrorId ConsentScopesMissing.</summary>
    public IReadOnlyList<string> MissingScopes { get; } = [];

    /// <summary>What to do.</summary>
    public string? Remedy { get; }

    /// <summary>How long the service asked to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The service's code: <c>AADSTS65001</c>, <c>1002</c> and so on.</summary>
    public string? ServiceCode { get; }

    /// <summary>What the service itself said.</summary>
    public ApiFault? ServiceErrorPayload { get; }

    /// <summary>HTTP status where there was an answer.</summary>
    public int? StatusCode { get; }

    /// <summary>The tenant's id where it is known.</summary>
    public string? TenantId { get; }
}
