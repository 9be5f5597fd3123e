using PartnerAuth;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>An environment as Get-PartnerEnvironment writes it.</summary>
public sealed class PSPartnerEnvironment
{
    /// <summary>An environment with nothing filled in.</summary>
    public PSPartnerEnvironment()
    {
    }

    internal PSPartnerEnvironment(PartnerEnvironment environment)
    {
        ActiveDirectoryAuthority = environment.ActiveDirectoryAuthority;
        AzureAdGraphEndpoint = environment.AzureAdGraphEndpoint;
        AzureEndpoint = environment.AzureEndpoint;
        GraphEndpoint = environment.GraphEndpoint;
        Name = environment.EnvironmentName.ToString();
        PartnerCenterEndpoint = environment.PartnerCenterEndpoint;
        Type = environment.Type;
    }

    /// <summary>Base address of the sign-in service; null for a cloud that has closed, as are the others.</summary>
    public string? ActiveDirectoryAuthority { get; set; }

    /// <summary>Base address of the retired Azure AD Graph.</summary>
    public string? AzureAdGraphEndpoint { get; set; }

    /// <summary>Base address of Azure Resource Manager.</summary>
    public string? AzureEndpoint { get; set; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    public string? GraphEndpoint { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>Base address of Partner Center, without version.</summary>
    public string? PartnerCenterEndpoint { get; set; }

    /// <summary>Where it comes from, and whether it is still open.</summary>
    public PartnerEnvironmentType Type { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? string.Empty;
}
