using System.Security;
using PartnerAuth.Interop;

namespace PartnerAuth;

/// <summary>A managed identity of the sandbox, which the partner's application trusts: what a job in Azure has in place of a secret.</summary>
public sealed class PartnerSandboxManagedIdentity
{
    internal PartnerSandboxManagedIdentity(SandboxManagedIdentity document)
    {
        ClientId = document.ClientId;
        Endpoint = document.Endpoint;
        Header = Secret.Of(document.Header);
        ImdsEndpoint = document.ImdsEndpoint;
    }

    /// <summary>The identity's client id.</summary>
    public string ClientId { get; }

    /// <summary>What the variable <c>IDENTITY_ENDPOINT</c> holds in App Service and Functions.</summary>
    public string Endpoint { get; }

    /// <summary>The token endpoint of virtual machines.</summary>
    public string ImdsEndpoint { get; }

    /// <summary>What the variable <c>IDENTITY_HEADER</c> holds there.</summary>
    public SecureString Header { get; }

    /// <summary>The client id.</summary>
    public override string ToString() => ClientId;
}
