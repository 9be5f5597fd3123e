using System.Management.Automation;

namespace PartnerAuth.StandIns.Connect;

/// <summary>How far the change of the context reaches.</summary>
public enum ContextModificationScope
{
    /// <summary>This process.</summary>
    Process,

    /// <summary>All sessions of the user.</summary>
    CurrentUser,
}

/// <summary>Az.Accounts 5.</summary>
[Cmdlet(VerbsCommunications.Connect, "AzAccount", DefaultParameterSetName = UserSet)]
public sealed class ConnectAzAccountCommand : ConnectStandIn
{
    private const string TokenSet = "AccessTokenWithSubscriptionId";
    private const string IdentitySet = "ManagedServiceLogin";
    private const string UserSet = "UserWithSubscriptionId";

    /// <summary>The token, as plain text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [ValidateNotNullOrEmpty]
    public string? AccessToken { get; set; }

    /// <summary>Whose token it is.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TokenSet)]
    [Parameter(ParameterSetName = UserSet)]
    [Parameter(ParameterSetName = IdentitySet)]
    [ValidateNotNullOrEmpty]
    public string? AccountId { get; set; }

    /// <summary>What a user signs in for.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public string? AuthScope { get; set; }

    /// <summary>The cloud.</summary>
    [Parameter, Alias("EnvironmentName")]
    [ValidateNotNullOrEmpty]
    public string? Environment { get; set; }

    /// <summary>Sign in as the managed identity of this machine.</summary>
    [Parameter(Mandatory = true, ParameterSetName = IdentitySet), Alias("MSI", "ManagedService")]
    public SwitchParameter Identity { get; set; }

    /// <summary>How many subscriptions become contexts.</summary>
    [Parameter]
    public int MaxContextPopulation { get; set; } = 25;

    /// <summary>A token for Microsoft Graph beside it.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    public string? MicrosoftGraphAccessToken { get; set; }

    /// <summary>How far the change of the context reaches.</summary>
    [Parameter]
    public ContextModificationScope Scope { get; set; } = ContextModificationScope.CurrentUser;

    /// <summary>Make no contexts of subscriptions.</summary>
    [Parameter]
    public SwitchParameter SkipContextPopulation { get; set; }

    /// <summary>Do not look at the token.</summary>
    [Parameter(ParameterSetName = TokenSet)]
    public SwitchParameter SkipValidation { get; set; }

    /// <summary>The tenant.</summary>
    [Parameter, Alias("Domain", "TenantId")]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }
}
