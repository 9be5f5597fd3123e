using System.Linq;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>Where the services of a cloud, or of a sandbox on this machine, are.</summary>
public sealed class PartnerEnvironment
{
    private PartnerEnvironment(EnvironmentDocument document)
    {
        Document = document;
        EnvironmentName = new EnvironmentName(document.Name);
        PartnerCenterAudience = Catalog.Clouds[0].PartnerCenter;
    }

    private PartnerEnvironment(CloudEntry cloud)
        : this(new EnvironmentDocument { Name = cloud.Name })
    {
        // The PartnerCenter module wrote the authority with a slash at its end, and scripts append to it.
        ActiveDirectoryAuthority = cloud.Login + "/";
        AzureAdGraphEndpoint = cloud.AadGraph;
        AzureEndpoint = cloud.Arm;
        GraphEndpoint = cloud.Graph;
        PartnerCenterEndpoint = cloud.PartnerCenter;
        PartnerCenterAudience = cloud.PartnerCenter;
    }

    private PartnerEnvironment(EnvironmentDocument document, string? login)
        : this(document)
    {
        ActiveDirectoryAuthority = login?.TrimEnd('/') + "/";
        GraphEndpoint = document.Graph;
        PartnerCenterEndpoint = document.PartnerCenter;
    }

    /// <summary>Base address of the sign-in service, with a slash at its end.</summary>
    public string? ActiveDirectoryAuthority { get; }

    /// <summary>Base address of the retired Azure AD Graph; null in a sandbox.</summary>
    public string? AzureAdGraphEndpoint { get; }

    /// <summary>Base address of Azure Resource Manager; null in a sandbox.</summary>
    public string? AzureEndpoint { get; }

    /// <summary>The name.</summary>
    public EnvironmentName EnvironmentName { get; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    public string? GraphEndpoint { get; }

    /// <summary>Base address of Partner Center, without version.</summary>
    public string? PartnerCenterEndpoint { get; }

    /// <summary>The open clouds.</summary>
    internal static PartnerEnvironment[] All { get; } = [.. Catalog.Clouds.Select(cloud => new PartnerEnvironment(cloud))];

    /// <summary>The global cloud.</summary>
    internal static PartnerEnvironment Default => All[0];

    /// <summary>How requests name it.</summary>
    internal EnvironmentDocument Document { get; }

    /// <summary>
    /// Whom tokens for Partner Center are for. In a sandbox it is the global cloud's, so that a script keeps its
    /// scopes.
    /// </summary>
    internal string PartnerCenterAudience { get; }

    /// <summary>The name.</summary>
    public override string ToString() => EnvironmentName.ToString();

    /// <summary>A cloud by name; null for a name that is none.</summary>
    internal static PartnerEnvironment? Named(string name)
    {
        EnvironmentName wanted = new(name.Trim());
        bool closed = wanted.Equals(EnvironmentName.AzureGermanCloud) || wanted.Equals(EnvironmentName.AzurePPE);

        // A closed cloud keeps its name, so that the request for it is refused with the reason.
        return closed
            ? new PartnerEnvironment(new EnvironmentDocument { Name = wanted.ToString() })
            : All.FirstOrDefault(environment => environment.EnvironmentName.Equals(wanted));
    }

    /// <summary>A sandbox by its addresses.</summary>
    internal static PartnerEnvironment Sandbox(EnvironmentDocument document) => new(document, document.Login);
}
