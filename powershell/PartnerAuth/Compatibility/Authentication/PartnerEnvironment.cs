using System.Collections.Generic;
using System.Linq;
using PartnerAuth;
using PartnerAuth.Interop;

namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>Where the services of a cloud, or of a sandbox on this machine, are.</summary>
public sealed class PartnerEnvironment
{
    private PartnerEnvironment(EnvironmentDocument document, PartnerEnvironmentType type, string? login)
    {
        // The PartnerCenter module wrote the authority with a slash at its end, and scripts append to it.
        ActiveDirectoryAuthority = login is null ? null : login.TrimEnd('/') + "/";
        Document = document;
        EnvironmentName = new EnvironmentName(document.Name);
        Type = type;
    }

    private PartnerEnvironment(CloudEntry cloud)
        : this(new EnvironmentDocument { Name = cloud.Name }, PartnerEnvironmentType.BuiltIn, cloud.Login)
    {
        AzureAdGraphEndpoint = cloud.AadGraph;
        AzureEndpoint = cloud.Arm;
        GraphEndpoint = cloud.Graph;
        PartnerCenterEndpoint = cloud.PartnerCenter;
        PartnerCenterAudience = cloud.PartnerCenter;
    }

    private PartnerEnvironment(EnvironmentDocument document, CustomCloudDocument custom)
        : this(document, PartnerEnvironmentType.Custom, custom.Login)
    {
        const string Resource = "PartnerCenter";
        AzureEndpoint = custom.Azure;
        GraphEndpoint = custom.Graph;
        PartnerCenterEndpoint = custom.PartnerCenter;
        PartnerCenterAudience = custom.Audiences.Find(given => given.Resource == Resource)?.Audience ?? custom.PartnerCenter;
    }

    /// <summary>Base address of the sign-in service, with a slash at its end; null for a cloud that has closed.</summary>
    public string? ActiveDirectoryAuthority { get; }

    /// <summary>Base address of the retired Azure AD Graph; null in a custom environment and a sandbox.</summary>
    public string? AzureAdGraphEndpoint { get; }

    /// <summary>Base address of Azure Resource Manager; null in a sandbox.</summary>
    public string? AzureEndpoint { get; }

    /// <summary>The name.</summary>
    public EnvironmentName EnvironmentName { get; }

    /// <summary>Base address of Microsoft Graph, without version.</summary>
    public string? GraphEndpoint { get; private set; }

    /// <summary>Base address of Partner Center, without version.</summary>
    public string? PartnerCenterEndpoint { get; private set; }

    /// <summary>All that have a name: the built-in ones, closed ones among them, and those that were added.</summary>
    internal static IReadOnlyList<PartnerEnvironment> All => [.. BuiltIn, .. CustomEnvironments.All];

    /// <summary>The global cloud.</summary>
    internal static PartnerEnvironment Default => BuiltIn[0];

    /// <summary>The names that <c>-Environment</c> takes and that something can be asked of.</summary>
    internal static IEnumerable<string> Names => All.Where(known => !known.IsClosed).Select(known => known.ToString());

    /// <summary>How requests name it.</summary>
    internal EnvironmentDocument Document { get; }

    /// <summary>True for a cloud that has closed. It keeps its name, so that what asks for it is refused with the reason.</summary>
    internal bool IsClosed => Type == PartnerEnvironmentType.Closed;

    /// <summary>
    /// Whom tokens for Partner Center are for; null where there is none. In a sandbox it is the global cloud's, so that
    /// a script keeps its scopes.
    /// </summary>
    internal string? PartnerCenterAudience { get; private set; }

    /// <summary>Where it comes from, and whether it is still open.</summary>
    internal PartnerEnvironmentType Type { get; }

    /// <summary>The PartnerCenter module's clouds in its order, and what came after it.</summary>
    private static PartnerEnvironment[] BuiltIn { get; } =
    [
        Open(EnvironmentName.AzureCloud),
        Open(EnvironmentName.AzureChinaCloud),
        Closed(EnvironmentName.AzureGermanCloud),
        Closed(EnvironmentName.AzurePPE),
        Open(EnvironmentName.AzureUSGovernment),
        Open(EnvironmentName.AzureUSGovernmentDoD),
    ];

    /// <summary>The name.</summary>
    public override string ToString() => EnvironmentName.ToString();

    /// <summary>An environment that was added, as the native library checked it.</summary>
    internal static PartnerEnvironment Custom(EnvironmentDocument document) => new(document, document.Custom!);

    /// <summary>An environment by name; null for a name that is none.</summary>
    internal static PartnerEnvironment? Named(string name)
    {
        EnvironmentName wanted = new(name.Trim());
        return All.FirstOrDefault(known => known.EnvironmentName.Equals(wanted));
    }

    /// <summary>A sandbox by its addresses.</summary>
    internal static PartnerEnvironment Sandbox(EnvironmentDocument document) =>
        new(document, PartnerEnvironmentType.Sandbox, document.Login)
        {
            GraphEndpoint = document.Graph,
            PartnerCenterAudience = Default.PartnerCenterAudience,
            PartnerCenterEndpoint = document.PartnerCenter,
        };

    private static PartnerEnvironment Open(EnvironmentName name) => new(Catalog.Clouds.First(cloud => name.Equals(cloud.Name)));

    private static PartnerEnvironment Closed(EnvironmentName name) =>
        new(new EnvironmentDocument { Name = name.ToString() }, PartnerEnvironmentType.Closed, login: null);
}
