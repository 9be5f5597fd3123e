using System.Net;
using System.Security;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>New-PartnerAccessToken: what goes in, what comes out, and what is asked of whom.</summary>
public sealed class NewPartnerAccessTokenTests(Practice practice) : IClassFixture<Practice>
{
    private const string Adatum = "adatum.onmicrosoft.example";
    private readonly Session session = practice.Session;

    [Fact]
    public void A_refresh_token_becomes_a_token_with_the_properties_that_old_scripts_read()
    {
        PSObject result = session.Run($"New-PartnerAccessToken @partner -Scopes https://graph.microsoft.com/.default -Tenant {Adatum}").One;

        Assert.Equal("Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication.AuthResult", result.BaseObject.GetType().FullName);
        Assert.Equal(practice.TenantId("adatum"), Text(result, "TenantId"));
        Assert.Equal(Adatum, Text(result, "Tenant"));
        Assert.NotEmpty((string)result.Properties["AccessToken"].Value);
        Assert.StartsWith("partner-sandbox.", (string)result.Properties["RefreshToken"].Value);
        Assert.True((DateTimeOffset)result.Properties["ExpiresOn"].Value > DateTimeOffset.UtcNow);
        Assert.IsType<Guid>(result.Properties["CorrelationId"].Value);
        Assert.Contains(
            (IEnumerable<string>)result.Properties["Scopes"].Value,
            scope => scope.EndsWith("Directory.Read.All", StringComparison.Ordinal));
        PSObject account = PSObject.AsPSObject(result.Properties["Account"].Value);
        Assert.Equal(practice.Sandbox.UserPrincipalName, Text(account, "Username"));
        Assert.Equal(practice.Sandbox.TenantId, Text(PSObject.AsPSObject(account.Properties["HomeAccountId"].Value), "TenantId"));
        Assert.Equal("Bearer " + Text(result, "AccessToken"), result.Methods["CreateAuthorizationHeader"].Invoke());
    }

    [Fact]
    public void The_refresh_token_of_a_result_works_as_the_next_one()
    {
        RunResult run = session.Run(
            $"$first = New-PartnerAccessToken @partner -Scopes Graph -Tenant {Adatum}; $partner.RefreshToken = $first.RefreshToken; "
            + $"try {{ New-PartnerAccessToken @partner -Scopes Graph -Tenant {Adatum} }} finally {{ $partner.RefreshToken = $sandbox.RefreshToken }}");
        Assert.Equal(practice.TenantId("adatum"), Text(run.One, "TenantId"));
    }

    [Fact]
    public void A_token_in_the_cache_asks_nobody_unless_it_must()
    {
        const string Ask = "New-PartnerAccessToken -Scopes Graph -Tenant contoso.onmicrosoft.example -Verbose";
        session.Run(Ask).AssertClean();

        Assert.Empty(session.Run(Ask).Verbose);
        Assert.NotEmpty(session.Run(Ask + " -ForceRefresh").Verbose);
        Assert.NotEmpty(session.Run(Ask + " -MinimumLifetime 23:59:00").Verbose);
        Assert.NotEmpty(session.Run(Ask + " -MinimumLifetime 1439").Verbose);
    }

    [Fact]
    public void AsSecureString_writes_the_access_token_alone()
    {
        SecureString secret = Assert.IsType<SecureString>(session.Run($"New-PartnerAccessToken -Scopes Graph -Tenant {Adatum} -AsSecureString").One.BaseObject);
        string token = Text(session.Run($"New-PartnerAccessToken -Scopes Graph -Tenant {Adatum}").One, "AccessToken")!;
        Assert.Equal(token, new NetworkCredential("user", secret).Password);
    }

    [Fact]
    public void An_application_alone_gets_a_token_without_account_and_refresh_token()
    {
        PSObject result = session.Run(
            "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -ServicePrincipal "
            + "-Environment $sandbox.Environment -Scopes https://graph.microsoft.com/.default -Tenant $sandbox.TenantId").One;
        Assert.Null(result.Properties["Account"].Value);
        Assert.Null(result.Properties["RefreshToken"].Value);
        Assert.Equal(practice.Sandbox.TenantId, Text(result, "TenantId"));
    }

    [Fact]
    public void A_public_client_needs_no_secret()
    {
        RunResult run = session.Run(
            "New-PartnerAccessToken -ClientId 04b07795-8ddb-461a-bbee-02f9e1bf7b46 -RefreshToken $sandbox.PublicRefreshToken "
            + "-EnvironmentName $sandbox.Environment -Scopes PartnerCenter");
        Assert.Equal(practice.Sandbox.TenantId, Text(run.One, "TenantId"));
    }

    [Fact]
    public void A_given_access_token_is_read_and_an_ended_one_has_the_old_text()
    {
        string good = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(1), "11111111-2222-3333-4444-555555555555");
        PSObject result = session.Run("New-PartnerAccessToken -AccessToken $token -ApplicationId app -Scopes Graph -Verbose", ("token", good)).One;
        Assert.Equal(good, Text(result, "AccessToken"));
        Assert.Equal("11111111-2222-3333-4444-555555555555", Text(result, "TenantId"));

        string ended = AccessTokens.Ending(DateTimeOffset.UtcNow.AddHours(-1), "11111111-2222-3333-4444-555555555555");
        ErrorRecord error = session.Run("New-PartnerAccessToken -AccessToken $token -ApplicationId app -Scopes Graph", ("token", ended)).OneError;
        Assert.Equal("The access token has expired. Generate a new one and try again.", error.Exception.Message);
        Assert.StartsWith("TokenExpired,", error.FullyQualifiedErrorId);

        ErrorRecord two = session.Run("New-PartnerAccessToken -AccessToken $token -ApplicationId app -Scopes Graph -Tenant a.example, b.example", ("token", good)).OneError;
        Assert.Contains("for one tenant", two.ToString());

        ErrorRecord none = session.Run("New-PartnerAccessToken -AccessToken 'no token' -ApplicationId app -Scopes Graph").OneError;
        Assert.StartsWith("InvalidInput,", none.FullyQualifiedErrorId);
    }

    [Fact]
    public void A_refresh_token_without_an_application_is_one_terminating_error_that_says_what_to_give()
    {
        RunResult run = session.Run(
            "$sandbox.Customers | New-PartnerAccessToken -RefreshToken $sandbox.RefreshToken -Environment $sandbox.Environment -Scopes Graph");
        Assert.Empty(run.Output);
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.Contains("-ApplicationId", run.OneError.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("@('Graph', 'ExchangeOnline')", "two resources")]
    [InlineData("'Grph'", "neither a short name nor a scope")]
    public void Scopes_that_cannot_be_asked_for_are_refused_before_anybody_is_asked(string scopes, string reason)
    {
        RunResult run = session.Run($"New-PartnerAccessToken -Scopes {scopes} -Tenant {Adatum} -Verbose");
        Assert.DoesNotContain(run.Verbose, line => line.StartsWith("POST", StringComparison.Ordinal));
        Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
        Assert.Contains(reason, run.OneError.ToString());
    }

    [Fact]
    public void A_scope_with_a_line_break_is_refused_by_the_parameter_itself()
    {
        RunResult run = session.Run($"New-PartnerAccessToken -Scopes \"https://graph.microsoft.com/.default`r`nX: y/z\" -Tenant {Adatum} -Verbose");
        Assert.StartsWith("ParameterArgumentTransformationError,", run.OneError.FullyQualifiedErrorId);
        Assert.Contains("line break", run.OneError.ToString());
        Assert.DoesNotContain("X: y", run.OneError.ToString());
        Assert.Empty(run.Verbose);
    }

    [Fact]
    public void A_secret_of_the_sandbox_goes_to_no_real_cloud_and_a_real_one_to_no_sandbox()
    {
        RunResult real = session.Run(
            "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -Credential $sandbox.Credential -RefreshToken $sandbox.RefreshToken -Scopes Graph -Tenant contoso.com -Verbose");
        RunResult sandbox = session.Run(
            "New-PartnerAccessToken -ApplicationId $sandbox.ApplicationId -RefreshToken real-secret -Environment $sandbox.Environment -Scopes Graph -Tenant contoso.com -Verbose");
        foreach (RunResult run in new[] { real, sandbox })
        {
            Assert.Empty(run.Verbose);
            Assert.StartsWith("InvalidInput,", run.OneError.FullyQualifiedErrorId);
            Assert.DoesNotContain("real-secret", run.Everything());
        }
    }

    private static string? Text(PSObject from, string property) => from.Properties[property].Value?.ToString();
}
