using System.Management.Automation;

namespace PartnerAuth.StandIns.Connect;

/// <summary>ExchangeOnlineManagement 3.10: all parameters in one set, checked when it runs.</summary>
[Cmdlet(VerbsCommunications.Connect, "IPPSSession")]
public sealed class ConnectIPPSSessionCommand : ConnectStandIn
{
    /// <summary>The token, as plain text.</summary>
    [Parameter]
    public string? AccessToken { get; set; }

    /// <summary>Where tokens are from.</summary>
    [Parameter(Position = 1)]
    public string? AzureADAuthorizationEndpointUri { get; set; }

    /// <summary>The commands to load.</summary>
    [Parameter(Position = 5)]
    public string[]? CommandName { get; set; }

    /// <summary>Where the service is.</summary>
    [Parameter(Position = 0)]
    public string? ConnectionUri { get; set; }

    /// <summary>The customer, by its initial domain.</summary>
    [Parameter(Position = 2)]
    public string? DelegatedOrganization { get; set; }

    /// <summary>For the commands of searches.</summary>
    [Parameter]
    public SwitchParameter EnableSearchOnlySession { get; set; }

    /// <summary>The tenant, for an application's token.</summary>
    [Parameter]
    public string? Organization { get; set; }

    /// <summary>Greet.</summary>
    [Parameter]
    public SwitchParameter ShowBanner { get; set; }

    /// <summary>The user whose token it is.</summary>
    [Parameter]
    public string? UserPrincipalName { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (new[] { DelegatedOrganization, Organization, UserPrincipalName }.Count(one => one is not null) != 1)
        {
            Refuse("A token goes with one of DelegatedOrganization, Organization and UserPrincipalName.");
        }

        if (DelegatedOrganization is not null && AzureADAuthorizationEndpointUri is null)
        {
            Refuse("DelegatedOrganization needs AzureADAuthorizationEndpointUri.");
        }

        base.EndProcessing();
    }
}
