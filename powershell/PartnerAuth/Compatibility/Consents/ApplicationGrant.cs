namespace Microsoft.Store.PartnerCenter.Models.ApplicationConsents;

/// <summary>Delegated permissions of one resource.</summary>
public sealed class ApplicationGrant
{
    /// <summary>Application id of the resource, for example Microsoft Graph's.</summary>
    public string? EnterpriseApplicationId { get; set; }

    /// <summary>Scope names, separated by commas or spaces.</summary>
    public string? Scope { get; set; }

    /// <summary>The resource and its scopes.</summary>
    public override string ToString() => $"{EnterpriseApplicationId}: {Scope}";
}
