using System.Management.Automation;

namespace PartnerAuth.StandIns.Connect;

/// <summary>The clouds of PnP PowerShell.</summary>
public enum AzureEnvironment
{
    /// <summary>The global cloud.</summary>
    Production,

    /// <summary>Microsoft's own test cloud.</summary>
    PPE,

    /// <summary>China.</summary>
    China,

    /// <summary>Germany, closed.</summary>
    Germany,

    /// <summary>US Government.</summary>
    USGovernment,

    /// <summary>US Government, GCC High.</summary>
    USGovernmentHigh,

    /// <summary>US Government, DoD.</summary>
    USGovernmentDoD,

    /// <summary>Another one.</summary>
    Custom,
}

/// <summary>PnP.PowerShell 3.</summary>
[Cmdlet(VerbsCommunications.Connect, "PnPOnline", DefaultParameterSetName = UserSet)]
public sealed class ConnectPnPOnlineCommand : ConnectStandIn
{
    private const string TokenSet = "Access Token";
    private const string UserSet = "Interactive";

    /// <summary>The token, as plain text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    public string? AccessToken { get; set; }

    /// <summary>The cloud.</summary>
    [Parameter]
    public AzureEnvironment AzureEnvironment { get; set; }

    /// <summary>The application that a user signs in to.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public string? ClientId { get; set; }

    /// <summary>Write the connection.</summary>
    [Parameter]
    public SwitchParameter ReturnConnection { get; set; }

    /// <summary>Where a user signs in.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public string? Tenant { get; set; }

    /// <summary>The site.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TokenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = UserSet)]
    public string? Url { get; set; }
}
