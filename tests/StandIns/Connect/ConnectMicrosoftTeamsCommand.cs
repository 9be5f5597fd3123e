using System.Management.Automation;

namespace PartnerAuth.StandIns.Connect;

/// <summary>MicrosoftTeams 7.</summary>
[Cmdlet(VerbsCommunications.Connect, "MicrosoftTeams", DefaultParameterSetName = UserSet)]
public sealed class ConnectMicrosoftTeamsCommand : ConnectStandIn
{
    private const string TokenSet = "AccessTokens";
    private const string UserSet = "UserCredential";

    /// <summary>Two tokens: Microsoft Graph's, then that of the administration.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    public string[] AccessTokens { get; set; } = [];

    /// <summary>The cloud, for a user who signs in.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public string? TeamsEnvironmentName { get; set; }

    /// <summary>The tenant.</summary>
    [Parameter]
    public string? TenantId { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        bool inOrder = AccessTokens.Length == 2
            && Read(AccessTokens[0]).Audience == "https://graph.microsoft.com"
            && Read(AccessTokens[1]).Audience == "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";
        if (!inOrder)
        {
            Refuse("AccessTokens takes a token for Microsoft Graph and then one for the administration of Teams.");
        }

        base.EndProcessing();
    }
}
