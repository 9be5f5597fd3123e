using System;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

namespace PartnerAuth;

/// <summary>What became of one input of a command that takes many tenants, with <c>-AsResult</c>.</summary>
public sealed class PartnerResult
{
    internal PartnerResult(TenantRequest request, string? tenantId, object? value, ErrorRecord? error)
    {
        Context = request.Context;
        Duration = request.Duration;
        Error = error;
        Tenant = request.Tenant;
        TenantId = tenantId;
        Value = value;
    }

    /// <summary>
    /// The context it came from; null when credentials were given. By its name it binds to <c>-Context</c>.
    /// </summary>
    public PartnerContext? Context { get; }

    /// <summary>From the moment it was handed to the engine to the moment it was known, waiting for others included.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Why it failed; null when it succeeded.</summary>
    public ErrorRecord? Error { get; }

    /// <summary>True when <see cref="Value"/> is filled.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id; null when it is not known.</summary>
    public string? TenantId { get; }

    /// <summary>What the command would have written without <c>-AsResult</c>; null when it failed.</summary>
    public object? Value { get; }

    /// <summary>The tenant and the outcome.</summary>
    public override string ToString() => $"{Tenant}: {(Error is null ? "succeeded" : Error.ToString())}";
}
