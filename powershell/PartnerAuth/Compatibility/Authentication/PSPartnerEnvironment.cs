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
        Name = environment.EnvironmentName.ToString();
        PartnerCenterEndpoint = environment.PartnerCenterEndpoint;
    }

    /// <summary>Base address of the sign-in service.</summary>
    public string? ActiveDirectoryAuthority { get; set; }

    /// <summary>Base address of the retired Azure AD Graph.</summary>
    public string? AzureAdGraphEndpoint { get; set; }

    /// <summary>The name.</summary>
    public string? Name { get; set; }

    /// <summary>Base address of Partner Center, without version.</summary>
    public string? PartnerCenterEndpoint { get; set; }

    /// <summary>The name.</summary>
    public override string ToString() => Name ?? string.Empty;
}
