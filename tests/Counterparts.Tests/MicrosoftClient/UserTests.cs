using Microsoft.Identity.Client;

namespace PartnerAuth.Counterparts.MicrosoftClient;

/// <summary>Microsoft's own client gets tokens of a user from the sandbox.</summary>
public sealed class UserTests(HttpsSandbox sandbox)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refresh_token_becomes_a_token_of_the_home_tenant_with_the_user_it_is_of()
    {
        AuthenticationResult result = await ByRefreshToken().ExecuteAsync(Stop);
        Assert.Equal(sandbox.Document.TenantId, result.TenantId);
        Assert.Equal(sandbox.Document.UserPrincipalName, result.Account.Username);
        Assert.Equal(sandbox.Document.TenantId, result.Account.HomeAccountId.TenantId);
        Assert.Contains("https://graph.microsoft.com/User.Read", result.Scopes);
        Assert.InRange(result.ExpiresOn, DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(90));
    }

    [Fact]
    public async Task The_same_refresh_token_reaches_a_customer()
    {
        AuthenticationResult result = await ByRefreshToken().WithTenantId(sandbox.TenantId("adatum")).ExecuteAsync(Stop);
        Assert.Equal(sandbox.TenantId("adatum"), result.TenantId);
        Assert.Equal(sandbox.Document.TenantId, result.Account.HomeAccountId.TenantId);
    }

    [Fact]
    public async Task What_the_client_keeps_of_an_answer_is_enough_for_the_next_customer_without_anybody()
    {
        IConfidentialClientApplication application = sandbox.WithSecret();
        AuthenticationResult home = await ByRefreshToken(application).ExecuteAsync(Stop);
        AuthenticationResult customer = await Silent(application, home.Account).ExecuteAsync(Stop);
        Assert.Equal(sandbox.TenantId("adatum"), customer.TenantId);
        Assert.Equal(TokenSource.IdentityProvider, customer.AuthenticationResultMetadata.TokenSource);

        AuthenticationResult again = await Silent(application, home.Account).ExecuteAsync(Stop);
        Assert.Equal(customer.AccessToken, again.AccessToken);
        Assert.Equal(TokenSource.Cache, again.AuthenticationResultMetadata.TokenSource);
    }

    [Fact]
    public async Task Whoever_enters_the_device_code_is_signed_in()
    {
        AuthenticationResult result = await sandbox.Public()
            .AcquireTokenWithDeviceCode(HttpsSandbox.Graph, async code =>
            {
                Assert.Contains(code.UserCode, code.Message);
                await Enter(code, [.. Account]);
            })
            .ExecuteAsync(Stop);
        Assert.Equal(sandbox.Admin.UserPrincipalName, result.Account.Username);
        Assert.Equal(sandbox.Document.TenantId, result.TenantId);
    }

    [Fact]
    public async Task A_declined_device_code_is_told_by_its_name()
    {
        MsalServiceException error = await Assert.ThrowsAsync<MsalServiceException>(() => sandbox.Public()
            .AcquireTokenWithDeviceCode(HttpsSandbox.Graph, code => Enter(code, ("action", "cancel")))
            .ExecuteAsync(Stop));
        Assert.Equal("authorization_declined", error.ErrorCode);
        Assert.Contains("AADSTS70020", error.Message);
    }

    [Fact]
    public async Task A_code_of_the_sign_in_page_is_redeemed_with_the_verifier_of_the_client_and_once()
    {
        IConfidentialClientApplication application = sandbox.Application()
            .WithClientSecret(sandbox.Document.ClientSecret)
            .WithRedirectUri("http://localhost:8400/")
            .Build();
        Uri page = await application.GetAuthorizationRequestUrl(HttpsSandbox.Graph).WithPkce(out string verifier).ExecuteAsync(Stop);
        using HttpResponseMessage answer = await sandbox.Post(page, [.. Account]);
        string code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        AcquireTokenByAuthorizationCodeParameterBuilder redeem = application.AcquireTokenByAuthorizationCode(HttpsSandbox.Graph, code);

        MsalUiRequiredException foreign = await Assert.ThrowsAsync<MsalUiRequiredException>(
            () => application.AcquireTokenByAuthorizationCode(HttpsSandbox.Graph, code).WithPkceCodeVerifier(new string('x', 43)).ExecuteAsync(Stop));
        Assert.Contains("AADSTS501481", foreign.Message);
        AuthenticationResult result = await redeem.WithPkceCodeVerifier(verifier).ExecuteAsync(Stop);
        Assert.Equal(sandbox.Admin.UserPrincipalName, result.Account.Username);
        MsalUiRequiredException used = await Assert.ThrowsAsync<MsalUiRequiredException>(() => redeem.ExecuteAsync(Stop));
        Assert.Contains("AADSTS54005", used.Message);
    }

    [Fact]
    public async Task A_customer_without_consent_wants_a_person_and_the_client_knows_why()
    {
        MsalUiRequiredException error = await Assert.ThrowsAsync<MsalUiRequiredException>(
            () => ByRefreshToken(sandbox.WithSecret(), "https://graph.microsoft.com/Mail.Read")
                .WithTenantId(sandbox.TenantId("contoso"))
                .ExecuteAsync(Stop));
        Assert.Equal("invalid_grant", error.ErrorCode);
        Assert.Equal(UiRequiredExceptionClassification.ConsentRequired, error.Classification);
        Assert.StartsWith("AADSTS65001", error.Message);
        Assert.Equal(error.CorrelationId, Json(error.ResponseBody, "correlation_id"));
    }

    [Fact]
    public async Task A_policy_of_the_customer_is_told_with_its_claims_challenge()
    {
        MsalClaimsChallengeException error = await Assert.ThrowsAsync<MsalClaimsChallengeException>(
            () => ByRefreshToken().WithTenantId(sandbox.TenantId("policy")).ExecuteAsync(Stop));
        Assert.StartsWith("AADSTS53003", error.Message);
        Assert.Contains("access_token", error.Claims);
    }

    [Fact]
    public async Task Throttling_is_told_with_the_time_to_wait()
    {
        MsalThrottledServiceException error = await Assert.ThrowsAsync<MsalThrottledServiceException>(
            () => ByRefreshToken().WithTenantId(sandbox.TenantId("throttled")).ExecuteAsync(Stop));
        Assert.Equal(429, error.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), error.Headers.RetryAfter!.Delta);
    }

    private IEnumerable<(string Name, string Value)> Account =>
    [
        ("username", sandbox.Admin.UserPrincipalName), ("password", sandbox.Admin.Password), ("mfa_code", sandbox.Admin.MfaCode!),
    ];

    private static string? Json(string body, string name) =>
        System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty(name).GetString();

    private AcquireTokenByRefreshTokenParameterBuilder ByRefreshToken() => ByRefreshToken(sandbox.WithSecret());

    private AcquireTokenByRefreshTokenParameterBuilder ByRefreshToken(IConfidentialClientApplication application, params string[] scopes) =>
        ((IByRefreshToken)application).AcquireTokenByRefreshToken(scopes.Length > 0 ? scopes : HttpsSandbox.Graph, sandbox.Document.RefreshToken);

    private AcquireTokenSilentParameterBuilder Silent(IConfidentialClientApplication application, IAccount account) =>
        application.AcquireTokenSilent(HttpsSandbox.Graph, account).WithTenantId(sandbox.TenantId("adatum"));

    private async Task Enter(DeviceCodeResult code, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage page = await sandbox.Post(new Uri(code.VerificationUrl), [("user_code", code.UserCode), .. fields]);
        Assert.True(page.IsSuccessStatusCode, await page.Content.ReadAsStringAsync(Stop));
    }
}
