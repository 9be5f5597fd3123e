using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What was seen of the partner's own application.</summary>
public sealed class PartnerApplicationTest
{
    internal PartnerApplicationTest(PartnerContext context, CheckedDocument document, DateTimeOffset now)
    {
        ApplicationId = document.ApplicationId;
        Checks = [.. document.Checks.Select(check => new PartnerApplicationCheck(check))];
        Context = context;
        Credentials = [.. document.Credentials.Select(one => new PartnerApplicationCredential(one, now))];
        DisplayName = CleanText.Of(document.DisplayName);
        TenantId = document.TenantId;
    }

    /// <summary>The application.</summary>
    public string ApplicationId { get; }

    /// <summary>What was looked at, in the order in which it is mended.</summary>
    public IReadOnlyList<PartnerApplicationCheck> Checks { get; }

    /// <summary>The context it was looked at with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext Context { get; }

    /// <summary>The application's secrets and certificates; empty when they could not be read.</summary>
    public IReadOnlyList<PartnerApplicationCredential> Credentials { get; }

    /// <summary>Its name; null when it could not be read.</summary>
    public string? DisplayName { get; }

    /// <summary>Failed when a check failed, else Unknown when something could not be read, else Passed.</summary>
    public string Outcome => Worst("Failed") ?? Worst("Unknown") ?? "Passed";

    /// <summary>The partner's tenant; null when it is not known.</summary>
    public string? TenantId { get; }

    /// <summary>The application and the outcome.</summary>
    public override string ToString() => $"{DisplayName ?? ApplicationId}: {Outcome}";

    private string? Worst(string outcome) => Checks.Any(check => check.Outcome == outcome) ? outcome : null;
}
