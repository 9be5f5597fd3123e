using System;
using System.Collections.Generic;
using Microsoft.Store.PartnerCenter.Models.Customers;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Customers;

/// <summary>A customer of the partner.</summary>
public sealed class PSCustomer
{
    /// <summary>A customer with nothing filled in.</summary>
    public PSCustomer()
    {
    }

    internal PSCustomer(CustomerDocument document, PartnerContext context)
    {
        AllowDelegatedAccess = document.AllowDelegatedAccess;
        AssociatedPartnerId = document.AssociatedPartnerId;
        BillingProfile = document.BillingProfile is null ? null : new CustomerBillingProfile(document.BillingProfile);
        CommerceId = document.CommerceId;
        Context = context;
        CustomerId = document.CustomerId;
        Domain = CleanText.Of(document.Domain);
        // Clean here and not in the views alone: Format-List * and Out-String show the property itself.
        Name = CleanText.Of(document.Name);
        RelationshipToPartner = Relationship(document.RelationshipToPartner);
        Source = document.Sources.ToArray();
        TenantId = document.TenantId ?? document.CustomerId;
        SeenTenants.Add(TenantId, Domain, Name);
    }

    /// <summary>Whether delegated access is allowed; filled when the customer was asked for by id.</summary>
    public bool? AllowDelegatedAccess { get; set; }

    /// <summary>The indirect reseller; filled when the customer was asked for by id.</summary>
    public string? AssociatedPartnerId { get; set; }

    /// <summary>The billing profile; filled when the customer was asked for by id.</summary>
    public CustomerBillingProfile? BillingProfile { get; set; }

    /// <summary>Commerce id.</summary>
    public string? CommerceId { get; set; }

    /// <summary>The context it came from. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>Partner Center's id of the customer.</summary>
    public string? CustomerId { get; set; }

    /// <summary>The customer's domain.</summary>
    public string? Domain { get; set; }

    /// <summary>The company's name as the customer wrote it, in one line and without control characters.</summary>
    public string? Name { get; set; }

    /// <summary>How the customer relates to the partner.</summary>
    public CustomerPartnerRelationship RelationshipToPartner { get; set; }

    /// <summary>Where it is listed, as far as was looked: PartnerCenter, Gdap, Contracts.</summary>
    public IReadOnlyList<string> Source { get; } = [];

    /// <summary>The customer's tenant id.</summary>
    public string? TenantId { get; set; }

    /// <summary>The tenant's id, which is safe to show.</summary>
    public override string ToString() => TenantId ?? CustomerId ?? string.Empty;

    /// <summary>A word that this module does not know is no reason to fail; a number is no word.</summary>
    private static CustomerPartnerRelationship Relationship(string? word) =>
        Enum.TryParse(word, ignoreCase: true, out CustomerPartnerRelationship known)
        && Enum.IsDefined(typeof(CustomerPartnerRelationship), known)
            ? known
            : CustomerPartnerRelationship.Unknown;
}
