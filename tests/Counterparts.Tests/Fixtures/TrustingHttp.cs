using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace PartnerAuth.Counterparts.Fixtures;

/// <summary>HTTP clients that trust one certificate authority and no other.</summary>
internal static class TrustingHttp
{
    /// <summary>A client that shows redirects as they are, as a browser's developer tools do.</summary>
    public static HttpClient Client(X509Certificate2 authority) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                CustomTrustStore = { authority },
                RevocationMode = X509RevocationMode.NoCheck,
                TrustMode = X509ChainTrustMode.CustomRootTrust,
            },
        },
        UseProxy = false,
    });
}
