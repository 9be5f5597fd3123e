using Microsoft.Store.PartnerCenter.Models;
using Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Partners;

/// <summary>The partner's own organization profile.</summary>
public sealed class PSOrganizationProfile
{
    /// <summary>A profile with nothing filled in.</summary>
    public PSOrganizationProfile()
    {
    }

    internal PSOrganizationProfile(ProfileDocument document, PartnerContext context)
    {
        CompanyName = CleanText.Of(document.CompanyName);
        Context = context;
        Culture = document.Culture;
        DefaultAddress = document.DefaultAddress is null ? null : new Address(document.DefaultAddress);
        Domain = CleanText.Of(document.Domain);
        Email = CleanText.Of(document.Email);
        Id = document.Id;
        Language = document.Language;
        TenantId = document.TenantId;
    }

    /// <summary>The company's name.</summary>
    public string? CompanyName { get; set; }

    /// <summary>The context it came from. By its name it binds to <c>-Context</c>.</summary>
    public PartnerContext? Context { get; }

    /// <summary>The culture, for example <c>en-US</c>.</summary>
    public string? Culture { get; set; }

    /// <summary>The address.</summary>
    public Address? DefaultAddress { get; set; }

    /// <summary>The domain.</summary>
    public string? Domain { get; set; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; set; }

    /// <summary>Id of the profile.</summary>
    public string? Id { get; set; }

    /// <summary>The language.</summary>
    public string? Language { get; set; }

    /// <summary>The partner's tenant id.</summary>
    public string? TenantId { get; set; }

    /// <summary>The tenant's id.</summary>
    public override string ToString() => TenantId ?? Id ?? string.Empty;
}
