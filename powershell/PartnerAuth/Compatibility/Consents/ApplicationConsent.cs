using System.Collections.Generic;
using System.Linq;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.Models.ApplicationConsents;

/// <summary>The consent of one customer to an application.</summary>
public sealed class ApplicationConsent
{
    /// <summary>A consent with nothing filled in.</summary>
    public ApplicationConsent()
    {
    }

    internal ApplicationConsent(ConsentDocument document, PartnerContext context)
    {
        ApplicationId = document.ApplicationId;
        DisplayName = document.DisplayName;
        TenantId = document.TenantId;
        Verified = document.Verified;
        Context = context;
        ApplicationGrants = document.Grants
            .Select(grant => new ApplicationGrant
            {
                EnterpriseApplicationId = grant.EnterpriseApplicationId,
                Scope = grant.Scope,
            })
            .ToList();
    }

    /// <summary>What the application may do for users there.</summary>
    public List<ApplicationGrant> ApplicationGrants { get; set; } = [];

    /// <summary>The application.</summary>
    public string? ApplicationId { get; set; }

    /// <summary>The context it was made with. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>The application's name.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The customer's tenant.</summary>
    public string? TenantId { get; }

    /// <summary>
    /// True when every grant was made now or read back as covered; empty when one could not be read back.
    /// </summary>
    public bool? Verified { get; }

    /// <summary>The application and the customer's tenant.</summary>
    public override string ToString() => $"{ApplicationId} in {TenantId}";
}
