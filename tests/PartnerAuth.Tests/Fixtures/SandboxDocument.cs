namespace PartnerAuth.Tests.Fixtures;

/// <summary>What the program partner-sandbox says of itself.</summary>
public sealed record SandboxDocument(
    SandboxEnvironment Environment,
    string TenantId,
    string ApplicationId,
    string ClientSecret,
    string RefreshToken,
    string PublicRefreshToken,
    string UserPrincipalName,
    IReadOnlyList<SandboxCustomer> Customers)
{
    /// <summary>The application's id and secret.</summary>
    public PSCredential Credential => new(ApplicationId, new System.Net.NetworkCredential(ApplicationId, ClientSecret).SecurePassword);
}

/// <summary>Where the sandbox's services are: what <c>-Environment</c> takes.</summary>
public sealed record SandboxEnvironment(string Name, string Login, string Graph, string PartnerCenter, string? CaCertificate);

/// <summary>A customer of the sandbox's partner.</summary>
public sealed record SandboxCustomer(string TenantId, string Domain, string Name);
