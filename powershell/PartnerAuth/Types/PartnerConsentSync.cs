using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>How a customer went on the way to what a manifest wants.</summary>
public sealed class PartnerConsentSync
{
    private PartnerConsentSync(TenantRequest request, string applicationId, string outcome, bool isWhatIf)
    {
        ApplicationId = applicationId;
        Context = request.Context;
        IsWhatIf = isWhatIf;
        Outcome = outcome;
        Tenant = request.Tenant;
    }

    internal PartnerConsentSync(TenantRequest request, SyncDocument document, bool isWhatIf)
        : this(request, document.ApplicationId, document.Outcome, isWhatIf)
    {
        Changes = [.. document.Changes.Select(change => new PartnerConsentChange(change))];
        Reason = document.Reason;
        TenantId = document.TenantId;
    }

    internal PartnerConsentSync(
        TenantRequest request,
        string applicationId,
        ErrorRecord error,
        string? tenantId,
        PartnerConsentUrl? consentUrl,
        bool isWhatIf)
        : this(request, applicationId, "Failed", isWhatIf)
    {
        ConsentUrl = consentUrl;
        Error = error;
        Reason = error.ToString();
        TenantId = tenantId;
    }

    /// <summary>The application.</summary>
    public string ApplicationId { get; }

    /// <summary>What was done, would be (with -WhatIf), or would have to be (NeedsRecreate).</summary>
    public IReadOnlyList<PartnerConsentChange> Changes { get; } = [];

    /// <summary>A link on which the customer's administrator can consent in person; null where none is needed.</summary>
    public PartnerConsentUrl? ConsentUrl { get; }

    /// <summary>The context it was done with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>Why it failed; null otherwise.</summary>
    public ErrorRecord? Error { get; }

    /// <summary>True when nothing was changed, as -WhatIf was given.</summary>
    public bool IsWhatIf { get; }

    /// <summary>Created, Extended, Pruned, Recreated, Unchanged, NeedsRecreate, RevokedByCustomer or Failed.</summary>
    public string Outcome { get; }

    /// <summary>Why nothing was done, or what failed.</summary>
    public string? Reason { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id; null when it is not known.</summary>
    public string? TenantId { get; }

    /// <summary>The tenant and the outcome.</summary>
    public override string ToString() => $"{Tenant}: {Outcome}{(Reason is null ? string.Empty : ", " + Reason)}";
}
