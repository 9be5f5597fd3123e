using System.Management.Automation;
using System.Security;

namespace PartnerAuth.StandIns.Connect;

/// <summary>Microsoft.Graph.Authentication 2.</summary>
[Cmdlet(VerbsCommunications.Connect, "MgGraph", DefaultParameterSetName = UserSet)]
public sealed class ConnectMgGraphCommand : ConnectStandIn
{
    private const string TokenSet = "AccessTokenParameterSet";
    private const string UserSet = "UserParameterSet";

    /// <summary>The token.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TokenSet)]
    public SecureString? AccessToken { get; set; }

    /// <summary>The application that a user signs in to.</summary>
    [Parameter(ParameterSetName = UserSet), Alias("AppId", "ServicePrincipalId")]
    public string? ClientId { get; set; }

    /// <summary>Seconds.</summary>
    [Parameter]
    public double ClientTimeout { get; set; }

    /// <summary>The cloud.</summary>
    [Parameter]
    [ValidateSet("Global", "USGov", "USGovDoD", "China")]
    public string? Environment { get; set; }

    /// <summary>No greeting.</summary>
    [Parameter]
    public SwitchParameter NoWelcome { get; set; }

    /// <summary>What a user signs in for.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public string[]? Scopes { get; set; }

    /// <summary>Where a user signs in.</summary>
    [Parameter(ParameterSetName = UserSet), Alias("Audience", "Tenant")]
    public string? TenantId { get; set; }
}
