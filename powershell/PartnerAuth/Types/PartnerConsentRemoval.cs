using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>What was taken back in a customer.</summary>
public sealed class PartnerConsentRemoval
{
    internal PartnerConsentRemoval(RemovalDocument removal, TenantRequest request)
    {
        ApplicationId = removal.ApplicationId;
        ConsentRemoved = removal.Consent;
        Context = request.Context;
        ServicePrincipalRemoved = removal.ServicePrincipal;
        Tenant = request.Tenant;
        TenantId = removal.TenantId;
    }

    /// <summary>The application.</summary>
    public string ApplicationId { get; }

    /// <summary>True when there was a consent.</summary>
    public bool ConsentRemoved { get; }

    /// <summary>The context it was done with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>True when the application's service principal was deleted.</summary>
    public bool ServicePrincipalRemoved { get; }

    /// <summary>The tenant as it was given.</summary>
    public string Tenant { get; }

    /// <summary>The tenant's id.</summary>
    public string TenantId { get; }

    /// <summary>The tenant and what was done.</summary>
    public override string ToString() => $"{Tenant}: {(ConsentRemoved ? "consent taken back" : "there was no consent")}";
}
