using System;
using System.Management.Automation;

namespace PartnerAuth.Benches;

/// <summary>
/// Has the parameters and sets of New-PartnerAccessToken and does nothing. The types are PowerShell's own and nothing is
/// transformed: what our types cost is ours.
/// </summary>
[Cmdlet(VerbsCommon.New, "EmptyAccessToken", DefaultParameterSetName = ContextSet)]
public sealed class NewEmptyAccessTokenCommand : PSCmdlet
{
    private const string AccessTokenSet = "AccessToken";
    private const string ContextPipelineSet = "ContextPipeline";
    private const string ContextSet = "Context";
    private const string RefreshTokenSet = "RefreshToken";
    private const string ServicePrincipalSet = "ServicePrincipal";

    /// <summary>As there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    public object? AccessToken { get; set; }

    /// <summary>As there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AccessTokenSet)]
    [Parameter(ParameterSetName = RefreshTokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    [Alias("ClientId")]
    public string? ApplicationId { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public SwitchParameter AsResult { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public SwitchParameter AsSecureString { get; set; }

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = ContextSet)]
    [Parameter(ParameterSetName = ContextPipelineSet, ValueFromPipelineByPropertyName = true)]
    public object? Context { get; set; }

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Parameter(ParameterSetName = RefreshTokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    public PSCredential? Credential { get; set; }

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Parameter(ParameterSetName = RefreshTokenSet)]
    [Parameter(ParameterSetName = ServicePrincipalSet)]
    [Alias("EnvironmentName")]
    public object? Environment { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public SwitchParameter ForceRefresh { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public TimeSpan MinimumLifetime { get; set; }

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = RefreshTokenSet)]
    [Alias("ModuleName")]
    public string? Module { get; set; }

    /// <summary>As there.</summary>
    [Parameter(Mandatory = true, ParameterSetName = RefreshTokenSet)]
    public object? RefreshToken { get; set; }

    /// <summary>As there.</summary>
    [Parameter(Mandatory = true)]
    public string[] Scopes { get; set; } = [];

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = RefreshTokenSet)]
    [Parameter(Mandatory = true, ParameterSetName = ServicePrincipalSet)]
    public SwitchParameter ServicePrincipal { get; set; }

    /// <summary>As there.</summary>
    [Parameter(ParameterSetName = AccessTokenSet)]
    [Parameter(ParameterSetName = ContextSet)]
    [Parameter(
        Mandatory = true, ParameterSetName = ContextPipelineSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [Parameter(
        ParameterSetName = RefreshTokenSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(
        Mandatory = true, ParameterSetName = ServicePrincipalSet, ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [Alias("TenantId", "CustomerId", "Domain")]
    public string[]? Tenant { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public int ThrottleLimit { get; set; }

    /// <summary>As there.</summary>
    [Parameter]
    public int TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
    }
}
