using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>
/// Certificates of one's own at an application: good ones get tokens; one that has ended, is not valid yet, has another
/// key than RSA or none is refused before a byte is sent.
/// </summary>
public sealed class CertificateTests : IDisposable
{
    /// <summary>What marks secrets of a sandbox: the certificates are for it alone.</summary>
    private const string Subject = "O=partner-sandbox., CN=One's own";

    private readonly RSA key = RSA.Create(2048);
    private readonly Dictionary<string, X509Certificate2> certificates;
    private readonly TemporaryFolder folder = new();
    private readonly SandboxProcess program;
    private readonly Relay relay;
    private readonly Session session = new("PartnerAuth");

    public CertificateTests()
    {
        using ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest rsa = new(Subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        CertificateRequest ec = new(Subject, curve, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        certificates = new()
        {
            ["good"] = rsa.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)),
            ["ended"] = rsa.CreateSelfSigned(now.AddDays(-30), now.AddMinutes(-5)),
            ["early"] = rsa.CreateSelfSigned(now.AddMinutes(5), now.AddDays(30)),
            ["curve"] = ec.CreateSelfSigned(now.AddDays(-1), now.AddDays(30)),
        };
        string[] registered = [.. certificates.Where(one => one.Key != "curve").Select(one => one.Value.ExportCertificatePem())];
        program = SandboxProcess.WithScenario(JsonSerializer.Serialize(new { certificates = registered }));
        relay = new Relay(program.Document.Environment);
        session.Run("$null = 1", ("sandbox", program.Document), ("environment", relay.Environment)).AssertClean();
    }

    [Theory]
    [InlineData("good", null, null)]
    [InlineData("ended", "CredentialInvalid", "has ended")]
    [InlineData("early", "CredentialInvalid", "is not valid yet")]
    [InlineData("curve", "InvalidInput", "must be RSA")]
    public void A_certificate_is_used_or_refused_alike_as_object_PFX_and_PEM(string which, string? kind, string? said)
    {
        X509Certificate2 certificate = certificates[which];
        string pfx = System.IO.Path.Combine(folder.Path, "app.pfx");
        string pem = System.IO.Path.Combine(folder.Path, "app.pem");
        File.WriteAllBytes(pfx, certificate.Export(X509ContentType.Pfx, "password"));
        AsymmetricAlgorithm own = (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey() ?? certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(pem, certificate.ExportCertificatePem() + "\n" + own.ExportPkcs8PrivateKeyPem() + "\n");
        foreach (string given in new[] { "-Certificate $certificate", "-CertificatePath $pfx -CertificatePassword password", "-CertificatePath $pem" })
        {
            session.Run("$null = 1", ("certificate", certificate), ("pfx", pfx), ("pem", pem)).AssertClean();
            if (kind is null)
            {
                Assert.Equal(program.Document.TenantId, Ask(given, "$sandbox.Environment").One.Properties["TenantId"].Value);
                continue;
            }

            RunResult run = Ask(given);
            Assert.StartsWith(kind + ",", run.OneError.FullyQualifiedErrorId);
            Assert.Contains(said!, run.OneError.ToString());
            Assert.Equal(0, relay.Sent);
        }
    }

    [Fact]
    public void A_certificate_without_its_private_key_is_refused_as_object_and_as_file()
    {
        string pem = System.IO.Path.Combine(folder.Path, "public.pem");
        File.WriteAllText(pem, certificates["good"].ExportCertificatePem());
        using X509Certificate2 open = X509CertificateLoader.LoadCertificate(certificates["good"].RawData);
        foreach (string given in new[] { "-Certificate $open", "-CertificatePath $pem" })
        {
            session.Run("$null = 1", ("open", open), ("pem", pem)).AssertClean();
            RunResult run = Ask(given);
            Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
            Assert.Contains("no private key", run.OneError.ToString());
        }

        Assert.Equal(0, relay.Sent);
    }

    [Fact]
    public void An_encrypted_PEM_opens_with_its_password_alone()
    {
        string pem = System.IO.Path.Combine(folder.Path, "encrypted.pem");
        PbeParameters strong = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);
        File.WriteAllText(pem, certificates["good"].ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem("password", strong) + "\n");
        session.Run("$null = 1", ("pem", pem)).AssertClean();
        foreach (string wrong in new[] { "-CertificatePath $pem", "-CertificatePath $pem -CertificatePassword wrong" })
        {
            RunResult run = Ask(wrong);
            Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
            Assert.Contains("password", run.OneError.ToString());
        }

        Assert.Equal(0, relay.Sent);
        Assert.Equal(program.Document.TenantId, Ask("-CertificatePath $pem -CertificatePassword password", "$sandbox.Environment").One.Properties["TenantId"].Value);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        session.Dispose();
        relay.Dispose();
        program.Dispose();
        folder.Dispose();
        foreach (X509Certificate2 one in certificates.Values)
        {
            one.Dispose();
        }

        key.Dispose();
    }

    /// <summary>
    /// Asks as the application alone, through the relay, which counts; what is good goes to the sandbox itself, as an
    /// assertion is for its address alone.
    /// </summary>
    private RunResult Ask(string credential, string environment = "$environment") => session.Run(
        $"New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Tenant $sandbox.TenantId -Scopes Graph -ForceRefresh -Environment {environment} {credential}");
}
