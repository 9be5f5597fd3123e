using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace PartnerAuth.Benches;

/// <summary>One HTTP client for all requests, which trusts the sandbox's authority and no other.</summary>
public sealed class TrustingHttp : IMsalHttpClientFactory
{
    private readonly HttpClient client;

    /// <summary>Trusts that certificate, in PEM.</summary>
    public TrustingHttp(string authority)
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(authority) },
        };
        client = new HttpClient(handler);
    }

    /// <inheritdoc/>
    public HttpClient GetHttpClient() => client;
}
