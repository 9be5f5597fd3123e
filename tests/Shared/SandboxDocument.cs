namespace PartnerAuth.Testing;

/// <summary>What the program partner-sandbox says of itself.</summary>
public sealed partial record SandboxDocument(
    SandboxEnvironment Environment,
    string TenantId,
    string ApplicationId,
    string ClientSecret,
    SandboxCertificate Certificate,
    string FederatedToken,
    SandboxManagedIdentity ManagedIdentity,
    string RefreshToken,
    string PublicRefreshToken,
    string UserPrincipalName,
    IReadOnlyList<SandboxAccount> Accounts,
    string CustomerPassword,
    IReadOnlyList<SandboxCustomer> Customers);

/// <summary>Where the sandbox's services are: what <c>-Environment</c> takes.</summary>
public sealed record SandboxEnvironment(string Name, string Login, string Graph, string PartnerCenter, string? CaCertificate);

/// <summary>The application's certificate: as PFX in base64 with its password, and as PEM with the key.</summary>
public sealed record SandboxCertificate(string Pfx, string Password, string Pem);

/// <summary>A managed identity that the application trusts.</summary>
public sealed record SandboxManagedIdentity(string Endpoint, string Header, string ClientId, string ImdsEndpoint);

/// <summary>A user of the partner, who signs in on the pages.</summary>
public sealed record SandboxAccount(string UserPrincipalName, string Password, string? MfaCode);

/// <summary>A customer of the sandbox's partner.</summary>
public sealed record SandboxCustomer(string TenantId, string Domain, string Name);
