namespace PartnerAuth.Commands;

/// <summary>
/// The names of the parameter sets. The first six are those of the PartnerCenter module; Older is what its first
/// version took; the sets after it each begin with a credential of the application; the last two ask a context.
/// </summary>
internal static class ParameterSets
{
    internal const string AccessToken = "AccessToken";
    internal const string ByModule = "ByModule";
    internal const string RefreshToken = "RefreshToken";
    internal const string ServicePrincipal = "ServicePrincipal";
    internal const string ServicePrincipalCertificate = "ServicePrincipalCertificate";
    internal const string User = "User";

    internal const string Older = "Older";

    internal const string Certificate = "Certificate";
    internal const string CertificateFile = "CertificateFile";
    internal const string ClientSecret = "ClientSecret";
    internal const string FederatedToken = "FederatedToken";
    internal const string ManagedIdentity = "ManagedIdentity";

    internal const string Context = "Context";

    /// <summary>
    /// A set of its own takes piped tenants with a context: with a pipeline, PowerShell prefers the sets that still lack
    /// a mandatory parameter, and would take every piped tenant for ServicePrincipal if there were no other such set.
    /// </summary>
    internal const string ContextPipeline = "ContextPipeline";
}
