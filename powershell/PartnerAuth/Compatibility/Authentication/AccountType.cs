namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>How an account signs in, as in the PartnerCenter module.</summary>
public enum AccountType
{
    /// <summary>With an access token of the caller's.</summary>
    AccessToken,

    /// <summary>With a certificate.</summary>
    Certificate,

    /// <summary>As a managed service.</summary>
    ManagedService,

    /// <summary>As an application.</summary>
    ServicePrincipal,

    /// <summary>As a user.</summary>
    User,
}
