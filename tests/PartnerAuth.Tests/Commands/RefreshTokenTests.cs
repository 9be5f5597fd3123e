using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Commands;

/// <summary>The newest refresh token stays with the context, reaches the user's vault, and its status is told.</summary>
public sealed class RefreshTokenTests : IDisposable
{
    // A sandbox for each test: what was handed over is remembered for the process, by sign-in service and user.
    private readonly SandboxProcess sandbox = SandboxProcess.WithScenario(
        """{ "tenants": [{ "domain": "adatum.onmicrosoft.example", "consented": true }] }""");

    private string Customer => sandbox.Document.Customers[0].TenantId;

    private const string Connect = """
        $vault = [System.Collections.Generic.List[object]]::new()
        $keep = { param($token) $vault.Add([pscustomobject]@{
            Text = [System.Net.NetworkCredential]::new('', $token.RefreshToken).Password
            User = $token.UserPrincipalName; Tenant = $token.TenantId; Application = $token.ApplicationId; Issued = $token.IssuedOn }) }
        $ctx = Connect-PartnerCenter @partner -Tenant $sandbox.TenantId -OnRefreshToken $keep
        """;

    [Fact]
    public void A_connection_hands_its_new_token_to_the_script_which_can_connect_with_it()
    {
        using Session session = Connected();
        PSObject kept = session.Run("$vault").One;
        string text = (string)kept.Properties["Text"].Value;
        Assert.StartsWith("partner-sandbox.", text);
        Assert.NotEqual(sandbox.Document.RefreshToken, text);
        Assert.Equal(sandbox.Document.TenantId, kept.Properties["Tenant"].Value);
        Assert.Equal(sandbox.Document.ApplicationId, kept.Properties["Application"].Value);
        session.Run("$partner.RefreshToken = $vault[0].Text; Connect-PartnerCenter @partner").One.ToString();
    }

    [Fact]
    public void The_script_runs_once_in_a_day_and_at_once_when_the_token_is_renewed_by_hand()
    {
        using Session session = Connected();
        session.Run("$null = New-PartnerAccessToken -Scopes Graph -Tenant $tenant -ForceRefresh", ("tenant", Customer)).AssertClean();
        Assert.Equal(1, Kept(session));
        PSObject status = session.Run("Get-PartnerRefreshTokenStatus -Renew").One;
        Assert.Equal(2, Kept(session));
        Assert.Equal("Good", status.Properties["Status"].Value);
        Assert.Equal(90, status.Properties["DaysLeft"].Value);
        Assert.Equal(true, status.Properties["MultifactorAuthentication"].Value);
    }

    [Fact]
    public void A_shorter_interval_is_the_users_choice()
    {
        using Session session = Connected(" -OnRefreshTokenInterval 0");
        session.Run("$null = New-PartnerAccessToken -Scopes Graph -Tenant $tenant -ForceRefresh", ("tenant", Customer)).AssertClean();
        Assert.Equal(2, Kept(session));
        session.Run("$null = Get-PartnerCustomer").AssertClean();
        Assert.Equal(2, Kept(session));
    }

    [Fact]
    public void What_other_runspaces_redeem_reaches_the_script_with_the_next_command_at_home()
    {
        using Session session = Connected(" -OnRefreshTokenInterval 0");
        session.Run(
            """
            1..4 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                $null = New-PartnerAccessToken -Scopes Graph -Tenant $using:tenant -ForceRefresh -Context $using:ctx
            }
            """,
            ("tenant", Customer),
            ("manifest", Folders.Manifest("PartnerAuth"))).AssertClean();
        Assert.Equal(1, Kept(session));
        session.Run("$null = Get-PartnerCustomer -CustomerId $tenant", ("tenant", Customer)).AssertClean();
        Assert.Equal(2, Kept(session));
    }

    [Fact]
    public void A_script_that_fails_is_a_warning_and_is_tried_again()
    {
        using Session session = Prepared();
        RunResult run = session.Run("$n = @{ Calls = 0 }; $ctx = Connect-PartnerCenter @partner -OnRefreshToken { $n.Calls++; throw 'no vault' } -OnRefreshTokenInterval 0");
        run.AssertClean();
        Assert.Contains("no vault", Assert.Single(run.Warnings));
        Assert.DoesNotContain("partner-sandbox.", run.Everything());
        session.Run("$null = Get-PartnerCustomer").AssertClean();
        Assert.Equal(2, session.Run("$n.Calls").One.BaseObject);
    }

    [Theory]
    [InlineData(0, "Good", 90, 0)]
    [InlineData(80, "EndsSoon", 10, 1)]
    [InlineData(95, "Ended", -5, 1)]
    public void The_status_counts_from_the_issue_that_is_given_or_told(int daysAgo, string status, int left, int warnings)
    {
        using Session session = Prepared();

        // The second connection is served from the cache and redeems nothing, so the service tells no issue.
        RunResult run = session.Run(
            "$null = Connect-PartnerCenter @partner; $ctx = Connect-PartnerCenter @partner; Get-PartnerRefreshTokenStatus -Context $ctx -IssuedOn ([DateTimeOffset]::UtcNow.AddDays(-$ago))",
            ("ago", daysAgo));
        run.AssertClean();
        PSObject told = Assert.Single(run.Output);
        Assert.Equal(status, told.Properties["Status"].Value);
        Assert.Equal(left, told.Properties["DaysLeft"].Value);
        Assert.Equal(warnings, run.Warnings.Count);
    }

    [Fact]
    public void The_ends_of_the_applications_own_credentials_are_told()
    {
        using Session session = Connected();
        PSObject[] ends = [.. session.Run("(Get-PartnerRefreshTokenStatus).Credentials").Output];
        Assert.Equal(["Secret", "Certificate"], ends.Select(end => end.Properties["Kind"].Value));
        Assert.All(ends, end => Assert.InRange((int)end.Properties["DaysLeft"].Value, 363, 366));
    }

    [Fact]
    public void A_context_without_a_user_has_no_status()
    {
        using Session session = Prepared();
        RunResult run = session.Run(
            "Get-PartnerRefreshTokenStatus -Context (Connect-PartnerCenter -ServicePrincipal -Credential $partner.Credential -Tenant $sandbox.TenantId -Environment $partner.Environment)");
        Assert.Equal("InvalidInput", run.OneError.FullyQualifiedErrorId.Split(',')[0]);
    }

    /// <inheritdoc/>
    public void Dispose() => sandbox.Dispose();

    private Session Connected(string more = "")
    {
        Session session = Prepared();
        session.Run(Connect + more).AssertClean();
        return session;
    }

    /// <summary>A session with the credentials to splat and no connection.</summary>
    private Session Prepared()
    {
        Session session = new("PartnerAuth");
        session.Run(
            """
            $partner = @{
                ApplicationId = $sandbox.ApplicationId
                Credential    = $sandbox.Credential
                RefreshToken  = $sandbox.RefreshToken
                Environment   = $sandbox.Environment
            }
            """,
            ("sandbox", sandbox.Document)).AssertClean();
        return session;
    }

    private static int Kept(Session session) => (int)session.Run("$vault.Count").One.BaseObject;
}
