using System.Collections.Generic;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A link on which the administrator of a customer consents to an application.</summary>
public sealed class PartnerConsentUrl
{
    internal PartnerConsentUrl(string tenant, ConsentUrlDocument document)
    {
        ApplicationId = document.ClientId;
        RedirectUri = document.RedirectUri;
        Scopes = document.Scopes;
        State = document.State;
        Tenant = tenant;
        TenantId = document.TenantId;
        Url = document.Url;
        Version = (int)document.Version;
    }

    /// <summary>The application that is consented to.</summary>
    public string ApplicationId { get; }

    /// <summary>Where the administrator is sent at the end.</summary>
    public string RedirectUri { get; }

    /// <summary>What is consented to; empty in version 1, which asks for what the application's registration names.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>What the answer repeats.</summary>
    public string State { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id; null when a domain was given.</summary>
    public string? TenantId { get; }

    /// <summary>The link.</summary>
    public string Url { get; }

    /// <summary>The version of the page: 1 without scopes, 2 with.</summary>
    public int Version { get; }

    /// <summary>The link.</summary>
    public override string ToString() => Url;
}
