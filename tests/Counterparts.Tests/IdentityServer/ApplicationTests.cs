using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace PartnerAuth.Counterparts.IdentityServer;

/// <summary>The module gets tokens of an application alone from an identity server that others wrote.</summary>
public sealed class ApplicationTests(OpenIdServer server)
{
    [Fact]
    public async Task A_secret_is_taken_and_a_wrong_one_is_refused_with_the_servers_words()
    {
        JsonElement said = await ModuleRun.Run(
            server,
            $$"""
            $right = New-PartnerAccessToken @in -ApplicationId {{Registrations.WithSecret}} -ClientSecret $secret -ServicePrincipal -Scopes "$graph/.default"
            New-PartnerAccessToken @in @try -ApplicationId {{Registrations.WithSecret}} -ClientSecret wrong -ServicePrincipal -Scopes "$graph/.default"
            @{ Token = $right.AccessToken; TenantId = $right.TenantId; Refused = Get-Refusal }
            """);
        JsonWebToken token = new(said.GetProperty("Token").GetString());
        Assert.Equal(Registrations.WithSecret, token.Subject);
        Assert.Equal(OpenIdServer.TenantId, said.GetProperty("TenantId").GetString());
        JsonElement refused = said.GetProperty("Refused");
        Assert.Equal("CredentialInvalid", refused.GetProperty("Kind").GetString());
        Assert.Equal("invalid_client", refused.GetProperty("Name").GetString());
        Assert.Equal(401, refused.GetProperty("Status").GetInt32());
        Assert.Contains("client credentials are invalid", refused.GetProperty("Said").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-UseRS256")]
    public async Task A_certificate_is_taken_in_the_new_and_in_the_old_form(string form)
    {
        JsonElement said = await ModuleRun.Run(
            server,
            $$"""
            $token = New-PartnerAccessToken @in -ApplicationId {{Registrations.WithCertificate}} -CertificatePath $file {{form}} -ServicePrincipal -Scopes "$graph/.default"
            @{ Token = $token.AccessToken }
            """,
            file: Pem(server.Registrations.Certificate));
        Assert.Equal(Registrations.WithCertificate, new JsonWebToken(said.GetProperty("Token").GetString()).Subject);
    }

    [Fact]
    public async Task A_certificate_of_somebody_else_is_refused()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 stranger = Registrations.SelfSigned("CN=Stranger", key);
        JsonElement refused = await ModuleRun.Run(
            server,
            $$"""
            New-PartnerAccessToken @in @try -ApplicationId {{Registrations.WithCertificate}} -CertificatePath $file -ServicePrincipal -Scopes "$graph/.default"
            Get-Refusal
            """,
            file: Pem(stranger));
        Assert.Equal("CredentialInvalid", refused.GetProperty("Kind").GetString());
        Assert.Equal("invalid_client", refused.GetProperty("Name").GetString());
    }

    private static string Pem(X509Certificate2 certificate) =>
        certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();
}
