using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>The applications that the server knows.</summary>
internal sealed class Registrations : IDisposable
{
    /// <summary>Where every sign-in may be sent to; the port is the client's choice (RFC 8252 section 7.3).</summary>
    public const string RedirectUri = "http://localhost/";

    /// <summary>Another address that is registered, which nobody listens at.</summary>
    public const string OtherRedirectUri = "http://localhost/other";

    /// <summary>An application without a credential.</summary>
    public const string Public = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa";

    /// <summary>An application with <see cref="Secret"/>.</summary>
    public const string WithSecret = "bbbbbbbb-1111-4111-8111-bbbbbbbbbbbb";

    /// <summary>An application with <see cref="Certificate"/> (private_key_jwt).</summary>
    public const string WithCertificate = "cccccccc-1111-4111-8111-cccccccccccc";

    private readonly RSA key = RSA.Create(2048);

    public Registrations() => Certificate = SelfSigned("CN=Partner application", key);

    /// <summary>The secret of <see cref="WithSecret"/>.</summary>
    public string Secret { get; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>The certificate of <see cref="WithCertificate"/>, with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A certificate that signs for itself, with its key.</summary>
    public static X509Certificate2 SelfSigned(string subject, RSA key) =>
        new CertificateRequest(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

    /// <summary>Writes them to the server's store.</summary>
    public async Task Add(IOpenIddictApplicationManager manager)
    {
        await manager.CreateAsync(Application(Public, ClientTypes.Public));
        OpenIddictApplicationDescriptor secret = Application(WithSecret, ClientTypes.Confidential);
        secret.ClientSecret = Secret;
        await manager.CreateAsync(secret);
        OpenIddictApplicationDescriptor certificate = Application(WithCertificate, ClientTypes.Confidential);
        using X509Certificate2 half = X509CertificateLoader.LoadCertificate(Certificate.RawData);
        certificate.JsonWebKeySet = new JsonWebKeySet
        {
            Keys = { JsonWebKeyConverter.ConvertFromX509SecurityKey(new X509SecurityKey(half), representAsRsaKey: true) },
        };
        await manager.CreateAsync(certificate);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }

    private static OpenIddictApplicationDescriptor Application(string id, string type)
    {
        OpenIddictApplicationDescriptor application = new()
        {
            ApplicationType = ApplicationTypes.Native,
            ClientId = id,
            ClientType = type,
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.DeviceAuthorization, Permissions.Endpoints.Token,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.DeviceCode, Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            },
            RedirectUris = { new Uri(RedirectUri), new Uri(OtherRedirectUri) },
        };
        if (type == ClientTypes.Confidential)
        {
            application.Permissions.Add(Permissions.GrantTypes.ClientCredentials);
        }

        return application;
    }
}
