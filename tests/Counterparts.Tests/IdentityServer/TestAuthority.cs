using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>A certificate authority of this run, and the server certificate that it has signed.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly RSA authorityKey = RSA.Create(2048);

    public TestAuthority()
    {
        DateTimeOffset begins = DateTimeOffset.UtcNow.AddDays(-1);
        DateTimeOffset ends = DateTimeOffset.UtcNow.AddDays(1);
        CertificateRequest authority = new("CN=PartnerAuth test authority", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Certificate = authority.CreateSelfSigned(begins, ends);

        using RSA key = RSA.Create(2048);
        CertificateRequest server = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        server.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        server.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 signed = server.Create(Certificate, begins, ends, RandomNumberGenerator.GetBytes(16));
        Server = signed.CopyWithPrivateKey(key);
    }

    /// <summary>What a client has to trust.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What the server shows, for <c>localhost</c> and 127.0.0.1.</summary>
    public X509Certificate2 Server { get; }

    public void Dispose()
    {
        Server.Dispose();
        Certificate.Dispose();
        authorityKey.Dispose();
    }
}
