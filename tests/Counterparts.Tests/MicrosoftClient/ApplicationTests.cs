using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;
using Microsoft.IdentityModel.JsonWebTokens;

namespace PartnerAuth.Counterparts.MicrosoftClient;

/// <summary>Microsoft's own client gets tokens of the application alone from the sandbox.</summary>
public sealed class ApplicationTests(HttpsSandbox sandbox)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_becomes_a_token_of_the_application_and_is_kept()
    {
        IConfidentialClientApplication application = sandbox.WithSecret();
        AuthenticationResult result = await application.AcquireTokenForClient(HttpsSandbox.Graph).ExecuteAsync(Stop);
        Assert.Equal(TokenSource.IdentityProvider, result.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(sandbox.Document.ApplicationId, new JsonWebToken(result.AccessToken).GetClaim("appid").Value);
        AuthenticationResult again = await application.AcquireTokenForClient(HttpsSandbox.Graph).ExecuteAsync(Stop);
        Assert.Equal(TokenSource.Cache, again.AuthenticationResultMetadata.TokenSource);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_by_its_name_status_and_code()
    {
        MsalServiceException error = await Refused(sandbox.Application().WithClientSecret("wrong").Build());
        Assert.Equal("invalid_client", error.ErrorCode);
        Assert.Equal(401, error.StatusCode);
        Assert.Contains("AADSTS7000215", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_proves_the_application_with_its_chain_sent_or_not(bool sendX5C)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(
            Convert.FromBase64String(sandbox.Document.Certificate.Pfx), sandbox.Document.Certificate.Password);
        IConfidentialClientApplication application = sandbox.Application().WithCertificate(certificate, sendX5C).Build();
        AuthenticationResult result = await application.AcquireTokenForClient(HttpsSandbox.Graph).ExecuteAsync(Stop);
        Assert.NotEmpty(result.AccessToken);

        AuthenticationResult user = await ((IByRefreshToken)application)
            .AcquireTokenByRefreshToken(HttpsSandbox.Graph, sandbox.Document.RefreshToken)
            .WithTenantId(sandbox.TenantId("adatum"))
            .ExecuteAsync(Stop);
        Assert.Equal(sandbox.TenantId("adatum"), user.TenantId);
    }

    [Fact]
    public async Task A_certificate_that_nobody_registered_is_refused()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Nobody", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        MsalServiceException error = await Refused(sandbox.Application().WithCertificate(certificate).Build());
        Assert.Equal("invalid_client", error.ErrorCode);
        Assert.Contains("AADSTS700027", error.Message);
    }

    [Fact]
    public async Task An_assertion_of_another_issuer_proves_the_application()
    {
        IConfidentialClientApplication application = sandbox.Application()
            .WithClientAssertion((CancellationToken _) => Task.FromResult(sandbox.Document.FederatedToken))
            .Build();
        Assert.NotEmpty((await application.AcquireTokenForClient(HttpsSandbox.Graph).ExecuteAsync(Stop)).AccessToken);
    }

    private static Task<MsalServiceException> Refused(IConfidentialClientApplication application) =>
        Assert.ThrowsAsync<MsalServiceException>(() => application.AcquireTokenForClient(HttpsSandbox.Graph).ExecuteAsync(Stop));
}
