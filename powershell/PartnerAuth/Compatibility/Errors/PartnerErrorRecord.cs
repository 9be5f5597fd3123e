using System.Management.Automation;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Errors;

/// <summary>What is known about an error: what it means, why it came, and what to do.</summary>
public class PartnerErrorRecord
{
    internal PartnerErrorRecord(ErrorRecord? record, ResolutionDocument found)
    {
        ErrorCategory = record?.CategoryInfo;
        ErrorDetails = record?.ErrorDetails;
        InvocationInfo = record?.InvocationInfo;
        ScriptStackTrace = record?.ScriptStackTrace;

        Cause = found.Cause;
        Class = found.Class;
        Code = found.Code;
        CorrelationId = found.CorrelationId;
        IsCredential = found.Credential;
        IsKnown = found.Known;
        IsRetryable = found.Retryable;
        Kind = found.Kind;
        Meaning = found.Meaning;
        Remedy = found.Remedy;
        Service = found.Service;
        TenantId = found.TenantId;
        Text = found.Text;
    }

    /// <summary>Why it happens.</summary>
    public string? Cause { get; }

    /// <summary>The class of its cause: <c>consent</c>, <c>gdap</c>, <c>mfa</c> and so on.</summary>
    public string? Class { get; }

    /// <summary>The code as its service writes it; null when there is none.</summary>
    public string? Code { get; }

    /// <summary>Correlation id: Microsoft's support finds the request by it.</summary>
    public string? CorrelationId { get; }

    /// <summary>PowerShell's category; null for a text.</summary>
    public ErrorCategoryInfo? ErrorCategory { get; set; }

    /// <summary>What the error record tells a person; null for a text.</summary>
    public ErrorDetails? ErrorDetails { get; set; }

    /// <summary>Where the error came from; null for a text.</summary>
    public InvocationInfo? InvocationInfo { get; set; }

    /// <summary>True when the credential itself fails: every other tenant would fail alike.</summary>
    public bool IsCredential { get; }

    /// <summary>True when the code is known.</summary>
    public bool IsKnown { get; }

    /// <summary>True when the same call may succeed later.</summary>
    public bool IsRetryable { get; }

    /// <summary>The kind, which is the ErrorId of this module's errors; <c>Unknown</c> for what is not known.</summary>
    public string Kind { get; }

    /// <summary>What it means.</summary>
    public string Meaning { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>Where it happened in the script; null for a text.</summary>
    public string? ScriptStackTrace { get; set; }

    /// <summary>The service that uses the code.</summary>
    public string? Service { get; }

    /// <summary>The tenant's id, where the error says it.</summary>
    public string? TenantId { get; }

    /// <summary>What was looked up, on one line, at most 1 KiB, tokens and secrets masked.</summary>
    public string Text { get; }

    /// <summary>The code and what it means.</summary>
    public override string ToString() => Code is null ? Meaning : $"{Code}: {Meaning}";
}
