using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What an application may do in a customer.</summary>
public sealed class PartnerApplicationConsent
{
    internal PartnerApplicationConsent(GrantedDocument granted, TenantRequest request)
    {
        ApplicationId = granted.ApplicationId;
        Context = request.Context;
        IsFromTokens = granted.FromTokens;
        ServicePrincipalId = granted.ServicePrincipalId;
        Services = [.. granted.Services.Select(service => new PartnerGrantedService(service))];
        Tenant = request.Tenant;
        TenantId = granted.TenantId;
    }

    /// <summary>The application.</summary>
    public string ApplicationId { get; }

    /// <summary>The context it was read with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>True when the application may do something there.</summary>
    public bool IsConsented => Services.Count > 0;

    /// <summary>
    /// True when tokens told this, as the directory may not be read: no roles then, and no services that this version
    /// does not know.
    /// </summary>
    public bool IsFromTokens { get; }

    /// <summary>Object id of the application's service principal; null when there is none, or tokens told.</summary>
    public string? ServicePrincipalId { get; }

    /// <summary>Service by service.</summary>
    public IReadOnlyList<PartnerGrantedService> Services { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string TenantId { get; }

    /// <summary>The tenant and its services.</summary>
    public override string ToString() => $"{Tenant}: {(IsConsented ? string.Join("; ", Services) : "no consent")}";
}
