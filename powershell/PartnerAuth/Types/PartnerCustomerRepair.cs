using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>How the repair of one customer went.</summary>
public sealed class PartnerCustomerRepair
{
    internal PartnerCustomerRepair(AccessRepairDocument document, TenantRequest request, bool isWhatIf, DateTimeOffset now)
    {
        Before = new PartnerCustomerAccess(document.Before, request, now);
        After = document.After is null ? null : new PartnerCustomerAccess(document.After, request, now);
        Changes = [.. (document.Sync?.Changes ?? []).Select(change => new PartnerConsentChange(change))];
        Context = request.Context;
        IsWhatIf = isWhatIf;
        Reason = document.Sync?.Reason;
        Tenant = request.Tenant;
        TenantId = document.Before.TenantId;
        Outcome = document.Sync?.Outcome switch
        {
            null => Before.Outcome == "Broken" ? "NotRepaired" : "Unchanged",
            "NeedsRecreate" or "RevokedByCustomer" => document.Sync!.Outcome,
            _ when isWhatIf => "WhatIf",
            _ when After is null => "NotVerified",
            _ => After.Outcome == "Broken" ? "StillBroken" : "Repaired",
        };
    }

    /// <summary>The way afterwards; null where nothing was changed.</summary>
    public PartnerCustomerAccess? After { get; }

    /// <summary>The way before.</summary>
    public PartnerCustomerAccess Before { get; }

    /// <summary>The name of what was broken; null when nothing was.</summary>
    public string? Cause => Before.Cause;

    /// <summary>What was changed, would be (with -WhatIf), or would have to be (NeedsRecreate).</summary>
    public IReadOnlyList<PartnerConsentChange> Changes { get; }

    /// <summary>The context it was done with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>What was changed, and what is still broken and what to do.</summary>
    public string? Details
    {
        get
        {
            IEnumerable<string?> parts = Changes.Select(change => change.ToString()).Append(Reason);
            if (Outcome is "NotRepaired" or "StillBroken")
            {
                parts = parts.Append((After ?? Before).Details);
            }

            string text = string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
            return text.Length == 0 ? null : text;
        }
    }

    /// <summary>True when nothing was changed, as -WhatIf was given.</summary>
    public bool IsWhatIf { get; }

    /// <summary>
    /// Unchanged (nothing was broken), Repaired, StillBroken (the consent is right now and something else is not),
    /// NotRepaired (what is broken is no consent), NotVerified (changed, and nothing could look again), NeedsRecreate, RevokedByCustomer or WhatIf.
    /// </summary>
    public string Outcome { get; }

    /// <summary>Why the consent was left alone.</summary>
    public string? Reason { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id; null when no such tenant is known.</summary>
    public string? TenantId { get; }

    /// <summary>The tenant and the outcome.</summary>
    public override string ToString() => $"{Tenant}: {Outcome}{(Details is null ? string.Empty : ", " + Details)}";
}
